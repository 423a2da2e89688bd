import { Random } from '../model/random';
import { PatchAssociation } from './types';

const CREATED = Date.UTC(2025, 2, 3, 10, 40);

type Plan = Omit<PatchAssociation, 'id' | 'schedule'> & { expression: string };

const PLANS: readonly Plan[] = [
  {
    name: 'daily-patch-scan',
    document: 'AWS-RunPatchBaseline',
    parameters: { Operation: ['Scan'] },
    targets: [{ Key: 'InstanceIds', Values: ['*'] }],
    expression: 'rate(1 day)',
    maxConcurrency: '10%',
    maxErrors: '10%',
    severity: 'MEDIUM',
  },
  {
    name: 'weekly-patches-test',
    document: 'AWS-RunPatchBaseline',
    parameters: { Operation: ['Install'], RebootOption: ['RebootIfNeeded'] },
    targets: [{ Key: 'tag:Stage', Values: ['test', 'staging'] }],
    expression: 'cron(0 22 ? * WED *)',
    maxConcurrency: '20%',
    maxErrors: '20%',
    severity: 'HIGH',
  },
  {
    name: 'software-inventory',
    document: 'AWS-GatherSoftwareInventory',
    parameters: { applications: ['Enabled'], networkConfig: ['Enabled'] },
    targets: [{ Key: 'InstanceIds', Values: ['*'] }],
    expression: 'rate(12 hours)',
    maxConcurrency: '50',
    maxErrors: '100%',
    severity: 'UNSPECIFIED',
  },
  {
    name: 'agent-update',
    document: 'AWS-UpdateSSMAgent',
    parameters: { allowDowngrade: ['false'] },
    targets: [{ Key: 'tag:Stage', Values: ['prod'] }],
    expression: 'rate(14 days)',
    maxConcurrency: '5%',
    maxErrors: '5%',
    severity: 'LOW',
  },
];

/** The associations of an account and Region; the same place has the same. */
export function generateAssociations(
  account: string,
  region: string,
): readonly PatchAssociation[] {
  return PLANS.map(({ expression, ...plan }) => ({
    ...plan,
    id: Random.create(account, region, 'association', plan.name).uuid(),
    schedule: { expression, createdAt: CREATED },
  }));
}
