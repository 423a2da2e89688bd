import {
  ChildProcess,
  ChildProcessWithoutNullStreams,
  spawn,
} from 'node:child_process';
import { resolve } from 'node:path';

/** Lets Node.js run TypeScript, as `backstage-cli` does. */
const TRANSFORM = require.resolve(
  '@backstage/cli-node/config/nodeTransform.cjs',
);

/**
 * Starts a program, with its input open for as long as this process lives.
 *
 * @param file - relative to this folder
 */
export function startProgram(
  file: string,
  argument: string | object,
): ChildProcessWithoutNullStreams {
  return spawn(
    process.execPath,
    [
      '--no-warnings=ExperimentalWarning',
      '--require',
      TRANSFORM,
      resolve(__dirname, file),
      typeof argument === 'string' ? argument : JSON.stringify(argument),
    ],
    {
      // As in production: Backstage's scheduler leaves parts out in tests.
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
}

/** How a program ended, and what it said. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export function whenEnded(child: ChildProcess): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', text => {
    said.stdout += text;
  });
  child.stderr?.on('data', text => {
    said.stderr += text;
  });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code, signal) => done({ code, signal, ...said }));
  });
}
