import { automation, optional, required } from './declare';

const INSTANCE = {
  InstanceId: required('The ID of the EC2 instance.', {
    type: 'AWS::EC2::Instance::Id',
    allowedPattern: '^i-[a-z0-9]{8,17}$',
  }),
};

const describe = {
  name: 'describeInstance',
  action: 'aws:executeAwsApi',
  description: 'Looks the instance up.',
  inputs: {
    Service: 'ec2',
    Api: 'DescribeInstances',
    InstanceIds: ['{{ InstanceId }}'],
  },
  outputs: [
    {
      Name: 'State',
      Selector: '$.Reservations[0].Instances[0].State.Name',
      Type: 'String',
    },
    {
      Name: 'Platform',
      Selector: '$.Reservations[0].Instances[0].PlatformDetails',
      Type: 'String',
    },
  ],
};

/** Runbooks of AWS Support, and others that look rather than change. */
export const SUPPORT_RUNBOOKS = [
  automation(
    'AWSSupport-TroubleshootManagedInstance',
    'The AWSSupport-TroubleshootManagedInstance runbook helps you to determine why an Amazon Elastic Compute Cloud (Amazon EC2) instance does not report as managed by AWS Systems Manager.',
    INSTANCE,
    [
      describe,
      {
        name: 'checkPing',
        action: 'aws:executeAwsApi',
        isEnd: true,
        inputs: {
          Service: 'ssm',
          Api: 'DescribeInstanceInformation',
          Filters: [{ Key: 'InstanceIds', Values: ['{{ InstanceId }}'] }],
        },
        outputs: [
          {
            Name: 'PingStatus',
            Selector: '$.InstanceInformationList[0].PingStatus',
            Type: 'String',
          },
        ],
      },
    ],
    ['describeInstance.State', 'checkPing.PingStatus'],
  ),
  automation(
    'AWSSupport-ExecuteEC2Rescue',
    'Uses the EC2Rescue tool to troubleshoot and, where possible, repair common connectivity issues with the specified EC2 instance for Linux or Windows Server.',
    {
      UnreachableInstanceId: required('ID of your unreachable EC2 instance.', {
        type: 'AWS::EC2::Instance::Id',
      }),
      LogDestination: optional('S3 bucket name for troubleshooting logs.'),
      EC2RescueInstanceType: optional(
        'The EC2 instance type for the EC2Rescue instance.',
        't2.small',
        { allowedValues: ['t2.small', 't2.medium', 't2.large'] },
      ),
    },
    [
      {
        name: 'stopInstance',
        action: 'aws:changeInstanceState',
        inputs: {
          InstanceIds: ['{{ UnreachableInstanceId }}'],
          DesiredState: 'stopped',
        },
      },
      { name: 'rescue', action: 'aws:sleep', inputs: { Duration: 'PT2M' } },
      {
        name: 'startInstance',
        action: 'aws:changeInstanceState',
        inputs: {
          InstanceIds: ['{{ UnreachableInstanceId }}'],
          DesiredState: 'running',
        },
      },
    ],
  ),
  automation(
    'AWSSupport-TroubleshootSSH',
    'The AWSSupport-TroubleshootSSH runbook installs the Amazon EC2Rescue tool for Linux and then uses it to check or attempt to fix common issues that prevent a remote connection to the Linux machine by SSH.',
    {
      InstanceId: required('The ID of your EC2 instance for Linux.', {
        type: 'AWS::EC2::Instance::Id',
      }),
      Action: optional(
        'Specify whether you want to check or fix the detected issues.',
        'CheckAll',
        { allowedValues: ['CheckAll', 'FixAll'] },
      ),
      AllowOffline: optional(
        'Whether the instance may be stopped to be looked at.',
        'False',
        { allowedValues: ['True', 'False'] },
      ),
    },
    [
      {
        name: 'troubleshootSSHOnline',
        action: 'aws:runCommand',
        inputs: {
          DocumentName: 'AWS-RunShellScript',
          InstanceIds: ['{{ InstanceId }}'],
          Parameters: {
            commands: [
              'systemctl is-active --quiet sshd || [ "{{ Action }}" = CheckAll ] || systemctl start sshd',
              'systemctl status sshd',
            ],
          },
        },
      },
    ],
    ['troubleshootSSHOnline.Output'],
  ),
  automation(
    'AWS-RunPacker',
    'Runs a Packer template to validate or build an image.',
    {
      TemplateS3BucketName: required('The name of the bucket of the template.'),
      TemplateFileName: required('The name of the template file.'),
      Mode: optional('What Packer does.', 'Validate', {
        allowedValues: ['Validate', 'Build'],
      }),
    },
    [
      {
        name: 'runPackerProcessTemplate',
        action: 'aws:executeScript',
        inputs: {
          Runtime: 'python3.11',
          Handler: 'main',
          Script: 'def main(events, context):\n    return {}\n',
          InputPayload: { mode: '{{ Mode }}' },
        },
      },
    ],
  ),
];
