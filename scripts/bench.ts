import { mkdirSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BenchOptions, figure } from './bench/figures';
import { STATE } from './lib/paths';
import { startPostgres } from './lib/postgres';
import { stopAll } from './lib/processes';

const HELP = `Measures, and prints lines of the form BENCH <name> key=value …

  ./bench sync     a first sync of the whole fleet (100000 nodes)
  ./bench resync   syncs after nothing, 1 % and 10 % of it changed (100000)
  ./bench query    the queries behind the pages (300000)
  ./bench patches  the queries behind the pages about patches (300000)
  ./bench catalog  the nodes into the catalog, next to a bare provider (100000)
  ./bench ec2      AWS into the catalog, next to other ways (30000)
  ./bench throttle a sync that AWS throttles, and what waits meanwhile (30000)
  ./bench events   from a change at AWS to the node store, by events (1000)
  ./bench runs     1,000 runs followed at a time, and how soon they show (3000)
  ./bench metrics  the metrics of an application of 200 nodes (3000)
  ./bench s3       a first and an unchanged listing from an S3 bucket (10000)

  --nodes N        size of the fleet, 100 to 300000
  --database D     postgres (default) or sqlite; s3, catalog, ec2 and events take postgres only
`;

interface Bench {
  /** Loaded only when asked for: what others need must not count as memory. */
  load(): (options: BenchOptions) => Promise<void>;
  /** Size of the fleet unless told otherwise. */
  nodes: number;
  postgresOnly?: boolean;
}

const BENCHES: Record<string, Bench> = {
  sync: {
    load: () =>
      (require('./bench/sync') as typeof import('./bench/sync')).benchSync,
    nodes: 100_000,
  },
  resync: {
    load: () =>
      (require('./bench/resync') as typeof import('./bench/resync'))
        .benchResync,
    nodes: 100_000,
  },
  query: {
    load: () =>
      (require('./bench/query') as typeof import('./bench/query')).benchQuery,
    nodes: 300_000,
  },
  patches: {
    load: () =>
      (require('./bench/patches') as typeof import('./bench/patches'))
        .benchPatches,
    nodes: 300_000,
  },
  catalog: {
    load: () =>
      (require('./bench/catalog') as typeof import('./bench/catalog'))
        .benchCatalog,
    nodes: 100_000,
    postgresOnly: true,
  },
  ec2: {
    load: () =>
      (require('./bench/ec2') as typeof import('./bench/ec2')).benchEc2,
    nodes: 30_000,
    postgresOnly: true,
  },
  throttle: {
    load: () =>
      (require('./bench/throttle') as typeof import('./bench/throttle'))
        .benchThrottle,
    nodes: 30_000,
  },
  events: {
    load: () =>
      (require('./bench/events') as typeof import('./bench/events'))
        .benchEvents,
    nodes: 1_000,
    postgresOnly: true,
  },
  runs: {
    load: () =>
      (require('./bench/runs') as typeof import('./bench/runs')).benchRuns,
    nodes: 3_000,
  },
  metrics: {
    load: () =>
      (require('./bench/metrics') as typeof import('./bench/metrics'))
        .benchMetrics,
    nodes: 3_000,
  },
  s3: {
    load: () => (require('./bench/s3') as typeof import('./bench/s3')).benchS3,
    nodes: 10_000,
    postgresOnly: true,
  },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      nodes: { type: 'string' },
      database: { type: 'string', default: 'postgres' },
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
  const bench = BENCHES[name];
  const nodes = values.nodes ? Number(values.nodes) : bench.nodes;
  if (!Number.isInteger(nodes) || nodes < 100 || nodes > 300_000) {
    throw new Error('--nodes: expected a whole number from 100 to 300000');
  }
  const { database } = values;
  if (
    database !== 'postgres' &&
    (database !== 'sqlite' || bench.postgresOnly)
  ) {
    throw new Error(
      `--database: expected postgres${bench.postgresOnly ? '' : ' or sqlite'}`,
    );
  }
  mkdirSync(resolve(STATE, 'logs'), { recursive: true });
  const postgres =
    database === 'postgres'
      ? await startPostgres(resolve(STATE, 'logs/bench-postgres.log'))
      : undefined;
  try {
    figure('machine', {
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
      // Of other work; figures taken under it are of use only as ratios.
      loadAtStart: loadavg()[0],
    });
    const run = bench.load();
    await run({
      nodes,
      database,
      connection: postgres?.connection ?? '',
    });
  } finally {
    await postgres?.stop();
  }
}

main().then(
  // Backends that were stopped leave timers behind.
  () => process.exit(),
  async error => {
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}\n`,
    );
    await stopAll();
    process.exit(1);
  },
);
