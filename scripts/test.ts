import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { isConfigReferenceCurrent } from './config-reference';
import { findChromium } from './lib/chromium';
import { buildFrontend } from './lib/frontend';
import { BACKSTAGE_CLI, ROOT, STATE } from './lib/paths';
import { Postgres, startPostgres } from './lib/postgres';
import { start, stopAll } from './lib/processes';
import { findUntidy } from './lib/tidy';

const HELP = `Runs the checks, all of them or the parts named.

  ./test [part …]

  types        the TypeScript compiler
  lint         ESLint, Prettier, the directions of dependencies, tidiness
  unit         tests that need no database
  integration  tests on SQLite and PostgreSQL
  e2e          the whole portal in Chromium
`;

const LOGS = resolve(STATE, 'logs');
const RESULTS = resolve(STATE, 'results');
const BIN = resolve(ROOT, 'node_modules/.bin');

/** Folders whose tests use databases. */
const WITH_DATABASE = [
  'plugins/managed-nodes-backend',
  'plugins/catalog-backend-module-managed-nodes',
];
const WITHOUT_DATABASE = [
  'packages/',
  'plugins/managed-nodes/',
  'plugins/managed-nodes-common/',
  'plugins/managed-nodes-node/',
  'plugins/managed-nodes-react/',
  'plugins/scaffolder-backend-module-managed-nodes/',
];

interface Tally {
  passed: number;
  failed: number;
}

function say(text: string) {
  process.stdout.write(`${text}\n`);
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(0)} s`;
}

/** Runs a program, shows the end of what it printed if it failed. */
async function run(
  name: string,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<boolean> {
  const log = resolve(LOGS, `test-${name}.log`);
  rmSync(log, { force: true });
  const began = Date.now();
  const code = await start(command, args, {
    cwd: ROOT,
    env: { ...process.env, FORCE_COLOR: '0', ...env },
    log,
  }).exited;
  say(`  ${code ? 'FAILED' : 'ok    '}  ${name}  (${seconds(began)})`);
  if (code) {
    say(readFileSync(log, 'utf8').slice(-20_000));
  }
  return code === 0;
}

async function check(
  name: string,
  command: string,
  args: string[],
): Promise<Tally> {
  const ok = await run(name, command, args);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

function add(...tallies: Tally[]): Tally {
  return tallies.reduce(
    (sum, { passed, failed }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
    }),
    { passed: 0, failed: 0 },
  );
}

async function types(): Promise<Tally> {
  return check('types', resolve(BIN, 'tsc'), [
    '-p',
    '.',
    '--noEmit',
    '--incremental',
    'false',
  ]);
}

async function lint(): Promise<Tally> {
  const began = Date.now();
  const untidy = findUntidy();
  if (!isConfigReferenceCurrent()) {
    untidy.push('docs/config.md: out of date; run yarn config-reference');
  }
  say(`  ${untidy.length ? 'FAILED' : 'ok    '}  tidy  (${seconds(began)})`);
  untidy.forEach(line => say(`    ${line}`));
  return add(
    { passed: untidy.length ? 0 : 1, failed: untidy.length ? 1 : 0 },
    await check('eslint', BACKSTAGE_CLI, [
      'repo',
      'lint',
      '--max-warnings',
      '0',
    ]),
    await check('prettier', resolve(BIN, 'prettier'), ['--check', '.']),
    await check('dependencies', resolve(BIN, 'depcruise'), [
      '--config',
      '.dependency-cruiser.cjs',
      'plugins',
      'packages',
    ]),
  );
}

async function jest(
  name: string,
  folders: string[],
  env: NodeJS.ProcessEnv,
): Promise<Tally> {
  const file = resolve(RESULTS, `${name}.json`);
  rmSync(file, { force: true });
  const ok = await run(
    name,
    BACKSTAGE_CLI,
    [
      ...[
        'repo',
        'test',
        '--watchAll=false',
        '--maxWorkers=2',
        '--passWithNoTests=false',
      ],
      ...['--json', `--outputFile=${file}`, ...folders],
    ],
    { CI: 'true', BACKSTAGE_TEST_DISABLE_DOCKER: '1', ...env },
  );
  const result = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0 };
  const failed: number = result.numFailedTests;
  say(`          ${result.numPassedTests} passed, ${failed} failed`);
  return {
    passed: result.numPassedTests,
    failed: ok ? failed : Math.max(1, failed),
  };
}

async function withPostgres<T>(
  action: (postgres: Postgres) => Promise<T>,
): Promise<T> {
  const postgres = await startPostgres(resolve(LOGS, 'test-postgres.log'));
  try {
    return await action(postgres);
  } finally {
    await postgres.stop();
  }
}

async function integration(): Promise<Tally> {
  return withPostgres(({ connection }) =>
    jest('integration', WITH_DATABASE, {
      BACKSTAGE_TEST_DATABASE_POSTGRES17_CONNECTION_STRING: connection,
    }),
  );
}

async function e2e(): Promise<Tally> {
  const chromium = findChromium(say);
  await buildFrontend(() => say('  Building the frontend …'));
  const file = resolve(RESULTS, 'e2e.json');
  rmSync(file, { force: true });
  const ok = await run(
    'e2e',
    resolve(BIN, 'playwright'),
    ['test', '--config', 'e2e/playwright.config.ts'],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      ...(chromium && { CHROMIUM_PATH: chromium }),
    },
  );
  const stats = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8')).stats
    : { expected: 0, unexpected: 0, flaky: 0 };
  const passed: number = stats.expected + stats.flaky;
  say(`          ${passed} passed, ${stats.unexpected} failed`);
  return {
    passed,
    failed: ok ? stats.unexpected : Math.max(1, stats.unexpected),
  };
}

const PARTS: Record<string, () => Promise<Tally>> = {
  types,
  lint,
  unit: () => jest('unit', WITHOUT_DATABASE, {}),
  integration,
  e2e,
};

async function main(): Promise<void> {
  const names = process.argv.slice(2);
  if (names.includes('--help') || names.includes('-h')) {
    say(HELP);
    return;
  }
  const unknown = names.find(name => !Object.hasOwn(PARTS, name));
  if (unknown) {
    throw new Error(`There is no part '${unknown}'.\n\n${HELP}`);
  }
  mkdirSync(RESULTS, { recursive: true });
  mkdirSync(LOGS, { recursive: true });
  const summary: string[] = [];
  let total: Tally = { passed: 0, failed: 0 };
  for (const name of names.length ? names : Object.keys(PARTS)) {
    say(name);
    const began = Date.now();
    const tally = await PARTS[name]();
    total = add(total, tally);
    summary.push(
      `  ${tally.failed ? 'FAILED' : 'ok    '}  ${name.padEnd(12)} ${
        tally.passed
      } passed, ${tally.failed} failed  (${seconds(began)})`,
    );
  }
  say(`\nSummary\n${summary.join('\n')}\n`);
  say(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    await stopAll();
    process.exit(130);
  });
}

main().catch(async error => {
  say(error instanceof Error ? error.message : String(error));
  await stopAll();
  process.exit(1);
});
