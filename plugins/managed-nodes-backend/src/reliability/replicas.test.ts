import knexFactory, { Knex } from 'knex';
import { ChildProcess } from 'node:child_process';
import { createSync, startAws } from '../__testUtils__/sync';
import { databases } from '../__testUtils__/nodes';
import { openDatabase } from '../nodes/database';
import { ChangeFeed } from '../nodes/ChangeFeed';
import { readSyncHealth } from '../sync/health';
import { Ended, startProgram, whenEnded } from './__testUtils__/processes';
import { ListingTimes, ReplicaJob } from './__testUtils__/replica';
import { expectTruth } from './__testUtils__/truth';

jest.setTimeout(240_000);

const TIMEOUT_SECONDS = 10;
/** Backstage's scheduler looks for lost tasks once a minute. */
const JANITOR_SECONDS = 60;
const SETTINGS = {
  interval: { seconds: 3 },
  timeout: { seconds: TIMEOUT_SECONDS },
  partitions: 6,
  concurrency: 2,
};
const LIST = 'DescribeInstanceProperties';

async function until<T>(
  what: string,
  seconds: number,
  look: () => Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen) {
      return seen;
    }
    if (Date.now() > end) {
      throw new Error(`Not within ${seconds} seconds: ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}

// SQLite serves one replica only.
const withReplicas = databases.supports('POSTGRES_17')
  ? describe
  : describe.skip;

withReplicas('Two replicas on POSTGRES_17', () => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let knex: Knex;
  let config: Knex.Config;
  const replicas = new Map<
    string,
    { child: ChildProcess; ended: Promise<Ended> }
  >();

  const startReplica = (name: string) => {
    const job: ReplicaJob = {
      name,
      knex: config,
      credentials: aws.credentials,
      sync: SETTINGS,
    };
    const child = startProgram('replica.ts', job);
    replicas.set(name, { child, ended: whenEnded(child) });
  };
  const kill = async (name: string) => {
    const { child, ended } = replicas.get(name)!;
    replicas.delete(name);
    child.kill('SIGKILL');
    return ended;
  };
  const listings = (): Promise<ListingTimes[]> =>
    knex('test_listings').orderBy('begun');
  /** How often each target was listed completely, and who did. */
  const counted = async (since: Date) => {
    const done = (await listings()).filter(
      ({ begun, ended }) => begun >= since && ended,
    );
    const times = new Map<string, number>();
    done.forEach(({ target }) =>
      times.set(target, (times.get(target) ?? 0) + 1),
    );
    return { times, by: new Set(done.map(({ replica }) => replica)) };
  };
  const now = async (): Promise<Date> =>
    (await knex.raw('select clock_timestamp() as now')).rows[0].now;

  beforeAll(async () => {
    aws = await startAws({ nodes: 400 });
    const { connection } = (await databases.init('POSTGRES_17')).client.config;
    config = { client: 'pg', connection, pool: { min: 0, max: 5 } };
    knex = knexFactory(config);
    await openDatabase({ getClient: async () => knex });
    await knex.schema.createTable('test_listings', table => {
      table.increments('id');
      table.string('replica');
      table.string('target');
      table.timestamp('begun');
      table.timestamp('ended');
    });
    startReplica('one');
    // Two that create the tables of Backstage's scheduler at the same moment
    // are in each other's way: the later one ends with a locked migration.
    await until('the first replica lists', 60, async () =>
      Boolean(await knex('test_listings').first('id')),
    );
    startReplica('two');
  });
  afterAll(async () => {
    await Promise.all([...replicas.keys()].map(kill));
    await knex.destroy();
    await aws.stop();
  });

  it('share the targets, each listed by one at a time, and double nothing', async () => {
    await aws.control.addFault({
      kind: 'slow',
      operation: LIST,
      milliseconds: 400,
    });
    const { targets } = createSync(knex, aws.credentials);
    const since = new Date(0);
    await until('each target is listed twice, by both', 90, async () => {
      const { times, by } = await counted(since);
      return (
        by.size === 2 &&
        times.size === targets.length &&
        [...times.values()].every(count => count >= 2)
      );
    });
    const last = new Map<string, ListingTimes>();
    const overlaps = (await listings()).filter(listing => {
      const before = last.get(listing.target);
      last.set(listing.target, listing);
      return before && (!before.ended || before.ended > listing.begun);
    });
    expect(overlaps).toEqual([]);
  });

  it('stall no longer than the task timeout when one is killed, and the other takes over', async () => {
    const {
      accounts,
      config: read,
      store,
      targets,
    } = createSync(knex, aws.credentials, { sync: SETTINGS });
    // Hangs in the middle of a listing: for the victim longer than it lives.
    await aws.control.addFault({
      kind: 'slow',
      operation: LIST,
      milliseconds: 6_000,
    });
    const begun = await until(
      'one is in the middle of a listing',
      30,
      async () =>
        (
          await listings()
        ).find(({ replica, ended }) => replica === 'one' && !ended),
    );
    const [{ id: gone }] = (await aws.control.findNodes({ limit: 1 })).nodes;
    await kill('one');
    const killed = await now();
    await aws.control.clearFaults();
    await aws.control.terminate({ ids: [gone] });
    const added = await aws.control.addNodes({ count: 20 });

    await until(
      'the other has listed every target again, twice',
      TIMEOUT_SECONDS + JANITOR_SECONDS + 30,
      async () => {
        const { times, by } = await counted(killed);
        return (
          times.size === targets.length &&
          [...times.values()].every(count => count >= 2) &&
          by
        );
      },
    );
    const taken = (await listings()).find(
      ({ target, begun: at }) => target === begun.target && at > killed,
    )!;
    expect(taken.replica).toBe('two');
    expect(taken.begun.getTime() - killed.getTime()).toBeLessThan(
      (TIMEOUT_SECONDS + JANITOR_SECONDS + 10) * 1000,
    );
    await kill('two');
    // What the last listings were in the middle of tells so.
    const health = await readSyncHealth({
      knex,
      targets: accounts.targets(),
      store,
      feed: ChangeFeed.create({
        knex,
        context: {
          partition: 'aws',
          accountNames: accounts.names,
          patchPolicy: { staleAfterMs: 1_209_600_000 },
        },
      }),
      config: read.sync,
      now: Date.now() + (TIMEOUT_SECONDS + 1) * 1000,
    });
    expect(
      health.targets.filter(({ state }) => !/ok|failed/.test(state)),
    ).toEqual([]);
    const setup = createSync(knex, aws.credentials);
    await Promise.all(setup.targets.map(target => setup.run(target)));
    await expectTruth(knex, aws.control);
    const ids = await knex('nodes').whereNull('left_at').pluck('node_id');
    expect(ids).not.toContain(gone);
    expect(ids).toEqual(expect.arrayContaining(added.map(({ id }) => id)));
  });
});
