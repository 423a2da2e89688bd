import knexFactory, { Knex } from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createSync, PROD, REGIONS, startAws } from '../__testUtils__/sync';
import { openDatabase } from '../nodes/database';
import { expectTruth } from './__testUtils__/truth';

jest.setTimeout(120_000);

/** Holds a lock on the database, as a backup or another process would. */
const LOCKER = `
  const { workerData: { driver, filename, milliseconds }, parentPort } = require('node:worker_threads');
  const database = require(driver)(filename);
  database.exec('BEGIN EXCLUSIVE');
  parentPort.postMessage('locked');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  database.exec('COMMIT');
  database.close();
`;

describe('SQLite that another connection has locked', () => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let folder: string;
  let filename: string;
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;
  const target = () => setup.target(PROD, REGIONS[0]);

  const lockFor = (milliseconds: number) =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(LOCKER, {
        eval: true,
        workerData: {
          driver: require.resolve('better-sqlite3'),
          filename,
          milliseconds,
        },
      });
      worker.once('message', () => resolve());
      worker.once('error', reject);
    });

  beforeAll(async () => {
    aws = await startAws({ nodes: 300 });
    folder = await mkdtemp(join(tmpdir(), 'managed-nodes-sqlite-'));
  });
  afterAll(async () => {
    await aws.stop();
    await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    await aws.control.reset({ nodes: 300, seed: 7 });
    filename = join(
      folder,
      `${expect.getState().currentTestName?.length}.sqlite`,
    );
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename },
      useNullAsDefault: true,
    });
    await openDatabase({ getClient: async () => knex });
    setup = createSync(knex, aws.credentials);
    // The first page comes when the lock is there.
    await aws.control.addFault({
      kind: 'slow',
      operation: 'DescribeInstanceProperties',
      milliseconds: 500,
      count: 1,
    });
  });
  afterEach(() => knex.destroy());

  it('waits for as long as SQLite does', async () => {
    const running = setup.run(target());
    await lockFor(2_000);
    expect(await running).toMatchObject({ state: 'ok', error: null });
    await setup.runAll();
    await expectTruth(knex, aws.control);
  });

  it('fails when that is too long, says so, and goes on the next time', async () => {
    const running = setup.run(target());
    await lockFor(7_000);
    expect(await running).toMatchObject({
      state: 'failed',
      complete: false,
      error: {
        code: 'SQLITE_BUSY',
        message: 'The node store could not be used: database is locked',
      },
    });
    await setup.runAll();
    await expectTruth(knex, aws.control);
  });
});
