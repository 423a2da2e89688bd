import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { NODE_ARGS, ROOT } from './paths';
import { Program, start, waitFor } from './processes';

/** What the demo is made of. */
export interface PortalOptions {
  /** Port of the portal; the simulator listens on the next one. */
  port: number;
  nodes: number;
  seed: number;
  /** A fleet the simulator knows by name, instead of a number of nodes. */
  fleet?: string;
  /** Member accounts of the simulated organisation, each with 3 Regions. Default 6. */
  accounts?: number;
  /** How many times faster the simulator's nodes carry out commands than real ones. Default 1. */
  commandSpeed?: number;
  /** A moment for the simulator's clock to stand at. Default: it follows the real one. */
  time?: Date;
  /** Folder of the SQLite files. */
  data: string;
  logs: string;
  /** More config files, over app-config.yaml. */
  configs?: string[];
  /** Where config that wants PostgreSQL finds it. */
  postgres?: string;
}

/** The demo's own key at the simulator. It opens nothing else. */
const SIMULATED_KEY = {
  AWS_ACCESS_KEY_ID: 'AKIASIMULATORDEMO001',
  AWS_SECRET_ACCESS_KEY: 'simulated',
  AWS_REGION: 'us-east-1',
};

/** Starts the simulator and waits until it answers. */
export async function startSimulator(options: PortalOptions): Promise<Program> {
  const port = options.port + 1;
  const program = start(
    process.execPath,
    [
      ...NODE_ARGS,
      resolve(ROOT, 'packages/aws-simulator/src/cli.ts'),
      '--port',
      String(port),
      ...(options.fleet
        ? ['--fleet', options.fleet]
        : ['--nodes', String(options.nodes)]),
      '--seed',
      String(options.seed),
      '--events',
      '--documents',
      resolve(ROOT, 'runbooks'),
      ...(options.time ? ['--time', options.time.toISOString()] : []),
      ...(options.commandSpeed
        ? ['--command-speed', String(options.commandSpeed)]
        : []),
      ...(options.accounts ? ['--accounts', String(options.accounts)] : []),
    ],
    { cwd: ROOT, log: resolve(options.logs, 'simulator.log') },
  );
  await waitFor(`http://127.0.0.1:${port}/_control/status`, {
    program,
    seconds: 60,
  });
  return program;
}

/** Starts the backend, which also serves the frontend, and waits until it answers. */
export async function startBackend(options: PortalOptions): Promise<Program> {
  mkdirSync(options.data, { recursive: true });
  const {
    AWS_PROFILE: _profile,
    AWS_SESSION_TOKEN: _token,
    ...inherited
  } = process.env;
  const program = start(
    process.execPath,
    [
      ...NODE_ARGS,
      resolve(ROOT, 'packages/backend/src/index.ts'),
      ...['app-config.yaml', ...(options.configs ?? [])].flatMap(file => [
        '--config',
        resolve(ROOT, file),
      ]),
    ],
    {
      cwd: resolve(ROOT, 'packages/backend'),
      log: resolve(options.logs, 'backend.log'),
      env: {
        ...inherited,
        ...SIMULATED_KEY,
        AWS_ENDPOINT_URL: `http://127.0.0.1:${options.port + 1}`,
        PORTAL_PORT: String(options.port),
        SIMULATOR_PORT: String(options.port + 1),
        PORTAL_DATA: options.data,
        ...(options.postgres && { PORTAL_POSTGRES: options.postgres }),
      },
    },
  );
  await waitFor(
    `http://127.0.0.1:${options.port}/.backstage/health/v1/readiness`,
    { program, seconds: 120 },
  );
  return program;
}
