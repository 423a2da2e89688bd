import knexFactory, { Knex } from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSync, startAws } from '../__testUtils__/sync';
import { ChangeFeed } from '../nodes/ChangeFeed';
import { openDatabase } from '../nodes/database';
import { readSyncHealth } from '../sync/health';
import { CrashingPostgres } from './__testUtils__/CrashingPostgres';
import { Follower } from './__testUtils__/Follower';
import { seeded } from './__testUtils__/random';
import { expectSound, expectTruth } from './__testUtils__/truth';

jest.setTimeout(120_000);

const CRASHES = 4;

describe('PostgreSQL that crashes and starts again', () => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let folder: string;
  let postgres: CrashingPostgres;
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;
  const random = seeded(17);

  beforeAll(async () => {
    aws = await startAws({ nodes: 1_500 });
    folder = await mkdtemp(join(tmpdir(), 'managed-nodes-log-'));
    postgres = await CrashingPostgres.start(join(folder, 'postgres.log'));
    knex = knexFactory({
      client: 'pg',
      connection: postgres.connection,
      pool: { min: 0, max: 10 },
      log: { warn() {}, error() {} },
    });
    await openDatabase({ getClient: async () => knex });
    setup = createSync(knex, aws.credentials, { sync: { missingAfter: 1 } });
  });
  afterAll(async () => {
    await knex.destroy();
    await postgres.stop();
    await aws.stop();
    await rm(folder, { recursive: true });
  });

  const syncAll = () =>
    Promise.allSettled(setup.targets.map(target => setup.run(target)));

  /** Crashes it once the sync has sent so many statements. */
  const crashAfter = (statements: number): Promise<void> =>
    new Promise((done, failed) => {
      let sent = 0;
      const count = () => {
        sent += 1;
        if (sent === statements) {
          knex.removeListener('query', count);
          postgres.crash(300).then(done, failed);
        }
      };
      knex.on('query', count);
    });

  /** What the health page says once listings under way have had their time. */
  const healthLater = async () => {
    const { accounts, config, store } = setup;
    const context = {
      partition: 'aws',
      accountNames: accounts.names,
      patchPolicy: { staleAfterMs: 1_209_600_000 },
    };
    const { targets } = await readSyncHealth({
      knex,
      targets: accounts.targets(),
      store,
      feed: ChangeFeed.create({ knex, context }),
      config: config.sync,
      now: Date.now() + config.sync.timeoutMs + 1_000,
    });
    return targets;
  };

  /** Syncs all targets while it crashes. How many were hit, and what was said of them. */
  const syncThroughCrash = async () => {
    const began = Date.now();
    const crashed = crashAfter(20 + Math.floor(random() * 120));
    const outcomes = await syncAll();
    await crashed;
    const health = await healthLater();
    const said = outcomes.map((outcome, index) => {
      const { state, error, lastStartedAt } = health[index];
      if (outcome.status === 'fulfilled') {
        return { is: state, should: outcome.value.state, error };
      }
      // Not even how it ended could be stored, or not even that it began.
      const interrupted = Date.parse(lastStartedAt ?? '') >= began;
      return { is: state, should: interrupted ? 'failed' : state, error };
    });
    return {
      said,
      hit: outcomes.filter(
        outcome =>
          outcome.status === 'rejected' || outcome.value.state === 'failed',
      ).length,
    };
  };

  it(`loses and doubles nothing when that happens ${CRASHES} times in the middle of syncs`, async () => {
    const { control } = aws;
    const follower = Follower.create();
    let hit = 0;
    for (let crash = 0; crash < CRASHES; crash += 1) {
      const { nodes } = await control.findNodes({
        offset: crash * 50,
        limit: 2,
      });
      await control.terminate({ ids: nodes.map(({ id }) => id) });
      await control.addNodes({ count: 5 });
      const result = await syncThroughCrash();
      hit += result.hit;
      expect(result.said.map(({ is }) => is)).toEqual(
        result.said.map(({ should }) => should),
      );
      // In words, not in SQL.
      expect(
        result.said.filter(({ error }) =>
          /select|insert|update/i.test(error?.message ?? ''),
        ),
      ).toEqual([]);
      await expectSound(knex);
      await follower.follow(knex);
    }
    expect(hit).toBeGreaterThan(CRASHES);

    const outcomes = await syncAll();
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    await expectTruth(knex, control);
    const { known, actual } = await follower.compare(knex);
    expect(known).toEqual(actual);
  });
});
