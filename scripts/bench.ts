import { mkdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BenchOptions, figure } from './bench/figures';
import { benchQuery } from './bench/query';
import { benchS3 } from './bench/s3';
import { benchSync } from './bench/sync';
import { STATE } from './lib/paths';
import { startPostgres } from './lib/postgres';
import { stopAll } from './lib/processes';

const HELP = `Measures, and prints lines of the form BENCH <name> key=value …

  ./bench sync  [--nodes N]   a first and an unchanged sync into PostgreSQL (100000)
  ./bench query [--nodes N]   the queries behind the pages on PostgreSQL (300000)
  ./bench s3    [--nodes N]   a first and an unchanged listing from an S3 bucket (10000)
`;

const BENCHES: Record<
  string,
  { run(options: BenchOptions): Promise<void>; nodes: number }
> = {
  sync: { run: benchSync, nodes: 100_000 },
  query: { run: benchQuery, nodes: 300_000 },
  s3: { run: benchS3, nodes: 10_000 },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      nodes: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name] = positionals;
  if (values.help || !name) {
    process.stdout.write(HELP);
    return;
  }
  if (!Object.hasOwn(BENCHES, name)) {
    throw new Error(`There is no benchmark '${name}'.\n\n${HELP}`);
  }
  const nodes = values.nodes ? Number(values.nodes) : BENCHES[name].nodes;
  if (!Number.isInteger(nodes) || nodes < 100) {
    throw new Error('--nodes: expected a whole number of at least 100');
  }
  mkdirSync(resolve(STATE, 'logs'), { recursive: true });
  const postgres = await startPostgres(
    resolve(STATE, 'logs/bench-postgres.log'),
  );
  try {
    figure('machine', {
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    });
    await BENCHES[name].run({ nodes, connection: postgres.connection });
  } finally {
    await postgres.stop();
  }
}

main().catch(async error => {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n`,
  );
  await stopAll();
  process.exit(1);
});
