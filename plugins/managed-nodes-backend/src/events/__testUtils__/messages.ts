import { ACCOUNT, REGION } from '../../__testUtils__/nodes';

export const INSTANCE = 'i-0123456789abcdef0';
export const HYBRID = 'mi-0123456789abcdef0';

const INSTANCE_ARN = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${INSTANCE}`;

function message(
  source: string,
  detailType: string,
  detail: Record<string, unknown>,
  resources: string[] = [],
) {
  return {
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    'detail-type': detailType,
    source,
    account: ACCOUNT,
    time: '2026-11-23T12:00:00Z',
    region: REGION,
    resources,
    detail,
  };
}

/** Events in the shapes that AWS documents. */
export const MESSAGES = {
  instanceState: (state = 'stopped', id = INSTANCE) =>
    message('aws.ec2', 'EC2 Instance State-change Notification', {
      'instance-id': id,
      state,
    }),
  invocation: (status = 'Success', id = HYBRID) =>
    message('aws.ssm', 'EC2 Command Invocation Status-change Notification', {
      'command-id': 'e8d3c0e4-71f7-4491-898f-c9b35bee5f3b',
      'document-name': 'AWS-RunPatchBaseline',
      'instance-id': id,
      'requested-date-time': '2026-11-23T11:59:30.049Z',
      status,
    }),
  command: (status = 'Success') =>
    message(
      'aws.ssm',
      'EC2 Command Status-change Notification',
      {
        'command-id': 'e8d3c0e4-71f7-4491-898f-c9b35bee5f3b',
        'document-name': 'AWS-RunShellScript',
        parameters: { commands: ['date'] },
        status,
      },
      [INSTANCE_ARN],
    ),
  automation: (resources: string[] = []) =>
    message(
      'aws.ssm',
      'EC2 Automation Execution Status-change Notification',
      {
        ExecutionId: '333ba70b-2333-48db-b17e-a5e69c6f4d1c',
        Definition: 'AWS-RestartEC2Instance',
        DefinitionVersion: 1.0,
        Status: 'Success',
        Time: 5753.0,
      },
      [
        `arn:aws:ssm:${REGION}:${ACCOUNT}:automation-execution/333ba70b-2333-48db-b17e-a5e69c6f4d1c`,
        ...resources,
      ],
    ),
  automationStep: (resources: string[] = []) =>
    message(
      'aws.ssm',
      'EC2 Automation Step Status-change Notification',
      { Status: 'Success', StepName: 'restart', Action: 'aws:runCommand' },
      resources,
    ),
  compliance: (type = 'managed-instance', id = HYBRID) =>
    message('aws.ssm', 'Configuration Compliance State Change', {
      'resource-type': type,
      'resource-id': id,
      'compliance-status': 'non_compliant',
      'compliance-type': 'Patch',
      severity: 'critical',
    }),
  nodeAssociation: (status = 'Success') =>
    message('aws.ssm', 'EC2 State Manager Instance Association State Change', {
      'association-id': '34fcb7e0-9a14-4984-9989-0e04e3f60bd8',
      'instance-id': INSTANCE,
      'document-name': 'AWS-UpdateSSMAgent',
      targets: `[{"key":"instanceids","values":["${INSTANCE}"]}]`,
      status,
      'detailed-status': '',
    }),
  association: (targets: string | undefined) =>
    message('aws.ssm', 'EC2 State Manager Association State Change', {
      'association-id': '6e37940a-23ba-4ab0-9b96-5d0a1a05464f',
      'document-version': 'Optional.empty',
      targets,
      status: 'Success',
    }),
  tags: (
    arn = `arn:aws:ssm:${REGION}:${ACCOUNT}:managed-instance/${HYBRID}`,
    service = 'ssm',
    type = 'managed-instance',
  ) =>
    message(
      'aws.tag',
      'Tag Change on Resource',
      {
        'changed-tag-keys': ['Owner'],
        service,
        'resource-type': type,
        version: 3,
        tags: { Owner: 'payments-team' },
      },
      [arn],
    ),
  parameter: () =>
    message('aws.ssm', 'Parameter Store Change', { operation: 'Update' }),
  instanceArn: INSTANCE_ARN,
};
