import { command, EVERYWHERE, onlyOn, optional } from './declare';

const NOT_INSTALLED =
  'CloudWatch Agent not installed.  Please install it using the AWS-ConfigureAWSPackage SSM Document.';

/** The actions that change the configuration, as the control script calls them. */
const ACTIONS: ReadonlyArray<readonly [string, string]> = [
  ['configure', 'fetch-config'],
  ['configure (append)', 'append-config'],
  ['configure (remove)', 'remove-config'],
];

const SHELL = [
  '#!/bin/sh',
  'set -e',
  "cmd='/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl'",
  'if [ ! -x "${cmd}" ]; then',
  `  echo '${NOT_INSTALLED}'`,
  '  exit 1',
  'fi',
  "action='{{ action }}'",
  "mode='{{ mode }}'",
  "location='{{ optionalConfigurationSource }}'",
  'if [ "${location}" = \'ssm\' ]; then',
  "  location='ssm:{{ optionalConfigurationLocation }}'",
  'fi',
  ...ACTIONS.flatMap(([action, name]) => [
    `if [ "\${action}" = '${action}' ]; then`,
    "  if [ '{{ optionalRestart }}' = 'yes' ]; then",
    `    "\${cmd}" -a ${name} -m "\${mode}" -c "\${location}" -s`,
    '  else',
    `    "\${cmd}" -a ${name} -m "\${mode}" -c "\${location}"`,
    '  fi',
    '  exit $?',
    'fi',
  ]),
  '"${cmd}" -a "${action}" -m "${mode}"',
];

const POWERSHELL = [
  '$Cmd = "$Env:ProgramFiles\\Amazon\\AmazonCloudWatchAgent\\amazon-cloudwatch-agent-ctl.ps1"',
  'if (-not (Test-Path $Cmd)) {',
  `  Write-Output '${NOT_INSTALLED}'`,
  '  exit 1',
  '}',
  "$Action = '{{ action }}'",
  "$Mode = '{{ mode }}'",
  "$Location = '{{ optionalConfigurationSource }}'",
  "if ($Location -eq 'ssm') { $Location = 'ssm:{{ optionalConfigurationLocation }}' }",
  ...ACTIONS.flatMap(([action, name]) => [
    `if ($Action -eq '${action}') {`,
    "  if ('{{ optionalRestart }}' -eq 'yes') {",
    `    & $Cmd -a ${name} -m $Mode -c $Location -s`,
    '  } else {',
    `    & $Cmd -a ${name} -m $Mode -c $Location`,
    '  }',
    '  exit $LASTEXITCODE',
    '}',
  ]),
  '& $Cmd -a $Action -m $Mode',
  'exit $LASTEXITCODE',
];

/** What configures, starts and stops the CloudWatch agent. */
export const MANAGE_AGENT = command(
  'AmazonCloudWatch-ManageAgent',
  EVERYWHERE,
  'Send commands to Amazon CloudWatch Agent',
  {
    action: optional('The action CloudWatch Agent should take.', 'configure', {
      allowedValues: [
        'configure',
        'configure (append)',
        'configure (remove)',
        'start',
        'status',
        'stop',
      ],
    }),
    mode: optional('Controls platform-specific default behavior.', 'ec2', {
      allowedValues: ['ec2', 'onPremise', 'auto'],
    }),
    optionalConfigurationSource: optional(
      'Only for the configure actions. Where to get the configuration from.',
      'ssm',
      { allowedValues: ['ssm', 'default', 'all'] },
    ),
    optionalConfigurationLocation: optional(
      'Only for the configure actions. The name of the parameter with the configuration.',
      '',
      { allowedPattern: '[a-zA-Z0-9-"~:_@./^(*)!<>?=+]*$' },
    ),
    optionalRestart: optional('Restart the agent afterwards.', 'yes', {
      allowedValues: ['yes', 'no'],
    }),
  },
  [
    {
      precondition: onlyOn('Windows'),
      action: 'aws:runPowerShellScript',
      name: 'ControlCloudWatchAgentWindows',
      inputs: { runCommand: POWERSHELL },
    },
    {
      precondition: onlyOn('Linux'),
      action: 'aws:runShellScript',
      name: 'ControlCloudWatchAgentLinux',
      inputs: { runCommand: SHELL },
    },
  ],
);
