import assert from 'node:assert/strict';
import {
  MetricProblem,
  SyncProblem,
} from '@managed-nodes/plugin-managed-nodes-common';
import { context } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/sync';
import { toSyncProblem } from '../../aws/problems';
import { AlarmQueries } from '../../metrics/AlarmQueries';
import { AlarmSync } from '../../metrics/AlarmSync';
import { MetricFinder } from '../../metrics/MetricFinder';
import { MetricReader } from '../../metrics/MetricReader';
import { MetricReads } from '../../metrics/MetricReads';
import { MonitoringSync } from '../../metrics/MonitoringSync';
import { NodeMetricsReader } from '../../metrics/NodeMetricsReader';
import { NodeQueries } from '../../nodes/NodeQueries';
import { listed } from './patchFeatures';

const HERE = { account: PROD, region: 'eu-central-1' };
const ALL = { all: true } as const;

function ofMetrics({ message, missingIamAction }: MetricProblem): SyncProblem {
  return { code: 'Metrics', message, missingIamAction };
}

/** Reads which nodes are monitored, which alarms ring, and what a node's page shows. */
export async function readMetrics(
  world: Parameters<typeof listed>[0],
): Promise<SyncProblem[]> {
  const { knex } = world;
  const { clients } = await listed(world);
  const { signal } = new AbortController();
  const options = { clients, knex, reads: MetricReads.create({ knex }) };
  const namespace = 'CWAgent';
  const problems = [
    await MonitoringSync.create({ ...options, namespace }).run(HERE, signal),
    await AlarmSync.create(options).run(HERE, signal),
  ];
  const [row] = await knex('nodes')
    .where({ ...HERE, resource_type: 'ec2', status: 'online' })
    .select('name');
  const node = await NodeQueries.create({ knex, context }).get(row.name, ALL);
  assert(node);
  const { problems: ofNode } = await NodeMetricsReader.create({
    reader: MetricReader.create({ clients }),
    finder: MetricFinder.create({ clients, knex, namespace }),
  }).read(
    node,
    { range: '1h' },
    { signal, now: (await world.aws.control.now()).getTime() },
  );
  const alarms = AlarmQueries.create({ knex, clients, partition: 'aws' });
  const { items } = await alarms.list({}, ALL, 1);
  assert(items[0]);
  try {
    await alarms.history(items[0].id, ALL, signal);
  } catch (error) {
    problems.push(toSyncProblem(error, 'cloudwatch:DescribeAlarmHistory'));
  }
  return [...problems.flatMap(each => each ?? []), ...ofNode.map(ofMetrics)];
}
