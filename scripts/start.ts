import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFrontend } from './lib/frontend';
import { STATE } from './lib/paths';
import { PortalOptions, startBackend, startSimulator } from './lib/portal';
import { startPostgres } from './lib/postgres';
import { isFree, stopAll } from './lib/processes';

const HELP = `Starts the demo portal on a simulated fleet.

  ./start [options]

  --nodes N   size of the fleet, 10 to 300000 (1200)
  --seed S    another fleet of the same size (1)
  --port P    port of the portal; the simulator takes the next one (7007)
  --fleet F   a fleet by name instead of by size: organization-300k has 300,000
              nodes in 300 accounts and 4 Regions; its PostgreSQL is thrown
              away when the demo stops
  --fresh     forget what the portal stored before
  --help      this text

Ctrl-C stops everything.
`;

/** Fleets with a config file of their own, `app-config.<name>.yaml`. */
const FLEETS = ['organization-300k'] as const;

type FleetName = (typeof FLEETS)[number];

function readNumber(
  name: string,
  text: string,
  least: number,
  most: number,
): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(
      `--${name}: expected a whole number from ${least} to ${most}, got '${text}'`,
    );
  }
  return value;
}

function readFleet(text: string | undefined): FleetName | undefined {
  const name = FLEETS.find(fleet => fleet === text);
  if (text !== undefined && !name) {
    throw new Error(
      `--fleet: expected one of ${FLEETS.join(', ')}, got '${text}'`,
    );
  }
  return name;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      nodes: { type: 'string', default: '1200' },
      seed: { type: 'string', default: '1' },
      port: { type: 'string', default: '7007' },
      fleet: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    nodes: readNumber('nodes', values.nodes, 10, 300_000),
    seed: readNumber('seed', values.seed, 0, 2 ** 31),
    port: readNumber('port', values.port, 1024, 65_534),
    fleet: readFleet(values.fleet),
    fresh: values.fresh,
    help: values.help,
  };
}

function say(text: string) {
  process.stderr.write(`${text}\n`);
}

/** The simulated fleet is made anew at every start, so what was stored of another one is of no use. */
function prepareData(
  {
    nodes,
    seed,
    fleet: name,
    fresh,
  }: {
    nodes: number;
    seed: number;
    fleet: FleetName | undefined;
    fresh: boolean;
  },
  data: string,
): void {
  const fleet = `${name ?? nodes} ${seed}`;
  const stamp = resolve(data, 'fleet');
  const known = existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
  if (fresh || known !== fleet) {
    rmSync(data, { recursive: true, force: true });
  }
  mkdirSync(data, { recursive: true });
  writeFileSync(stamp, fleet);
}

let stopping = false;
let cleanUp = async () => {};

async function stop(code: number): Promise<void> {
  if (!stopping) {
    stopping = true;
    await stopAll();
    await cleanUp();
    process.exit(code);
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  for (const port of [options.port, options.port + 1]) {
    if (!(await isFree(port))) {
      throw new Error(
        `Something listens on port ${port} already. Stop it, or choose another with --port`,
      );
    }
  }
  // By port, so that two portals of one checkout do not share a database.
  const data = resolve(STATE, 'data', String(options.port));
  const logs = resolve(STATE, 'logs', String(options.port));
  prepareData(options, data);
  rmSync(logs, { recursive: true, force: true });
  const portal: PortalOptions = {
    ...options,
    data,
    logs,
    // Whoever tries it out is not to wait as long as for a real install.
    commandSpeed: 3,
    configs: options.fleet ? [`app-config.${options.fleet}.yaml`] : [],
  };

  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));
  process.on('SIGHUP', () => stop(0));

  await buildFrontend(() => say('  Building the frontend (about a minute) …'));
  if (options.fleet) {
    say('  Starting PostgreSQL …');
    const postgres = await startPostgres(resolve(logs, 'postgres.log'));
    portal.postgres = postgres.connection;
    cleanUp = postgres.stop;
  }
  say(
    `  Starting the simulator with ${
      options.fleet ?? `${options.nodes} nodes`
    } …`,
  );
  const simulator = await startSimulator(portal);
  say('  Starting the portal …');
  const backend = await startBackend(portal);
  say(`
  Ready: http://localhost:${options.port}

  Sign in as   Priya   owns the payments machines
               Lukas   owns the storefront machines
               Omar    runs the whole fleet
               Rita    reads how the fleet is run, and sees no machine

  The fleet is simulated; its control API is at http://127.0.0.1:${
    options.port + 1
  }/_control/
  Logs are in .managed-nodes/logs/${options.port}. Ctrl-C stops everything.
`);
  const code = await Promise.race([simulator.exited, backend.exited]);
  if (!stopping) {
    say('The simulator or the portal ended unexpectedly; see the logs.');
    await stop(code || 1);
  }
}

main().catch(async error => {
  // Whoever stops it while it starts need not hear what did not start then.
  if (!stopping) {
    say(error instanceof Error ? error.message : String(error));
    await stop(1);
  }
});
