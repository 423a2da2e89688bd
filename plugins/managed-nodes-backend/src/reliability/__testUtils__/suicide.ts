import { Knex } from 'knex';
import { Worker } from 'node:worker_threads';

const KILLER = `
  const { workerData: { gate, microseconds } } = require('node:worker_threads');
  Atomics.wait(gate, 0, 0);
  Atomics.wait(gate, 0, 1, microseconds / 1000);
  process.kill(process.pid, 'SIGKILL');
`;

/**
 * Kills this process (SIGKILL) once it has sent so many statements and so many
 * microseconds have passed: from another thread, so that a statement may be in
 * the middle of its work.
 *
 * @returns how many statements there were so far.
 */
export function dieAt(
  knex: Knex,
  point: { statement: number; microseconds: number } | undefined,
): () => number {
  let sent = 0;
  const gate = new Int32Array(new SharedArrayBuffer(4));
  if (point) {
    const worker = new Worker(KILLER, {
      eval: true,
      workerData: { gate, microseconds: point.microseconds },
    });
    worker.unref();
  }
  knex.on('query', () => {
    sent += 1;
    if (sent === point?.statement) {
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
    }
  });
  return () => sent;
}
