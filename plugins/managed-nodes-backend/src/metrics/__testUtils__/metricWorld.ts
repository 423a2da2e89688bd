import { TestDatabaseId } from '@backstage/backend-test-utils';
import { ModelNode } from '@managed-nodes/aws-simulator';
import { JsonObject } from '@backstage/types';
import { context, openTestDatabase } from '../../__testUtils__/nodes';
import { createSync, PROD, startAws } from '../../__testUtils__/sync';
import { NodeQueries } from '../../nodes/NodeQueries';
import { Visibility } from '../../nodes/filters';
import { AlarmSync } from '../AlarmSync';
import { CoverageQueries } from '../CoverageQueries';
import { GroupMetricsReader } from '../GroupMetricsReader';
import { MetricFinder } from '../MetricFinder';
import { MetricReader } from '../MetricReader';
import { MetricReads } from '../MetricReads';
import { MonitoringSync } from '../MonitoringSync';
import { NodeMetricsReader } from '../NodeMetricsReader';

export type Aws = Awaited<ReturnType<typeof startAws>>;

export const HERE = { account: PROD, region: 'eu-central-1' };
export const ALL: Visibility = { all: true };
const FOREVER = new AbortController().signal;

/** A portal that knows the nodes of some places, and nothing yet of their metrics. */
export async function createMetricWorld(
  id: TestDatabaseId,
  aws: Aws,
  options: {
    monitoringAccount?: string;
    config?: JsonObject;
  } = {},
) {
  const knex = await openTestDatabase(id);
  const setup = createSync(knex, aws.credentials, options.config);
  const { clients } = setup;
  const now = () => Date.now();
  const reads = MetricReads.create({ knex });
  const queries = NodeQueries.create({ knex, context });
  const reader = MetricReader.create({
    clients,
    monitoringAccount: options.monitoringAccount,
  });
  const monitoring = MonitoringSync.create({
    clients,
    knex,
    reads,
    namespace: 'CWAgent',
    now,
  });
  const alarms = AlarmSync.create({
    clients,
    knex,
    reads,
    now,
  });
  const nodeMetrics = NodeMetricsReader.create({
    reader,
    finder: MetricFinder.create({ clients, knex, namespace: 'CWAgent' }),
  });
  return {
    ...setup,
    knex,
    reads,
    queries,
    nodeMetrics,
    groupMetrics: GroupMetricsReader.create({ knex, reader }),
    coverage: CoverageQueries.create({ knex, reads }),
    monitoring: (target = HERE) => monitoring.run(target, FOREVER),
    urgent: () => monitoring.urgent(),
    alarms: (target = HERE) => alarms.run(target, FOREVER),
    async node(nodeId: string) {
      const node = await queries.get(nodeId, ALL);
      if (!node) {
        throw new Error(`No node ${nodeId}`);
      }
      return node;
    },
    /** The nodes of a place, as they are stored. */
    async stored(target = HERE) {
      return knex('nodes').where(target).whereNot({ status: 'left' });
    },
  };
}

export type MetricWorld = Awaited<ReturnType<typeof createMetricWorld>>;

/** Nodes of the model in a place. */
export async function nodesIn(
  aws: Aws,
  { account, region } = HERE,
): Promise<ModelNode[]> {
  const { nodes } = await aws.control.findNodes({ account, region });
  return nodes;
}

export { FOREVER };
