import { SessionPolicy } from './SessionPolicy';

/** Who makes a request. */
export interface Principal {
  account: string;
  arn: string;
  userId: string;
  /** The role a session belongs to; absent for the demo's user. */
  roleName?: string;
  /** What a session may do no more than. */
  policy?: SessionPolicy;
}

/** A role that exists in every member account. */
export interface RoleDefinition {
  name: string;
  /** Whoever assumes the role must name it; null when none is asked for. */
  externalId: string | null;
  /** The service that may assume it, if it is not there for people. */
  service?: string;
  /** IAM actions, with `*` as wildcard. */
  actions: readonly string[];
}

/** What looking into the organization takes. */
const ORGANIZATION_ACTIONS = [
  'organizations:DescribeAccount',
  'organizations:DescribeOrganization',
  'organizations:ListAccounts',
  'organizations:ListAccountsForParent',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListParents',
  'organizations:ListRoots',
  'organizations:ListTagsForResource',
];

/** What reading logs takes. */
const LOG_ACTIONS = [
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  'logs:GetQueryResults',
  'logs:StartQuery',
  'logs:StopQuery',
];

// The same in every account, as roles from one template are. That the
// organization shows itself to the delegated administrator only is another matter.
const READ_ACTIONS = [
  ...ORGANIZATION_ACTIONS,
  'ssm:DescribeAssociation',
  'ssm:DescribeAssociationExecutions',
  'ssm:DescribeAssociationExecutionTargets',
  'ssm:DescribeAutomationExecutions',
  'ssm:DescribeAutomationStepExecutions',
  'ssm:DescribeAvailablePatches',
  'ssm:DescribeDocument',
  'ssm:DescribeDocumentPermission',
  'ssm:DescribeEffectiveInstanceAssociations',
  'ssm:DescribeEffectivePatchesForPatchBaseline',
  'ssm:DescribeInstanceAssociationsStatus',
  'ssm:DescribeInstanceInformation',
  'ssm:DescribeInstancePatches',
  'ssm:DescribeInstancePatchStates',
  'ssm:DescribeInstanceProperties',
  'ssm:DescribeMaintenanceWindowExecutions',
  'ssm:DescribeMaintenanceWindows',
  'ssm:DescribeMaintenanceWindowSchedule',
  'ssm:DescribeMaintenanceWindowsForTarget',
  'ssm:DescribeMaintenanceWindowTargets',
  'ssm:DescribeMaintenanceWindowTasks',
  'ssm:DescribePatchBaselines',
  'ssm:DescribePatchGroups',
  'ssm:DescribePatchGroupState',
  'ssm:GetAutomationExecution',
  'ssm:GetCommandInvocation',
  'ssm:GetDefaultPatchBaseline',
  'ssm:GetDocument',
  'ssm:GetExecutionPreview',
  'ssm:GetMaintenanceWindow',
  'ssm:GetMaintenanceWindowTask',
  'ssm:GetParameter',
  'ssm:GetPatchBaseline',
  'ssm:GetPatchBaselineForPatchGroup',
  'ssm:GetServiceSetting',
  'ssm:ListAssociations',
  'ssm:ListAssociationVersions',
  'ssm:ListCommandInvocations',
  'ssm:ListCommands',
  'ssm:ListComplianceItems',
  'ssm:ListDocuments',
  'ssm:ListDocumentVersions',
  'ssm:ListNodes',
  'ssm:ListNodesSummary',
  'ssm:ListResourceComplianceSummaries',
  'ssm:ListTagsForResource',
  'cloudwatch:DescribeAlarmHistory',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:DescribeAlarmsForMetric',
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  ...LOG_ACTIONS,
  'tag:GetResources',
  'ec2:DescribeInstances',
  'ec2:DescribeRegions',
  'ec2:DescribeTags',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:ListTables',
  'dynamodb:Query',
  'dynamodb:Scan',
];

/** What running runbooks takes, with all that their steps may do. */
const RUN_ACTIONS = [
  'ssm:CancelCommand',
  'ssm:CreateAssociation',
  'ssm:SendAutomationSignal',
  'ssm:SendCommand',
  'ssm:StartAssociationsOnce',
  'ssm:StartAutomationExecution',
  'ssm:StartExecutionPreview',
  'ssm:StopAutomationExecution',
  'ssm:UpdateAssociation',
  'ec2:RebootInstances',
  'ec2:StartInstances',
  'ec2:StopInstances',
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
];

/** External id that the roles of the demo organization ask for. */
export const EXTERNAL_ID = 'managed-nodes-demo';

export const ROLES: readonly RoleDefinition[] = [
  {
    name: 'BackstageManagedNodesRead',
    externalId: EXTERNAL_ID,
    actions: READ_ACTIONS,
  },
  {
    name: 'BackstageManagedNodesOperate',
    externalId: EXTERNAL_ID,
    actions: [
      ...READ_ACTIONS,
      ...RUN_ACTIONS,
      'iam:PassRole',
      'ssm:AddTagsToResource',
      'ssm:RemoveTagsFromResource',
    ],
  },
  {
    name: 'RunbookPublisher',
    externalId: EXTERNAL_ID,
    actions: [
      ...READ_ACTIONS,
      'ssm:AddTagsToResource',
      'ssm:CreateDocument',
      'ssm:DeleteDocument',
      'ssm:ModifyDocumentPermission',
      'ssm:PutParameter',
      'ssm:RemoveTagsFromResource',
      'ssm:UpdateDocument',
      'ssm:UpdateDocumentDefaultVersion',
      'dynamodb:*',
    ],
  },
  {
    name: 'RunbookAutomation',
    externalId: null,
    service: 'ssm.amazonaws.com',
    actions: [...READ_ACTIONS, ...RUN_ACTIONS],
  },
];

/** Name of the demo's own user. */
export const DEMO_USER = 'managed-nodes-demo';

/** What the demo's own user may do, in the management account. */
export const USER_ACTIONS: readonly string[] = [
  'sts:AssumeRole',
  ...ORGANIZATION_ACTIONS,
  ...LOG_ACTIONS,
  'ssm:GetServiceSetting',
  'ssm:ListNodes',
  'ssm:ListNodesSummary',
  'ec2:DescribeRegions',
  'sqs:ChangeMessageVisibility',
  'sqs:CreateQueue',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:PurgeQueue',
  'sqs:ReceiveMessage',
  'sqs:SendMessage',
];

/** The demo's long-term access key. There is nothing to protect. */
export const DEMO_CREDENTIALS = {
  accessKeyId: 'AKIASIMULATORDEMO001',
  secretAccessKey: 'simulated',
} as const;
