import { Target } from '@aws-sdk/client-ssm';
import { Random } from '../model/random';
import { AssociationSettings, StoredAssociation } from './types';

const CREATED = Date.UTC(2025, 2, 3, 10, 40);

interface Plan
  extends Pick<
    AssociationSettings,
    'document' | 'maxConcurrency' | 'maxErrors' | 'severity'
  > {
  readonly name: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly targets: readonly Target[];
  readonly schedule: string;
}

const PLANS: readonly Plan[] = [
  {
    name: 'daily-patch-scan',
    document: 'AWS-RunPatchBaseline',
    parameters: { Operation: ['Scan'] },
    targets: [{ Key: 'InstanceIds', Values: ['*'] }],
    schedule: 'rate(1 day)',
    maxConcurrency: '10%',
    maxErrors: '10%',
    severity: 'MEDIUM',
  },
  {
    name: 'weekly-patches-test',
    document: 'AWS-RunPatchBaseline',
    parameters: { Operation: ['Install'], RebootOption: ['RebootIfNeeded'] },
    targets: [{ Key: 'tag:Stage', Values: ['test', 'staging'] }],
    schedule: 'cron(0 22 ? * WED *)',
    maxConcurrency: '20%',
    maxErrors: '20%',
    severity: 'HIGH',
  },
  {
    name: 'software-inventory',
    document: 'AWS-GatherSoftwareInventory',
    parameters: { applications: ['Enabled'], networkConfig: ['Enabled'] },
    targets: [{ Key: 'InstanceIds', Values: ['*'] }],
    schedule: 'rate(12 hours)',
    maxConcurrency: '50',
    maxErrors: '100%',
    severity: 'UNSPECIFIED',
  },
  {
    name: 'agent-update',
    document: 'AWS-UpdateSSMAgent',
    parameters: { allowDowngrade: ['false'] },
    targets: [{ Key: 'tag:Stage', Values: ['prod'] }],
    schedule: 'rate(14 days)',
    maxConcurrency: '5%',
    maxErrors: '5%',
    severity: 'LOW',
  },
];

/** What an account and Region has at first; the same place has the same. */
export function seededAssociations(
  account: string,
  region: string,
): StoredAssociation[] {
  return PLANS.map(plan => ({
    id: Random.create(account, region, 'association', plan.name).uuid(),
    account,
    region,
    seeded: true,
    versions: [
      {
        version: 1,
        createdAt: CREATED,
        settings: {
          ...plan,
          documentVersion: '$DEFAULT',
          scheduleOffset: undefined,
          syncCompliance: 'AUTO',
          onlyAtCron: false,
          output: undefined,
        },
      },
    ],
    executions: [],
    sent: new Map(),
    tags: [],
    nextRunAt: undefined,
  }));
}
