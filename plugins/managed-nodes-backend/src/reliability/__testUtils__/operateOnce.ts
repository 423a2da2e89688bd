import knexFactory, { Knex } from 'knex';
import { openDatabase } from '../../nodes/database';
import { createOperations, Wanted } from './operations';
import { dieAt } from './suicide';

/** What a process that starts operations and follows them to the end is told, as JSON. */
export interface OperateOnce {
  knex: Knex.Config;
  credentials: { accessKeyId: string; secretAccessKey: string };
  wanted: Wanted[];
  /** When it is to be killed; it ends by itself when this is absent. */
  dieAt?: { statement: number; microseconds: number };
}

/** Starts operations, follows them, and says how many statements that took: until all were noted, and in all. */
async function main(job: OperateOnce): Promise<void> {
  const knex = knexFactory(job.knex);
  if (job.knex.client === 'better-sqlite3') {
    // Only a crash of the whole machine would tell the difference.
    await knex.raw('PRAGMA synchronous = OFF');
  }
  await openDatabase({ getClient: async () => knex });
  const sent = dieAt(knex, job.dieAt);
  const { start, sender, follower } = createOperations(knex, job.credentials);
  const following = new AbortController();
  for (const wanted of job.wanted) {
    await start(wanted);
  }
  const noted = sent();
  await Promise.all([sender.idle(), follower.run(following.signal)]);
  await follower.run(following.signal);
  await knex.destroy();
  process.stdout.write(JSON.stringify({ noted, all: sent() }));
}

main(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
