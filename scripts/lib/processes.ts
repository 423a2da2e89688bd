import { ChildProcess, spawn, SpawnOptions } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

/** A program we started, in a process group of its own. */
export interface Program {
  readonly child: ChildProcess;
  readonly exited: Promise<number>;
  /** Ends it and all it started; kills it when it takes longer than 10 seconds. */
  stop(): Promise<void>;
  /** Ends it on the spot, as a crash would. */
  kill(): Promise<void>;
}

const running = new Set<Program>();

/** Starts a program with its output in a log. */
export function start(
  command: string,
  args: string[],
  options: SpawnOptions & { log: string },
): Program {
  const { log, ...rest } = options;
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  const child = spawn(command, args, {
    ...rest,
    detached: true,
    // Straight into the file: a pipe would break, and the program choke on it,
    // if this process were killed.
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
        throw error;
      }
    }
  };
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, by) => {
      running.delete(program);
      resolve(code ?? (by ? 128 : 1));
    });
  });
  const program: Program = {
    child,
    exited,
    async stop() {
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), 10_000);
      await exited;
      clearTimeout(timer);
    },
    async kill() {
      signal('SIGKILL');
      await exited;
    },
  };
  running.add(program);
  return program;
}

/** Ends everything that was started. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].reverse().map(program => program.stop()));
}

/** Whether nothing listens on a port of this machine. */
export function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A port nothing listens on, with the next one free as well. */
export async function freePorts(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    if ((await isFree(port)) && (await isFree(port + 1))) {
      return port;
    }
  }
  throw new Error('No free port was found');
}

/** Waits until an address answers with success. */
export async function waitFor(
  url: string,
  options: { program?: Program; seconds: number; headers?: HeadersInit },
): Promise<void> {
  let ended: number | undefined;
  options.program?.exited.then(
    code => {
      ended = code;
    },
    () => {
      ended = 1;
    },
  );
  const until = Date.now() + options.seconds * 1000;
  while (Date.now() < until) {
    if (ended !== undefined) {
      throw new Error(`The program behind ${url} ended with code ${ended}`);
    }
    const ok = await fetch(url, { headers: options.headers }).then(
      response => response.ok,
      () => false,
    );
    if (ok) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  throw new Error(`${url} did not answer within ${options.seconds} seconds`);
}
