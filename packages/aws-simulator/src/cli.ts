import { parseArgs } from 'util';
import { readSeedFolder } from './documents/seed';
import { FLEET_PROFILES } from './model/fleets';
import { MAX_REGIONS } from './model/places';
import { DEFAULT_SEED } from './model/World';
import { startSimulator } from './startSimulator';

const FLEETS = [...FLEET_PROFILES.keys()].join(', ');

const HELP = `AWS endpoints over a simulated fleet of managed nodes.

  --port N       port to listen on (default 7008)
  --host H       address to listen on (default 127.0.0.1)
  --fleet NAME   a fleet of a certain size: ${FLEETS} (default demo)
  --nodes N      managed nodes, 1 to 300000 (default: as the fleet, demo 1200)
  --accounts N   member accounts, at least 6 (default: as the fleet, demo 6)
  --regions R    how many Regions, 1 to 8, or their names, separated by commas
                 (default: as the fleet, demo 3)
  --seed N       the same seed makes the same fleet (default ${DEFAULT_SEED})
  --events       put what happens to the fleet on the queue of events
  --time T       a moment for the clock to stand at, e.g. 2026-11-23T12:00:00Z
                 (default: it follows the real one)
  --command-speed N
                 how many times faster Run Command is than usual (default 1)
  --documents D  a folder of documents and tables that every account has, and of
                 scripts that nodes can download
  --even-pages   no short or empty pages but the last
  --help         this text
`;

function wholeNumber(name: string, text: string, min: number, max: number) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`--${name} must be a whole number from ${min} to ${max}`);
  }
  return value;
}

function readRegions(text: string | undefined): number | string[] | undefined {
  if (text === undefined) {
    return undefined;
  }
  return /^\d+$/.test(text)
    ? wholeNumber('regions', text, 1, MAX_REGIONS)
    : text.split(',');
}

function readTime(text: string | undefined): Date | undefined {
  const time = text === undefined ? undefined : new Date(text);
  if (time && Number.isNaN(time.getTime())) {
    throw new Error('--time must be a date and time');
  }
  return time;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7008' },
      host: { type: 'string', default: '127.0.0.1' },
      fleet: { type: 'string', default: 'demo' },
      nodes: { type: 'string' },
      accounts: { type: 'string' },
      regions: { type: 'string' },
      seed: { type: 'string', default: String(DEFAULT_SEED) },
      time: { type: 'string' },
      events: { type: 'boolean', default: false },
      'command-speed': { type: 'string', default: '1' },
      documents: { type: 'string' },
      'even-pages': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const fleet = FLEET_PROFILES.get(values.fleet);
  if (!fleet) {
    throw new Error(`--fleet must be one of ${FLEETS}`);
  }
  const nodes = wholeNumber(
    'nodes',
    values.nodes ?? String(fleet.nodes),
    1,
    300_000,
  );
  const simulator = await startSimulator({
    port: wholeNumber('port', values.port, 0, 65_535),
    host: values.host,
    nodes,
    accounts: wholeNumber(
      'accounts',
      values.accounts ?? String(fleet.accounts),
      6,
      1000,
    ),
    regions: readRegions(values.regions) ?? fleet.regions,
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31 - 1),
    events: values.events,
    time: readTime(values.time),
    commandSpeed: wholeNumber(
      'command-speed',
      values['command-speed'],
      1,
      1000,
    ),
    ...(values.documents !== undefined && readSeedFolder(values.documents)),
    unevenPages: !values['even-pages'],
  });
  const stop = () => {
    simulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(
    `AWS simulator ready at ${simulator.endpoint} with ${nodes} nodes (seed ${values.seed})\n`,
  );
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
