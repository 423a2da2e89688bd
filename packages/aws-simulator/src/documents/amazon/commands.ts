import {
  command,
  EVERYWHERE,
  LINUX,
  onlyOn,
  optional,
  required,
  WINDOWS,
} from './declare';

const TIMEOUT = {
  type: 'String',
  description:
    '(Optional) The time in seconds for a command to complete before it is considered to have failed. Default is 3600 (1 hour). Maximum is 172800 (48 hours).',
  default: '3600',
  allowedPattern:
    '([1-9][0-9]{0,4})|(1[0-6][0-9]{4})|(17[0-1][0-9]{3})|(172[0-7][0-9]{2})|(172800)',
};

const DIRECTORY = optional(
  'The path to the working directory on your instance.',
  '',
  { maxChars: 4096 },
);

function script(platform: 'shell' | 'PowerShell') {
  const shell = platform === 'shell';
  return {
    workingDirectory: DIRECTORY,
    executionTimeout: TIMEOUT,
    commands: {
      type: 'StringList',
      description: `(Required) Specify a ${
        shell ? 'shell script' : 'Powershell script'
      } or a command to run.`,
      minItems: 1,
      displayType: 'textarea',
    },
  };
}

/** Amazon's Command documents that run what they are given. */
export const SCRIPT_COMMANDS = [
  command(
    'AWS-RunShellScript',
    LINUX,
    'Run a shell script or specify the commands to run.',
    script('shell'),
    [
      {
        action: 'aws:runShellScript',
        name: 'runShellScript',
        inputs: {
          timeoutSeconds: '{{ executionTimeout }}',
          runCommand: '{{ commands }}',
          workingDirectory: '{{ workingDirectory }}',
        },
      },
    ],
  ),
  command(
    'AWS-RunPowerShellScript',
    EVERYWHERE,
    'Run a PowerShell script or specify the paths to scripts to run.',
    script('PowerShell'),
    [
      {
        action: 'aws:runPowerShellScript',
        name: 'runPowerShellScript',
        inputs: {
          timeoutSeconds: '{{ executionTimeout }}',
          runCommand: '{{ commands }}',
          workingDirectory: '{{ workingDirectory }}',
        },
      },
    ],
  ),
  command(
    'AWS-RunRemoteScript',
    EVERYWHERE,
    'Execute scripts stored in a remote location. The following remote locations are currently supported: GitHub (public and private) and Amazon S3.',
    {
      sourceType: required('Specify the source type.', {
        allowedValues: ['GitHub', 'S3'],
      }),
      sourceInfo: {
        type: 'StringMap',
        description:
          '(Required) Specify the information required to access the resource from the specified source type.',
        displayType: 'textarea',
        default: {},
      },
      commandLine: required('Specify the command line to be executed.'),
      workingDirectory: DIRECTORY,
      executionTimeout: TIMEOUT,
    },
    [
      {
        action: 'aws:downloadContent',
        name: 'downloadContent',
        inputs: {
          sourceType: '{{ sourceType }}',
          sourceInfo: '{{ sourceInfo }}',
          destinationPath: '{{ workingDirectory }}',
        },
      },
      {
        precondition: onlyOn('Windows'),
        action: 'aws:runPowerShellScript',
        name: 'runPowerShellScript',
        inputs: { runCommand: ['{{ commandLine }}'] },
      },
      {
        precondition: onlyOn('Linux'),
        action: 'aws:runShellScript',
        name: 'runShellScript',
        inputs: { runCommand: ['{{ commandLine }}'] },
      },
    ],
  ),
  command(
    'AWS-RunDocument',
    EVERYWHERE,
    'Execute composite or nested Systems Manager documents (SSM documents) stored in a remote location or a local file.',
    {
      sourceType: optional('Specify the source type.', 'SSMDocument', {
        allowedValues: ['GitHub', 'S3', 'SSMDocument'],
      }),
      sourceInfo: {
        type: 'StringMap',
        description: '(Required) Where the document is.',
        default: {},
      },
      documentParameters: {
        type: 'StringMap',
        description: '(Optional) Parameters to be passed to the document.',
        default: {},
      },
    },
    [
      {
        action: 'aws:downloadContent',
        name: 'downloadContent',
        inputs: {
          sourceType: '{{ sourceType }}',
          sourceInfo: '{{ sourceInfo }}',
          destinationPath: 'document',
        },
      },
      {
        action: 'aws:runDocument',
        name: 'runDocument',
        inputs: {
          documentType: 'LocalPath',
          documentPath: 'document',
          documentParameters: '{{ documentParameters }}',
        },
      },
    ],
  ),
  command(
    'AWS-InstallPowerShellModule',
    WINDOWS,
    'Deploy and install PowerShell modules.',
    {
      workingDirectory: DIRECTORY,
      source: optional('The URL or local path on the instance to the module.'),
      executionTimeout: TIMEOUT,
      commands: {
        type: 'StringList',
        description: '(Optional) Specify PowerShell commands to run.',
        default: [],
      },
    },
    [
      {
        action: 'aws:psModule',
        name: 'psModule',
        inputs: { runCommand: '{{ commands }}', source: '{{ source }}' },
      },
    ],
  ),
  command(
    'AWS-RunDockerAction',
    LINUX,
    'Run Docker actions on containers.',
    {
      action: required('The type of action to perform.'),
      container: optional('The container.'),
    },
    [
      {
        action: 'aws:runDockerAction',
        name: 'RunDockerAction',
        inputs: { action: '{{ action }}', container: '{{ container }}' },
      },
    ],
  ),
  command(
    'AWS-ApplyAnsiblePlaybooks',
    ['Linux'],
    'Use this document to run Ansible Playbooks on Systems Manager managed instances.',
    {
      SourceType: required('Specify the source type.', {
        allowedValues: ['GitHub', 'S3'],
      }),
      SourceInfo: {
        type: 'StringMap',
        description: 'Where the playbook is.',
        default: {},
      },
      InstallDependencies: optional(
        'Whether Ansible is installed first.',
        'True',
        {
          allowedValues: ['True', 'False'],
        },
      ),
      PlaybookFile: optional('The playbook.', 'hello-world-playbook.yml', {
        allowedPattern: '[(a-z_A-Z0-9\\-\\.)/]+(.yml|.yaml)$',
      }),
      Check: optional('Whether nothing is to be changed.', 'False', {
        allowedValues: ['True', 'False'],
      }),
    },
    [
      {
        action: 'aws:downloadContent',
        name: 'downloadContent',
        inputs: {
          SourceType: '{{ SourceType }}',
          SourceInfo: '{{ SourceInfo }}',
        },
      },
      {
        action: 'aws:runShellScript',
        name: 'runShellScript',
        inputs: { runCommand: ['ansible-playbook {{ PlaybookFile }}'] },
      },
    ],
  ),
];
