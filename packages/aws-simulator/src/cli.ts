import { parseArgs } from 'util';
import { DEFAULT_NODES, DEFAULT_SEED } from './model/World';
import { startSimulator } from './startSimulator';

const HELP = `AWS endpoints over a simulated fleet of managed nodes.

  --port N       port to listen on (default 7008)
  --host H       address to listen on (default 127.0.0.1)
  --nodes N      managed nodes in the fleet, 1 to 300000 (default ${DEFAULT_NODES})
  --accounts N   member accounts, at least 6 (default 6)
  --seed N       the same seed makes the same fleet (default ${DEFAULT_SEED})
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

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7008' },
      host: { type: 'string', default: '127.0.0.1' },
      nodes: { type: 'string', default: String(DEFAULT_NODES) },
      accounts: { type: 'string', default: '6' },
      seed: { type: 'string', default: String(DEFAULT_SEED) },
      'even-pages': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const simulator = await startSimulator({
    port: wholeNumber('port', values.port, 0, 65_535),
    host: values.host,
    nodes: wholeNumber('nodes', values.nodes, 1, 300_000),
    accounts: wholeNumber('accounts', values.accounts, 6, 1000),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31 - 1),
    unevenPages: !values['even-pages'],
  });
  const stop = () => {
    simulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(
    `AWS simulator ready at ${simulator.endpoint} with ${values.nodes} nodes (seed ${values.seed})\n`,
  );
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
