import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { Knex } from 'knex';
import pLimit from 'p-limit';
import { SyncTarget } from '../../plugins/managed-nodes-backend/src/accounts/types';
import { AlarmQueries } from '../../plugins/managed-nodes-backend/src/metrics/AlarmQueries';
import { AlarmSync } from '../../plugins/managed-nodes-backend/src/metrics/AlarmSync';
import { CoverageQueries } from '../../plugins/managed-nodes-backend/src/metrics/CoverageQueries';
import { GroupMetricsReader } from '../../plugins/managed-nodes-backend/src/metrics/GroupMetricsReader';
import { MetricFinder } from '../../plugins/managed-nodes-backend/src/metrics/MetricFinder';
import { MetricReader } from '../../plugins/managed-nodes-backend/src/metrics/MetricReader';
import { MetricReads } from '../../plugins/managed-nodes-backend/src/metrics/MetricReads';
import {
  ComparedMetrics,
  MonitoringSync,
} from '../../plugins/managed-nodes-backend/src/metrics/MonitoringSync';
import { NodeMetricsReader } from '../../plugins/managed-nodes-backend/src/metrics/NodeMetricsReader';
import { Visibility } from '../../plugins/managed-nodes-backend/src/nodes/filters';
import { NodeQueries } from '../../plugins/managed-nodes-backend/src/nodes/NodeQueries';
import {
  forEachTarget,
  NEVER,
  SimulatedAws,
  startAws,
  syncEverything,
  syncOf,
} from './aws';
import { openStore } from './database';
import { BenchOptions, figure } from './figures';
import { percentile, repeat, timed } from './measure';

const ROUNDS = 20;
/** What AWS takes for each call, in milliseconds. */
const LATENCY = 100;
const APPLICATION = 200;
/** As many at a time as our reader sends. */
const AT_ONCE = 8;
const NAMESPACE = 'CWAgent';
const MANAGEMENT = '999900001111';
const ALL: Visibility = { all: true };

type Setup = ReturnType<typeof syncOf> & { knex: Knex };

interface AppNode {
  name: string;
  node_id: string;
  account: string;
  region: string;
  metrics: string;
}

/** Looks once which nodes of all places report, and which alarms ring. */
async function look(aws: SimulatedAws, { knex, clients, targets }: Setup) {
  const reads = MetricReads.create({ knex });
  const options = { knex, clients, reads };
  await aws.control.resetCalls();
  const monitoring = MonitoringSync.create({
    ...options,
    namespace: NAMESPACE,
  });
  const alarms = AlarmSync.create(options);
  const each = (run: (target: SyncTarget) => Promise<unknown>) =>
    timed(() =>
      forEachTarget(targets, async target => {
        const problem = await run(target);
        if (problem) {
          throw new Error(JSON.stringify(problem));
        }
      }),
    );
  const seconds = await each(target => monitoring.run(target, NEVER));
  const calls = await callsOf(aws);
  await aws.control.resetCalls();
  const alarmSeconds = await each(target => alarms.run(target, NEVER));
  const [{ count }] = await knex('nodes').count({ count: '*' });
  const thousands = Number(count) / 1_000;
  figure('metrics.look', {
    nodes: Number(count),
    places: targets.length,
    seconds,
    callsPer1000: calls / thousands,
    alarmSeconds,
    alarmCallsPer1000: (await callsOf(aws)) / thousands,
  });
}

async function callsOf(aws: SimulatedAws): Promise<number> {
  return (await aws.control.calls())
    .filter(({ service }) => service === 'monitoring')
    .reduce((sum, { calls }) => sum + calls, 0);
}

/** Nodes of an application that stands in so many accounts. */
async function nodesOf(knex: Knex, accounts: string[]): Promise<AppNode[]> {
  return knex('nodes')
    .join('node_metrics', join =>
      join
        .on('node_metrics.account', 'nodes.account')
        .andOn('node_metrics.region', 'nodes.region')
        .andOn('node_metrics.node_id', 'nodes.node_id'),
    )
    .where('nodes.monitoring', 'monitored')
    .whereIn('nodes.account', accounts)
    .orderByRaw('md5(nodes.name)')
    .limit(APPLICATION)
    .select(
      'nodes.name',
      'nodes.node_id',
      'nodes.account',
      'nodes.region',
      'node_metrics.metrics',
    );
}

/** What the page of an application asks for, with nothing remembered. */
function page(
  { knex, clients }: Setup,
  names: string[],
  now: number,
  monitoringAccount?: string,
): () => Promise<void> {
  const reads = MetricReads.create({ knex });
  const filter = { name: names };
  return async () => {
    const [answer] = await Promise.all([
      GroupMetricsReader.create({
        knex,
        reader: MetricReader.create({ clients, monitoringAccount }),
      }).read(
        { range: '3h', kind: 'cpu' },
        { filter, visibility: ALL, signal: NEVER, now },
      ),
      CoverageQueries.create({ knex, reads }).read(filter, ALL),
      AlarmQueries.create({ knex, clients, partition: 'aws' }).list(
        filter,
        ALL,
        100,
      ),
    ]);
    if (answer.problems.length || answer.asked !== names.length) {
      throw new Error(`Not a whole page: ${JSON.stringify(answer.problems)}`);
    }
  };
}

/** The same series, one call for each node. */
function oneByOne(
  { clients }: Setup,
  nodes: AppNode[],
  now: number,
): () => Promise<void> {
  return async () => {
    const limit = pLimit(AT_ONCE);
    await Promise.all(
      nodes.map(node =>
        limit(async () => {
          const { cpu }: ComparedMetrics = JSON.parse(node.metrics);
          const { cloudwatch } = await clients.forTarget(node, 'interactive');
          await cloudwatch.send(
            new GetMetricDataCommand({
              StartTime: new Date(now - 3 * 3_600_000),
              EndTime: new Date(now),
              MetricDataQueries: [
                {
                  Id: 'm',
                  MetricStat: {
                    Metric: {
                      Namespace: cpu?.namespace,
                      MetricName: cpu?.metricName,
                      Dimensions: cpu?.dimensions.map(({ name, value }) => ({
                        Name: name,
                        Value: value,
                      })),
                    },
                    Stat: 'Average',
                    Period: 60,
                  },
                },
              ],
            }),
          );
        }),
      ),
    );
  };
}

async function measure(
  aws: SimulatedAws,
  name: string,
  action: () => Promise<unknown>,
  more: Record<string, number>,
  rounds = ROUNDS,
): Promise<number> {
  await aws.control.resetCalls();
  await action();
  const calls = await callsOf(aws);
  const times = await repeat(rounds, action);
  const p50 = percentile(times, 0.5);
  figure(`metrics.${name}`, {
    ...more,
    calls,
    p50Ms: p50,
    p95Ms: percentile(times, 0.95),
    ...(more.baselineMs && { ratio: p50 / more.baselineMs }),
  });
  return p50;
}

/**
 * The metrics of an application of 200 nodes and of one node, where every call
 * takes AWS 100 ms: how many calls it takes and how long. The baseline asks
 * for each node by itself.
 */
export async function benchMetrics(options: BenchOptions): Promise<void> {
  const time = new Date('2026-11-23T12:00:00Z');
  const aws = await startAws({ nodes: options.nodes, accounts: 6, time });
  const { knex, close } = await openStore(options);
  try {
    await aws.control.setUserActions(['sts:AssumeRole', 'cloudwatch:*']);
    const setup: Setup = { ...syncOf(aws, knex), knex };
    await syncEverything(setup);
    await look(aws, setup);
    await aws.control.addFault({
      kind: 'slow',
      service: 'monitoring',
      milliseconds: LATENCY,
    });
    const now = time.getTime();
    const few = await nodesOf(knex, aws.accounts.slice(0, 2));
    const many = await nodesOf(knex, aws.accounts);
    const placesOf = (nodes: AppNode[]) =>
      new Set(nodes.map(({ account, region }) => `${account}/${region}`)).size;
    const names = (nodes: AppNode[]) => nodes.map(node => node.name);
    const baselineMs = await measure(
      aws,
      'one-by-one',
      oneByOne(setup, few, now),
      { nodes: few.length, places: placesOf(few) },
      3,
    );
    for (const [name, nodes, account] of [
      ['application', few, undefined],
      ['application-everywhere', many, undefined],
      ['application-by-monitoring-account', many, MANAGEMENT],
    ] as const) {
      await measure(aws, name, page(setup, names(nodes), now, account), {
        nodes: nodes.length,
        places: placesOf(nodes),
        baselineMs,
      });
    }
    const queries = NodeQueries.create({
      knex,
      context: {
        partition: 'aws',
        accountNames: new Map<string, string>(),
        patchPolicy: { staleAfterMs: 1_209_600_000 },
      },
    });
    const node = await queries.get(few[0].name, ALL);
    await measure(
      aws,
      'node',
      async () => {
        const { clients } = setup;
        await NodeMetricsReader.create({
          reader: MetricReader.create({ clients }),
          finder: MetricFinder.create({ clients, knex, namespace: NAMESPACE }),
        }).read(node!, { range: '3h' }, { signal: NEVER, now });
      },
      { nodes: 1, places: 1 },
    );
  } finally {
    await close();
    await aws.stop();
  }
}
