import { Target } from '@aws-sdk/client-ssm';
import { Random } from '../model/random';
import { MaintenanceWindow, WindowTarget, WindowTask } from './types';

const CREATED = Date.UTC(2025, 2, 3, 10, 15);
const MODIFIED = Date.UTC(2026, 7, 24, 9, 0);

const TIMEZONES: Record<string, string> = {
  'eu-central-1': 'Europe/Berlin',
  'us-east-1': 'America/New_York',
  'ap-southeast-2': 'Australia/Sydney',
};

interface Plan {
  name: string;
  description: string;
  expression: string;
  enabled?: boolean;
  duration: number;
  cutoff: number;
  /** Each is a set of its own; what is in a set must hold together. */
  targets: ReadonlyArray<{
    resourceType: WindowTarget['resourceType'];
    targets: readonly Target[];
    name: string;
  }>;
  task: Pick<
    WindowTask,
    'arn' | 'type' | 'parameters' | 'maxConcurrency' | 'maxErrors' | 'name'
  >;
}

const INSTALL: Plan['task'] = {
  arn: 'AWS-RunPatchBaseline',
  type: 'RUN_COMMAND',
  name: 'install-patches',
  parameters: { Operation: ['Install'], RebootOption: ['RebootIfNeeded'] },
  maxConcurrency: '10%',
  maxErrors: '5%',
};

function byTag(name: string, key: string, ...values: string[]) {
  return {
    resourceType: 'INSTANCE' as const,
    name,
    targets: [{ Key: `tag:${key}`, Values: values }],
  };
}

/** @param named - ids of nodes that a window names one by one */
function plans(named: readonly string[]): readonly Plan[] {
  return [
    {
      name: 'weekly-patching-prod',
      description: 'Patches of production, in the night to Sunday',
      expression: 'cron(0 2 ? * SUN *)',
      duration: 4,
      cutoff: 1,
      // The tag has two names: with a space where nothing forbids it.
      targets: [
        byTag('instances', 'PatchGroup', 'prod-linux', 'prod-windows'),
        byTag('hybrid', 'Patch Group', 'prod-linux', 'prod-windows'),
      ],
      task: INSTALL,
    },
    {
      name: 'patch-tuesday-pilots',
      description: 'The machines that get patches first',
      expression: 'cron(30 20 ? * TUE#2 *)',
      duration: 3,
      cutoff: 0,
      targets: [
        {
          resourceType: 'INSTANCE',
          name: 'pilots',
          targets: [{ Key: 'InstanceIds', Values: [...named] }],
        },
      ],
      task: { ...INSTALL, maxConcurrency: '1', maxErrors: '0' },
    },
    {
      name: 'nonprod-every-night',
      description: 'Switched off until the tests are stable again',
      expression: 'rate(1 day)',
      enabled: false,
      duration: 2,
      cutoff: 0,
      targets: [
        byTag('instances', 'PatchGroup', 'nonprod-linux', 'nonprod-windows'),
      ],
      task: {
        ...INSTALL,
        parameters: { Operation: ['Install'], RebootOption: ['NoReboot'] },
      },
    },
    {
      name: 'windows-fleet-monthly',
      description: 'Everything with Windows, by its resource group',
      expression: 'cron(0 3 ? * SAT#3 *)',
      duration: 6,
      cutoff: 2,
      targets: [
        {
          resourceType: 'RESOURCE_GROUP',
          name: 'windows-fleet',
          targets: [{ Key: 'resource-groups:Name', Values: ['windows-fleet'] }],
        },
      ],
      task: { ...INSTALL, name: 'install-patches-windows' },
    },
    {
      name: 'fortnightly-snapshots',
      description: 'Snapshots, not patches',
      expression: 'rate(14 days)',
      duration: 2,
      cutoff: 1,
      targets: [byTag('production', 'Stage', 'prod')],
      task: {
        arn: 'AWS-CreateSnapshot',
        type: 'AUTOMATION',
        name: 'snapshots',
        parameters: { VolumeId: ['{{RESOURCE_ID}}'] },
        maxConcurrency: '5',
        maxErrors: '1',
      },
    },
  ];
}

/** The maintenance windows of an account and Region; the same place has the same. */
export function generateWindows(
  account: string,
  region: string,
  named: readonly string[],
): readonly MaintenanceWindow[] {
  return plans(named).map((plan): MaintenanceWindow => {
    const random = Random.create(account, region, 'window', plan.name);
    const targets = plan.targets.map(
      (target): WindowTarget => ({
        ...target,
        id: random.uuid(),
        ownerInformation: 'platform-team',
      }),
    );
    return {
      id: `mw-0${random.hex(16)}`,
      name: plan.name,
      description: plan.description,
      enabled: plan.enabled ?? true,
      schedule: {
        expression: plan.expression,
        // Rates know no time zone.
        timezone: plan.expression.startsWith('cron')
          ? TIMEZONES[region]
          : undefined,
        createdAt: CREATED,
      },
      duration: plan.duration,
      cutoff: plan.cutoff,
      modifiedAt: MODIFIED,
      targets,
      tasks: [
        {
          ...plan.task,
          id: random.uuid(),
          priority: 1,
          targetIds: targets.map(({ id }) => id),
        },
      ],
    };
  });
}
