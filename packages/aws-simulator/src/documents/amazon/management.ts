import {
  command,
  EVERYWHERE,
  onlyOn,
  optional,
  required,
  WINDOWS,
} from './declare';
import { MANAGE_AGENT } from './cloudWatch';

const VERSION = optional('A specific version to install or uninstall.', '', {
  allowedPattern: '(^$|^latest$|^[A-Za-z0-9._-]+$)',
});

/** Amazon's Command documents that look after machines. */
export const MANAGEMENT_COMMANDS = [
  command(
    'AWS-RunPatchBaseline',
    EVERYWHERE,
    'Scans for or installs patches from a patch baseline to a Linux or Windows operating system.',
    {
      Operation: required(
        'The update or configuration to perform on the instance. The system checks if patches specified in the patch baseline are installed on the instance. The install operation installs patches missing from the baseline.',
        { allowedValues: ['Scan', 'Install'] },
      ),
      AssociationId: optional(
        'Populated automatically by State Manager. Populate this to overwrite the patch baseline.',
      ),
      SnapshotId: optional(
        'The snapshot ID to use to retrieve a patch baseline snapshot.',
      ),
      InstallOverrideList: optional(
        'An https URL or an Amazon S3 path-style URL to the list of patches to be installed.',
      ),
      RebootOption: optional(
        'Reboot behavior after a patch Install operation.',
        'RebootIfNeeded',
        { allowedValues: ['RebootIfNeeded', 'NoReboot'] },
      ),
      BaselineOverride: optional(
        'An https URL or an Amazon S3 path to a baseline.',
      ),
    },
    (['Windows', 'MacOS', 'Linux'] as const).map(platform => ({
      precondition: onlyOn(platform),
      action:
        platform === 'Windows'
          ? 'aws:runPowerShellScript'
          : 'aws:runShellScript',
      name: `Patch${platform}`,
      inputs: { timeoutSeconds: 7200, runCommand: ['patch {{ Operation }}'] },
    })),
  ),
  command(
    'AWS-ConfigureAWSPackage',
    EVERYWHERE,
    'Install or uninstall a Distributor package. You can install the latest version, default version, or a version of the package you specify.',
    {
      action: required(
        'Specify whether or not to install or uninstall the package.',
        {
          allowedValues: ['Install', 'Uninstall'],
        },
      ),
      installationType: optional(
        'Specify the type of installation.',
        'Uninstall and reinstall',
        { allowedValues: ['Uninstall and reinstall', 'In-place update'] },
      ),
      name: required('The package to install or uninstall.', {
        allowedPattern:
          '^arn:[a-z0-9][-.a-z0-9]{0,62}:[a-z0-9][-.a-z0-9]{0,62}:([a-z0-9][-.a-z0-9]{0,62})?:([a-z0-9][-.a-z0-9]{0,62})?:(package|document)\\/[a-zA-Z0-9/:.\\-_]{1,128}$|^[a-zA-Z0-9/:.\\-_]{1,128}$',
      }),
      version: VERSION,
      additionalArguments: {
        type: 'StringMap',
        description:
          '(Optional) The additional parameters to provide to your scripts.',
        default: {},
      },
    },
    [
      {
        action: 'aws:configurePackage',
        name: 'configurePackage',
        inputs: {
          name: '{{ name }}',
          action: '{{ action }}',
          version: '{{ version }}',
          installationType: '{{ installationType }}',
        },
      },
    ],
  ),
  MANAGE_AGENT,
  command(
    'AWS-UpdateSSMAgent',
    EVERYWHERE,
    'Update the Amazon SSM Agent to the latest version or specified version.',
    {
      version: optional(
        'A specific version of the Amazon SSM Agent to install.',
      ),
      allowDowngrade: optional('Allow the agent to be downgraded.', 'false', {
        allowedValues: ['true', 'false'],
      }),
    },
    [
      {
        action: 'aws:updateSsmAgent',
        name: 'updateSsmAgent',
        inputs: {
          targetVersion: '{{ version }}',
          allowDowngrade: '{{ allowDowngrade }}',
        },
      },
    ],
  ),
  command(
    'AWS-GatherSoftwareInventory',
    EVERYWHERE,
    'Software Inventory Policy Document.',
    Object.fromEntries(
      ['applications', 'awsComponents', 'networkConfig', 'services'].map(
        name => [
          name,
          optional(`Collect data about ${name}.`, 'Enabled', {
            allowedValues: ['Enabled', 'Disabled'],
          }),
        ],
      ),
    ),
    [
      {
        action: 'aws:softwareInventory',
        name: 'collectSoftwareInventoryItems',
        inputs: {
          applications: '{{ applications }}',
          services: '{{ services }}',
        },
      },
    ],
  ),
  command(
    'AWS-InstallApplication',
    WINDOWS,
    'Install, repair, or uninstall an application on a Windows instance.',
    {
      action: optional('The type of action to perform.', 'Install', {
        allowedValues: ['Install', 'Repair', 'Uninstall'],
      }),
      source: required(
        'The URL or local path on the instance to the application .msi file.',
        {
          allowedPattern: '^https?://[-A-Za-z0-9+&@#/%?=~_|!:,.;]+\\.msi$',
        },
      ),
      parameters: optional('The parameters for the installer.'),
    },
    [
      {
        action: 'aws:applications',
        name: 'applications',
        inputs: { action: '{{ action }}', source: '{{ source }}' },
      },
    ],
  ),
  command(
    'AWS-ConfigureWindowsUpdate',
    WINDOWS,
    'Configure automatic Windows updates on an instance.',
    {
      updateLevel: required('The type of updates.', {
        allowedValues: ['None', 'InstallUpdatesAutomatically'],
      }),
    },
    [
      {
        action: 'aws:runPowerShellScript',
        name: 'configureWindowsUpdate',
        inputs: { runCommand: ['Write-Output "{{ updateLevel }}"'] },
      },
    ],
  ),
];
