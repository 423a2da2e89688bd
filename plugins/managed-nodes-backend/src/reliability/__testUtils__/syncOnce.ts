import knexFactory, { Knex } from 'knex';
import pLimit from 'p-limit';
import { createSync } from '../../__testUtils__/createSync';
import { openDatabase } from '../../nodes/database';
import { dieAt } from './suicide';

/** What a process that syncs all targets once is told, as JSON. */
export interface SyncOnce {
  knex: Knex.Config;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** When it is to be killed; it ends by itself when this is absent. */
  dieAt?: { statement: number; microseconds: number };
}

const CONCURRENCY = 4;

/** Syncs all targets once, and says how many statements that took. */
async function main(job: SyncOnce): Promise<void> {
  const knex = knexFactory(job.knex);
  if (job.knex.client === 'better-sqlite3') {
    // Only a crash of the whole machine would tell the difference.
    await knex.raw('PRAGMA synchronous = OFF');
  }
  await openDatabase({ getClient: async () => knex });
  const sent = dieAt(knex, job.dieAt);
  const { run, targets } = createSync(knex, job.credentials, {
    sync: { missingAfter: 1 },
  });
  const limit = pLimit(CONCURRENCY);
  await Promise.all(targets.map(target => limit(() => run(target))));
  await knex.destroy();
  process.stdout.write(String(sent()));
}

main(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
