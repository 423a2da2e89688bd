import { Service } from '../../services/types';
import { AddTagsToResource } from './AddTagsToResource';
import { CancelCommand } from './CancelCommand';
import { CreateAssociation } from './CreateAssociation';
import { CreateDocument } from './CreateDocument';
import { DeleteAssociation } from './DeleteAssociation';
import { DeleteDocument } from './DeleteDocument';
import { DescribeAssociation } from './DescribeAssociation';
import { DescribeAssociationExecutions } from './DescribeAssociationExecutions';
import { DescribeAssociationExecutionTargets } from './DescribeAssociationExecutionTargets';
import { DescribeAutomationExecutions } from './DescribeAutomationExecutions';
import { DescribeAutomationStepExecutions } from './DescribeAutomationStepExecutions';
import { DescribeAvailablePatches } from './DescribeAvailablePatches';
import { DescribeDocument } from './DescribeDocument';
import { DescribeDocumentPermission } from './DescribeDocumentPermission';
import { DescribeEffectiveInstanceAssociations } from './DescribeEffectiveInstanceAssociations';
import { DescribeEffectivePatchesForPatchBaseline } from './DescribeEffectivePatchesForPatchBaseline';
import { DescribeInstanceAssociationsStatus } from './DescribeInstanceAssociationsStatus';
import { DescribeInstanceInformation } from './DescribeInstanceInformation';
import { DescribeInstancePatches } from './DescribeInstancePatches';
import { DescribeInstancePatchStates } from './DescribeInstancePatchStates';
import { DescribeInstanceProperties } from './DescribeInstanceProperties';
import { DescribeMaintenanceWindowExecutions } from './DescribeMaintenanceWindowExecutions';
import { DescribeMaintenanceWindows } from './DescribeMaintenanceWindows';
import { DescribeMaintenanceWindowSchedule } from './DescribeMaintenanceWindowSchedule';
import { DescribeMaintenanceWindowsForTarget } from './DescribeMaintenanceWindowsForTarget';
import { DescribeMaintenanceWindowTargets } from './DescribeMaintenanceWindowTargets';
import { DescribeMaintenanceWindowTasks } from './DescribeMaintenanceWindowTasks';
import { DescribePatchBaselines } from './DescribePatchBaselines';
import { DescribePatchGroups } from './DescribePatchGroups';
import { DescribePatchGroupState } from './DescribePatchGroupState';
import { GetAutomationExecution } from './GetAutomationExecution';
import { GetCommandInvocation } from './GetCommandInvocation';
import { GetDefaultPatchBaseline } from './GetDefaultPatchBaseline';
import { GetDocument } from './GetDocument';
import { GetExecutionPreview } from './GetExecutionPreview';
import { GetMaintenanceWindow } from './GetMaintenanceWindow';
import { GetMaintenanceWindowTask } from './GetMaintenanceWindowTask';
import { GetParameter } from './GetParameter';
import { GetPatchBaseline } from './GetPatchBaseline';
import { GetPatchBaselineForPatchGroup } from './GetPatchBaselineForPatchGroup';
import { GetServiceSetting } from './GetServiceSetting';
import { ListAssociations } from './ListAssociations';
import { ListAssociationVersions } from './ListAssociationVersions';
import { ListCommandInvocations } from './ListCommandInvocations';
import { ListCommands } from './ListCommands';
import { ListComplianceItems } from './ListComplianceItems';
import { ListDocuments } from './ListDocuments';
import { ListDocumentVersions } from './ListDocumentVersions';
import { ListNodes } from './ListNodes';
import { ListNodesSummary } from './ListNodesSummary';
import { ListResourceComplianceSummaries } from './ListResourceComplianceSummaries';
import { ListTagsForResource } from './ListTagsForResource';
import { ModifyDocumentPermission } from './ModifyDocumentPermission';
import { PutParameter } from './PutParameter';
import { RemoveTagsFromResource } from './RemoveTagsFromResource';
import { SendAutomationSignal } from './SendAutomationSignal';
import { SendCommand } from './SendCommand';
import { StartAssociationsOnce } from './StartAssociationsOnce';
import { StartAutomationExecution } from './StartAutomationExecution';
import { StartExecutionPreview } from './StartExecutionPreview';
import { StopAutomationExecution } from './StopAutomationExecution';
import { UpdateAssociation } from './UpdateAssociation';
import { UpdateDocument } from './UpdateDocument';
import { UpdateDocumentDefaultVersion } from './UpdateDocumentDefaultVersion';

/** AWS Systems Manager. */
export const ssm: Service = {
  signingName: 'ssm',
  protocol: 'awsJson1_1',
  namespace: 'com.amazonaws.ssm',
  target: 'AmazonSSM',
  errors: {
    throttled: ['ThrottlingException', 400],
    internal: ['InternalServerError', 500],
    unavailable: ['ServiceUnavailableException', 503],
    unknownCredentials: [
      'UnrecognizedClientException',
      400,
      'The security token included in the request is invalid.',
    ],
    expiredCredentials: [
      'ExpiredTokenException',
      400,
      'The security token included in the request is expired',
    ],
    denied: ['AccessDeniedException', 400],
    clockSkew: ['InvalidSignatureException', 400],
    unknownOperation: ['UnknownOperationException', 400],
    invalidParameter: 'ValidationException',
    invalidToken: 'InvalidNextToken',
    expiredToken: 'InvalidNextToken',
  },
  operations: [
    AddTagsToResource,
    CancelCommand,
    CreateAssociation,
    CreateDocument,
    DeleteAssociation,
    DeleteDocument,
    DescribeAssociation,
    DescribeAssociationExecutions,
    DescribeAssociationExecutionTargets,
    DescribeAutomationExecutions,
    DescribeAutomationStepExecutions,
    DescribeAvailablePatches,
    DescribeDocument,
    DescribeDocumentPermission,
    DescribeEffectiveInstanceAssociations,
    DescribeEffectivePatchesForPatchBaseline,
    DescribeInstanceAssociationsStatus,
    DescribeInstanceInformation,
    DescribeInstancePatches,
    DescribeInstancePatchStates,
    DescribeInstanceProperties,
    DescribeMaintenanceWindowExecutions,
    DescribeMaintenanceWindows,
    DescribeMaintenanceWindowSchedule,
    DescribeMaintenanceWindowsForTarget,
    DescribeMaintenanceWindowTargets,
    DescribeMaintenanceWindowTasks,
    DescribePatchBaselines,
    DescribePatchGroups,
    DescribePatchGroupState,
    GetAutomationExecution,
    GetCommandInvocation,
    GetDefaultPatchBaseline,
    GetDocument,
    GetExecutionPreview,
    GetMaintenanceWindow,
    GetMaintenanceWindowTask,
    GetParameter,
    GetPatchBaseline,
    GetPatchBaselineForPatchGroup,
    GetServiceSetting,
    ListAssociations,
    ListAssociationVersions,
    ListCommandInvocations,
    ListCommands,
    ListComplianceItems,
    ListDocuments,
    ListDocumentVersions,
    ListNodes,
    ListNodesSummary,
    ListResourceComplianceSummaries,
    ListTagsForResource,
    ModifyDocumentPermission,
    PutParameter,
    RemoveTagsFromResource,
    SendAutomationSignal,
    SendCommand,
    StartAssociationsOnce,
    StartAutomationExecution,
    StartExecutionPreview,
    StopAutomationExecution,
    UpdateAssociation,
    UpdateDocument,
    UpdateDocumentDefaultVersion,
  ],
  denial: ({ user, action, resource, account, region, policy }) =>
    `User: ${user} is not authorized to perform: ${action} on resource: ${
      resource ?? `arn:aws:ssm:${region}:${account}:*`
    } because no ${policy} policy allows the ${action} action`,
};
