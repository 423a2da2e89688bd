import { Knex } from 'knex';
import {
  databases,
  nodeId,
  observation,
  openTestDatabase,
} from '../__testUtils__/nodes';
import { createSync, PROD } from '../__testUtils__/sync';
import { NodeObservation } from '../nodes/types';
import { createEvents, until } from './__testUtils__/createEvents';

jest.setTimeout(60_000);

const REGION = 'eu-central-1';
const QUICK = { coalesce: 20, retries: [20, 20, 20], listings: 400 };

const wait = (milliseconds: number) =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

function named(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}

describe.each(databases.eachSupportedId())('NodeRefresher on %s', id => {
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;
  let made: ReturnType<typeof createEvents>;

  const target = () => setup.target(PROD, REGION);
  const look = (...indices: number[]) =>
    indices.forEach(index =>
      made.refresher.look(target(), nodeId(index), false),
    );
  const numbers = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => from + index);
  const requested = async () =>
    Number((await setup.store.get(target()))?.requested_at ?? 0);
  /** Reads from an AWS that answers like this. */
  const start = (
    read: (nodeIds: string[], call: number) => Promise<NodeObservation[]>,
  ) => {
    let calls = 0;
    made = createEvents(knex, setup, {
      times: QUICK,
      source: {
        read: (_, nodeIds) => {
          calls += 1;
          return read(nodeIds, calls);
        },
      },
    });
  };
  const all = async (nodeIds: string[]) =>
    nodeIds.map(id2 => observation(0, { nodeId: id2 }));

  beforeAll(async () => {
    knex = await openTestDatabase(id);
  });
  beforeEach(async () => {
    for (const table of ['nodes', 'node_beats', 'event_problems']) {
      await knex(table).delete();
    }
    await knex('sync_targets').delete();
    setup = createSync(knex, { accessKeyId: 'a', secretAccessKey: 'b' });
    await setup.store.begin(target(), 1);
    await knex('sync_targets').update({ state: 'ok' });
  });
  afterEach(() => made.refresher.stop());

  const problems = async () => (await made.events.health()).problems;

  it('tries again what could not be read', async () => {
    start(async (nodeIds, call) => {
      if (call < 3) {
        throw named('ServiceUnavailable');
      }
      return all(nodeIds);
    });
    look(1, 2);
    await until(() => expect(made.refresher.refreshed).toBe(2));
    expect(made.read).toHaveBeenCalledTimes(3);
    expect(await knex('nodes')).toHaveLength(2);
    expect(await problems()).toEqual([]);
  });

  it('gives up in the end, says so once, and takes the next event', async () => {
    let broken = true;
    start(async nodeIds => {
      if (broken) {
        throw named('ThrottlingException', 'Rate exceeded');
      }
      return all(nodeIds);
    });
    look(1, 2);
    await until(async () => expect(await problems()).toHaveLength(1));
    expect(made.read).toHaveBeenCalledTimes(4);
    look(3);
    await until(async () => expect((await problems())[0].times).toBe(2));
    expect(await problems()).toEqual([
      expect.objectContaining({
        reason: `Nodes of ${PROD} ${REGION} could not be read: ThrottlingException: Rate exceeded`,
        excerpt: `${nodeId(1)} ${nodeId(2)}`,
      }),
    ]);
    broken = false;
    look(1);
    await until(() => expect(made.refresher.refreshed).toBe(1));
  });

  it('does not insist where it is denied', async () => {
    start(async () => {
      throw named('AccessDeniedException', 'no');
    });
    look(1);
    await until(async () => expect(await problems()).toHaveLength(1));
    await wait(100);
    expect(made.read).toHaveBeenCalledTimes(1);
  });

  it('hears of the others when AWS refuses one id', async () => {
    start(async nodeIds => {
      if (nodeIds.includes(nodeId(3))) {
        throw named('InvalidInstanceId');
      }
      return all(nodeIds);
    });
    look(...numbers(8));
    await until(() => expect(made.refresher.refreshed).toBe(8));
    expect((await knex('nodes').pluck('node_id')).sort()).toEqual(
      numbers(8)
        .filter(index => index !== 3)
        .map(nodeId),
    );
    expect(await problems()).toEqual([]);
  });

  it('has the target listed when too many nodes change at once', async () => {
    start(all);
    const before = Date.now();
    look(...numbers(5_000));
    await until(async () =>
      expect(await requested()).toBeGreaterThanOrEqual(before),
    );
    await wait(100);
    // Only those since the last 200 that were given up are left.
    expect(made.refresher.refreshed).toBeLessThanOrEqual(200);
    expect(made.read.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it('does not have it listed again and again while the storm lasts', async () => {
    start(all);
    const asked: number[] = [];
    const request = jest
      .spyOn(setup.store, 'request')
      .mockImplementation(async (_, now) => {
        asked.push(now);
      });
    for (let gust = 0; gust < 10; gust += 1) {
      look(...numbers(201, gust * 1000));
      await wait(30);
    }
    await wait(500);
    request.mockRestore();
    expect(asked).toHaveLength(2);
    expect(asked[1] - asked[0]).toBeGreaterThanOrEqual(QUICK.listings - 5);
  });

  it('reads a node again that changes while it is read', async () => {
    let finish = () => {};
    start(
      nodeIds =>
        new Promise(resolve => {
          finish = () => resolve(all(nodeIds));
        }),
    );
    look(1);
    await until(() => expect(made.read).toHaveBeenCalledTimes(1));
    look(1, 1);
    await wait(60);
    expect(made.read).toHaveBeenCalledTimes(1);
    finish();
    await until(() => expect(made.read).toHaveBeenCalledTimes(2));
    finish();
    await until(() => expect(made.refresher.refreshed).toBe(2));
  });

  it('does nothing more once it is stopped', async () => {
    const signals: AbortSignal[] = [];
    made = createEvents(knex, setup, {
      times: QUICK,
      source: {
        read: (_, __, { signal }) => {
          signals.push(signal);
          return new Promise((___, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason)),
          );
        },
      },
    });
    look(1);
    await until(() => expect(signals).toHaveLength(1));
    look(2);
    await made.refresher.stop();
    look(3);
    await wait(100);
    expect(signals).toHaveLength(1);
    expect(await knex('nodes')).toEqual([]);
    expect(await problems()).toEqual([]);
  });

  it('outlives a database that fails, and says so in the log', async () => {
    start(all);
    const get = jest
      .spyOn(setup.store, 'get')
      .mockRejectedValueOnce(new Error('connection lost'));
    look(1);
    await until(() => expect(made.refresher.refreshed).toBe(1));
    expect(get).toHaveBeenCalledTimes(2);
    get.mockRestore();
  });
});
