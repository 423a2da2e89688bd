import { TestDatabaseId } from '@backstage/backend-test-utils';
import knexFactory, { Knex } from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databases } from '../__testUtils__/nodes';
import { startAws } from '../__testUtils__/sync';
import { Follower } from './__testUtils__/Follower';
import { startProgram, whenEnded } from './__testUtils__/processes';
import { seeded } from './__testUtils__/random';
import { SyncOnce } from './__testUtils__/syncOnce';
import { expectSound, expectTruth } from './__testUtils__/truth';

jest.setTimeout(300_000);

const NODES = 3_000;
const SEED = 20261123;
/** From an empty database each, and in each so many crashes. */
const FLEETS = 2;
const CRASHES = 10;
/** Of a first sync's statements, so many are left when nothing changed. */
const UNCHANGED = 0.7;

describe.each(databases.eachSupportedId())('Crashes on %s', id => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let folder: string;
  const random = seeded(SEED);
  const below = (limit: number) => Math.floor(random() * limit);

  beforeAll(async () => {
    aws = await startAws({ nodes: NODES });
    folder = await mkdtemp(join(tmpdir(), 'managed-nodes-crash-'));
  });
  afterAll(async () => {
    await aws.stop();
    await rm(folder, { recursive: true });
  });

  /** How a process of its own gets at a new, empty database. */
  const newDatabase = async (
    of: TestDatabaseId,
    name: string,
  ): Promise<Knex.Config> => {
    if (of === 'SQLITE_3') {
      return {
        client: 'better-sqlite3',
        connection: { filename: join(folder, `${name}.sqlite`) },
        useNullAsDefault: true,
      };
    }
    const knex = await databases.init(of);
    return { client: 'pg', connection: knex.client.config.connection };
  };

  const syncOnce = async (
    knex: Knex.Config,
    dieAt?: SyncOnce['dieAt'],
  ): Promise<{ killed: boolean; statements: number }> => {
    const job: SyncOnce = { knex, credentials: aws.credentials, dieAt };
    const ended = await whenEnded(startProgram('syncOnce.ts', job));
    if (ended.code && ended.signal !== 'SIGKILL') {
      throw new Error(ended.stderr);
    }
    return {
      killed: ended.signal === 'SIGKILL',
      statements: Number(ended.stdout),
    };
  };

  /** What happens to machines while nobody looks. */
  const letTimePass = async () => {
    const { control } = aws;
    const { nodes, total } = await control.findNodes({
      offset: below(NODES - 200),
      limit: 40,
    });
    expect(total).toBeGreaterThan(NODES - 200);
    const hybrid = nodes.find(node => node.id.startsWith('mi-'))!;
    const [first, second, third] = nodes.filter(node => node !== hybrid);
    await control.terminate({ ids: [first.id, second.id] });
    await control.setTags(third.id, { Owner: `team-${below(1000)}` });
    await control.addNodes({ count: 3 });
    await control.reactivateNode(hybrid.id);
  };

  const look = async (
    config: Knex.Config,
    at: (knex: Knex) => Promise<void>,
  ) => {
    const knex = knexFactory(config);
    try {
      await at(knex);
    } finally {
      await knex.destroy();
    }
  };

  it(`loses and doubles nothing when it is killed at ${
    FLEETS * CRASHES
  } points`, async () => {
    // A first sync takes so many statements, as the process itself counts them.
    const whole = await syncOnce(await newDatabase(id, 'whole'));
    expect(whole.killed).toBe(false);
    const { control } = aws;
    let crashes = 0;
    for (let fleet = 0; fleet < FLEETS; fleet += 1) {
      const config = await newDatabase(id, `fleet-${fleet}`);
      const follower = Follower.create();
      for (let crash = 0; crash < CRASHES; ) {
        const run = await syncOnce(config, {
          statement:
            1 + below(whole.statements * (crash === 0 ? 1 : UNCHANGED)),
          // Between two statements, or while one is at work.
          microseconds: below(2) * (1 + below(4_000)),
        });
        await look(config, async knex => {
          await expectSound(knex);
          await follower.follow(knex);
        });
        // One that was too quick for it does not count.
        crash += run.killed ? 1 : 0;
        crashes += run.killed ? 1 : 0;
        await letTimePass();
      }
      expect((await syncOnce(config)).killed).toBe(false);
      await look(config, async knex => {
        await expectTruth(knex, control);
        const { known, actual } = await follower.compare(knex);
        expect(known).toEqual(actual);
      });
    }
    expect(crashes).toBe(FLEETS * CRASHES);
  });
});
