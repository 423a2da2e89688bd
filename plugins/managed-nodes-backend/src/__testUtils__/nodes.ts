import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { openDatabase } from '../nodes/database';
import { ListingContext, NodeWriter } from '../nodes/NodeWriter';
import { PresentationContext } from '../nodes/present';
import { NO_PATCH_REPORT } from '../nodes/rows';
import { NodeObservation } from '../nodes/types';
import { byTags, UNCLAIMED } from './ownership';

export { byTags, UNCLAIMED };

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

export const context: PresentationContext = {
  partition: 'aws',
  accountNames: new Map([[ACCOUNT, 'commerce-prod']]),
  patchPolicy: { staleAfterMs: 14 * 86_400_000 },
};

/** Databases that store tests run on: SQLite always, PostgreSQL where one is given. */
export const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_17'],
});

export async function openTestDatabase(id: TestDatabaseId): Promise<Knex> {
  const knex = await databases.init(id);
  return openDatabase({ getClient: async () => knex });
}

export function nodeId(index: number): string {
  return `mi-${index.toString(16).padStart(17, '0')}`;
}

export function observation(
  index: number,
  overrides: Partial<NodeObservation> = {},
): NodeObservation {
  return {
    nodeId: nodeId(index),
    reportedName: `node-${index}`,
    environment: 'azure',
    resourceType: 'hybrid',
    pingStatus: 'Online',
    lastPingAt: 1_000,
    instanceState: null,
    computerName: `host-${index}.example.com`,
    ipAddress: `10.0.0.${index % 250}`,
    platformType: 'Linux',
    platformName: 'Ubuntu',
    platformVersion: '22.04',
    agentVersion: '3.3.0.0',
    agentUpToDate: true,
    activationId: null,
    iamRole: null,
    registeredAt: null,
    instanceType: null,
    availabilityZone: null,
    architecture: null,
    launchedAt: null,
    sourceId: null,
    sourceLocation: null,
    tags: {},
    patch: NO_PATCH_REPORT,
    ...overrides,
  };
}

export function listing(
  generation: number,
  overrides: Partial<ListingContext> = {},
): ListingContext {
  return {
    account: ACCOUNT,
    region: REGION,
    accountName: 'commerce-prod',
    generation,
    decideOwnership: byTags,
    undecided: UNCLAIMED,
    ...overrides,
  };
}

/** Stores these nodes as the first listing of the default target. */
export async function store(
  knex: Knex,
  observations: NodeObservation[],
  overrides: Partial<ListingContext> = {},
): Promise<void> {
  await NodeWriter.create({ knex }).applyPage(
    listing(1, overrides),
    observations,
    10_000,
  );
}
