import { createInterface } from 'node:readline';
import { startPostgres } from './lib/postgres';
import { stopAll } from './lib/processes';

/**
 * Runs a PostgreSQL of its own for a test that is to see it crash: says where
 * it is, crashes it when told `crash <milliseconds it is down>` and says `up`
 * when it is there again, and ends with its input.
 *
 *   postgres.ts <log file>
 */
async function main(log: string): Promise<void> {
  // What it said is stored is.
  const postgres = await startPostgres(log, ['synchronous_commit=on']);
  process.stdout.write(`${postgres.connection}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const [, milliseconds] = /^crash (\d+)$/.exec(line) ?? [];
    if (!milliseconds) {
      throw new Error(`Not a command: ${line}`);
    }
    await postgres.crash(Number(milliseconds));
    process.stdout.write('up\n');
  }
  await postgres.stop();
}

main(process.argv[2]).catch(async error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  await stopAll();
  process.exit(1);
});
