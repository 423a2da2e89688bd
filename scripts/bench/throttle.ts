import { setTimeout as wait } from 'node:timers/promises';
import { SyncTarget } from '../../plugins/managed-nodes-backend/src/accounts/types';
import { CallMeter } from '../../plugins/managed-nodes-backend/src/aws/CallMeter';
import { NodeQueries } from '../../plugins/managed-nodes-backend/src/nodes/NodeQueries';
import { NodeRow } from '../../plugins/managed-nodes-backend/src/nodes/rows';
import { OrganizationReader } from '../../plugins/managed-nodes-backend/src/organization/OrganizationReader';
import { SsmSource } from '../../plugins/managed-nodes-backend/src/sync/sources/SsmSource';
import { Warnings } from '../../plugins/managed-nodes-backend/src/sync/Warnings';
import { NEVER, SimulatedAws, startAws, syncOf } from './aws';
import { openStore } from './database';
import { BenchOptions, figure } from './figures';
import { percentile, timed } from './measure';

/** Requests a second that each (account, Region, operation) may make. */
const RATE = 5;
/** Pages of ListNodes that are read. */
const ORGANIZATION_PAGES = 200;
/** Between closing one node and opening the next. */
const PAUSE_MS = 500;

/**
 * The seconds below which nobody could stay: the calls that the slowest bucket
 * had to let through, at the rate it does, but for those of the burst.
 */
async function lowerBound({ control }: SimulatedAws): Promise<{
  seconds: number;
  bucket: string;
  throttled: number;
}> {
  const buckets = (await control.calls())
    .filter(({ service }) => service === 'ssm' || service === 'tagging')
    .map(({ account, region, operation, calls, throttled }) => ({
      bucket: `${account}/${region}/${operation}`,
      seconds: Math.max(0, calls - throttled - RATE) / RATE,
      throttled,
    }));
  const slowest = buckets.reduce((a, b) => (b.seconds > a.seconds ? b : a));
  return {
    ...slowest,
    throttled: buckets.reduce((sum, { throttled }) => sum + throttled, 0),
  };
}

/** What people wait for while something goes on. */
class Waits {
  readonly #times: number[] = [];
  #failed = 0;

  async measure(action: () => Promise<unknown>): Promise<void> {
    const start = performance.now();
    try {
      await action();
    } catch {
      // They waited and got nothing, which the figures say.
      this.#failed += 1;
    }
    this.#times.push(performance.now() - start);
  }

  report(name: string): void {
    const sorted = this.#times.sort((a, b) => a - b);
    figure(name, {
      times: sorted.length,
      failed: this.#failed,
      p50Ms: percentile(sorted, 0.5),
      p95Ms: percentile(sorted, 0.95),
      maxMs: percentile(sorted, 1),
    });
  }
}

/** Has somebody do something again and again until something else is over. */
async function repeatUntil(
  over: Promise<unknown>,
  action: () => Promise<unknown>,
): Promise<Waits> {
  const waits = new Waits();
  let done = false;
  const end = () => {
    done = true;
  };
  over.then(end, end);
  while (!done) {
    await waits.measure(action);
    await wait(PAUSE_MS);
  }
  return waits;
}

async function report(
  aws: SimulatedAws,
  name: string,
  seconds: number,
  more: Record<string, number | string>,
): Promise<void> {
  const bound = await lowerBound(aws);
  figure(name, {
    ...more,
    ratePerSecond: RATE,
    throttled: bound.throttled,
    slowest: bound.bucket,
    seconds,
    lowerBoundSeconds: bound.seconds,
    ratio: seconds / bound.seconds,
  });
}

/**
 * Times a sync of the whole fleet under the throttling of a simulated AWS, all
 * targets at once, against the least that AWS's limits allow; what somebody
 * waits who opens a node of the largest target meanwhile; and the listing of
 * the organization.
 */
export async function benchThrottle(options: BenchOptions): Promise<void> {
  const { nodes, database } = options;
  // As few accounts as the simulator knows, so that targets are large.
  const aws = await startAws({ nodes, accounts: 6 });
  const { knex, close } = await openStore(options);
  try {
    const { sync, targets, clients, config } = syncOf(aws, knex);
    const sizes = await Promise.all(
      targets.map(async target => ({
        target,
        ...(await aws.control.findNodes({
          account: target.account,
          region: target.region,
          limit: 1,
        })),
      })),
    );
    const largest = sizes.reduce((a, b) => (b.total > a.total ? b : a));
    const [{ id }] = largest.nodes;
    const limit = { rate: RATE, burst: RATE };
    await aws.control.setRateLimits([
      { service: 'ssm', ...limit },
      { service: 'tagging', ...limit },
    ]);
    await aws.control.resetCalls();

    const states = new Map<string, number>();
    const syncAll = timed(async () => {
      await Promise.all(
        targets.map(async (target: SyncTarget) => {
          const { state } = await sync.run(target, NEVER);
          states.set(state, (states.get(state) ?? 0) + 1);
        }),
      );
    });
    const source = SsmSource.create({ clients, config });
    const queries = NodeQueries.create({
      knex,
      context: {
        partition: 'aws',
        accountNames: new Map(),
        patchPolicy: { staleAfterMs: 1_209_600_000 },
      },
    });
    const [fromAws, fromStore] = await Promise.all([
      repeatUntil(syncAll, async () => {
        const warnings = Warnings.create({ signal: NEVER });
        const [node] = await source.read(largest.target, [id], {
          signal: NEVER,
          meter: CallMeter.create(),
          warnings,
        });
        if (!node || warnings.list().length) {
          throw new Error('AWS did not tell all of the node');
        }
      }),
      repeatUntil(syncAll, () =>
        queries.list({ sort: 'title', order: 'asc', limit: 50 }, { all: true }),
      ),
    ]);
    const [{ stored }] = await knex<NodeRow>('nodes').count({ stored: '*' });
    await report(aws, 'throttle.sync', await syncAll, {
      database,
      nodes,
      stored: Number(stored),
      targets: targets.length,
      largestTarget: largest.total,
      states: [...states].map(([state, n]) => `${state}:${n}`).join(','),
    });
    fromAws.report('throttle.read-of-one-node');
    fromStore.report('throttle.page-of-nodes');

    await aws.control.resetCalls();
    const { ssm } = await clients.forTarget(
      { account: '555566667777', region: 'eu-central-1' },
      'organization',
    );
    const meter = CallMeter.create();
    const reader = OrganizationReader.create({
      ssm,
      syncName: 'AWS-QuickSetup-ManagedNode',
      meter,
      signal: NEVER,
    });
    const seconds = await timed(async () => {
      for await (const _ of reader.nodes()) {
        if (meter.pages >= ORGANIZATION_PAGES) {
          break;
        }
      }
    });
    await report(aws, 'throttle.organization', seconds, {
      pages: meter.pages,
    });
  } finally {
    await close();
    await aws.stop();
  }
}
