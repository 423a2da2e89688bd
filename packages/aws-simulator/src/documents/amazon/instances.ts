import { Json } from '../types';
import { automation, optional, required } from './declare';

const INSTANCES = (what: string) => ({
  InstanceId: {
    type: 'List<AWS::EC2::Instance::Id>',
    description: `(Required) EC2 Instance(s) to ${what}`,
  },
});

const APPROVAL = {
  Approvers: {
    type: 'StringList',
    description:
      '(Required) IAM user or user arn of approvers for the automation action',
  },
  SNSTopicArn: optional(
    'The SNS topic ARN used to send pending approval notification. The SNS topic name must start with Automation.',
  ),
};

function change(
  name: string,
  state: string,
  more: { [key: string]: Json } = {},
) {
  return {
    name,
    action: 'aws:changeInstanceState',
    inputs: { InstanceIds: '{{ InstanceId }}', DesiredState: state },
    ...more,
  };
}

function approve(message: string): Json {
  return {
    name: 'approve',
    action: 'aws:approve',
    onFailure: 'Abort',
    inputs: {
      NotificationArn: '{{ SNSTopicArn }}',
      Message: message,
      MinRequiredApprovals: 1,
      Approvers: '{{ Approvers }}',
    },
  };
}

const FORCE_STOP = {
  name: 'forceStopInstances',
  action: 'aws:changeInstanceState',
  inputs: {
    InstanceIds: '{{ InstanceId }}',
    CheckStateOnly: false,
    DesiredState: 'stopped',
    Force: true,
  },
};

const stopSteps = [
  change('stopInstances', 'stopped', { onFailure: 'Continue' }),
  FORCE_STOP,
];

/** Amazon's runbooks that start and stop instances. */
export const INSTANCE_RUNBOOKS = [
  automation(
    'AWS-StartEC2Instance',
    'Start EC2 instances(s)',
    INSTANCES('start'),
    [change('startInstances', 'running')],
  ),
  automation(
    'AWS-StopEC2Instance',
    'Stop EC2 instances(s)',
    INSTANCES('stop'),
    stopSteps,
  ),
  automation(
    'AWS-RestartEC2Instance',
    'Restart EC2 instances(s)',
    INSTANCES('restart'),
    [...stopSteps, change('startInstances', 'running')],
  ),
  automation(
    'AWS-TerminateEC2Instance',
    'Terminate EC2 instances(s)',
    INSTANCES('terminate'),
    [change('terminateInstances', 'terminated')],
  ),
  automation(
    'AWS-StartEC2InstanceWithApproval',
    'Start EC2 instances(s) with approval',
    { ...INSTANCES('start'), ...APPROVAL },
    [
      approve('Approval required to start EC2 instances'),
      change('startInstances', 'running'),
    ],
  ),
  automation(
    'AWS-StopEC2InstanceWithApproval',
    'Stop EC2 instances(s) with approval',
    { ...INSTANCES('stop'), ...APPROVAL },
    [approve('Approval required to stop EC2 instances'), ...stopSteps],
  ),
  automation(
    'AWS-RestartEC2InstanceWithApproval',
    'Restart EC2 instances(s) with approval',
    { ...INSTANCES('restart'), ...APPROVAL },
    [
      approve('Approval required to restart EC2 instances'),
      ...stopSteps,
      change('startInstances', 'running'),
    ],
  ),
  automation(
    'AWS-CreateSnapshot',
    'Create a snapshot of an EBS volume',
    {
      VolumeId: required('The ID of the volume.', {
        allowedPattern: '^vol-[a-z0-9]{8,17}$',
      }),
      Description: optional('A description for the snapshot'),
    },
    [
      {
        name: 'createSnapshot',
        action: 'aws:executeAwsApi',
        inputs: {
          Service: 'ec2',
          Api: 'CreateSnapshot',
          VolumeId: '{{ VolumeId }}',
          Description: '{{ Description }}',
        },
        outputs: [
          { Name: 'SnapshotId', Selector: '$.SnapshotId', Type: 'String' },
        ],
      },
    ],
    ['createSnapshot.SnapshotId'],
  ),
  automation(
    'AWS-PatchInstanceWithRollback',
    'Brings an EC2 instance into compliance with the applicable patch baseline. Rolls back root volume on failure.',
    {
      InstanceId: required(
        'EC2 InstanceId to which we apply the patch-baseline',
        {
          type: 'AWS::EC2::Instance::Id',
        },
      ),
      ReportS3Bucket: optional(
        'S3 Bucket destination for the Compliance Report',
      ),
    },
    [
      {
        name: 'describeInstance',
        action: 'aws:executeAwsApi',
        inputs: {
          Service: 'ec2',
          Api: 'DescribeInstances',
          InstanceIds: ['{{ InstanceId }}'],
        },
        outputs: [
          {
            Name: 'InstanceState',
            Selector: '$.Reservations[0].Instances[0].State.Name',
            Type: 'String',
          },
        ],
      },
      {
        name: 'patchInstance',
        action: 'aws:runCommand',
        timeoutSeconds: 7200,
        onFailure: 'Abort',
        inputs: {
          DocumentName: 'AWS-RunPatchBaseline',
          InstanceIds: ['{{ InstanceId }}'],
          Parameters: { Operation: 'Install' },
        },
      },
      {
        name: 'verifyCompliance',
        action: 'aws:executeAwsApi',
        onFailure: 'Continue',
        isCritical: false,
        inputs: {
          Service: 'ssm',
          Api: 'DescribeInstancePatchStates',
          InstanceIds: ['{{ InstanceId }}'],
        },
        outputs: [
          {
            Name: 'MissingCount',
            Selector: '$.InstancePatchStates[0].MissingCount',
            Type: 'Integer',
          },
        ],
      },
    ],
    ['patchInstance.Output', 'verifyCompliance.MissingCount'],
  ),
];
