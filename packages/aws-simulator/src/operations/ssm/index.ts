import { Service } from '../../services/types';
import { AddTagsToResource } from './AddTagsToResource';
import { CancelCommand } from './CancelCommand';
import { DescribeAssociation } from './DescribeAssociation';
import { DescribeAssociationExecutions } from './DescribeAssociationExecutions';
import { DescribeAvailablePatches } from './DescribeAvailablePatches';
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
import { GetCommandInvocation } from './GetCommandInvocation';
import { GetDefaultPatchBaseline } from './GetDefaultPatchBaseline';
import { GetMaintenanceWindow } from './GetMaintenanceWindow';
import { GetMaintenanceWindowTask } from './GetMaintenanceWindowTask';
import { GetPatchBaseline } from './GetPatchBaseline';
import { GetPatchBaselineForPatchGroup } from './GetPatchBaselineForPatchGroup';
import { GetServiceSetting } from './GetServiceSetting';
import { ListAssociations } from './ListAssociations';
import { ListCommandInvocations } from './ListCommandInvocations';
import { ListCommands } from './ListCommands';
import { ListComplianceItems } from './ListComplianceItems';
import { ListNodes } from './ListNodes';
import { ListNodesSummary } from './ListNodesSummary';
import { ListResourceComplianceSummaries } from './ListResourceComplianceSummaries';
import { ListTagsForResource } from './ListTagsForResource';
import { RemoveTagsFromResource } from './RemoveTagsFromResource';
import { SendCommand } from './SendCommand';

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
    DescribeAssociation,
    DescribeAssociationExecutions,
    DescribeAvailablePatches,
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
    GetCommandInvocation,
    GetDefaultPatchBaseline,
    GetMaintenanceWindow,
    GetMaintenanceWindowTask,
    GetPatchBaseline,
    GetPatchBaselineForPatchGroup,
    GetServiceSetting,
    ListAssociations,
    ListCommandInvocations,
    ListCommands,
    ListComplianceItems,
    ListNodes,
    ListNodesSummary,
    ListResourceComplianceSummaries,
    ListTagsForResource,
    RemoveTagsFromResource,
    SendCommand,
  ],
  denial: ({ user, action, resource, account, region, policy }) =>
    `User: ${user} is not authorized to perform: ${action} on resource: ${
      resource ?? `arn:aws:ssm:${region}:${account}:*`
    } because no ${policy} policy allows the ${action} action`,
};
