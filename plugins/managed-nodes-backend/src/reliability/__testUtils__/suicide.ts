import { Knex } from 'knex';
import { Worker } from 'node:worker_threads';

const KILLER = `
  const { workerData: { gate, microseconds } } = require('node:worker_threads');
  Atomics.wait(gate, 0, 0);
  Atomics.wait(gate, 0, 1, microseconds / 1000);
  process.kill(process.pid, 'SIGKILL');
`;

/** Between two of these nothing can be lost. */
const READS = /^\s*(select|pragma)\b/i;

/**
 * Kills this process (SIGKILL) when it is about to send so many statements
 * that write, begin or commit, or so many microseconds after that: then from
 * another thread, so that a statement may be in the middle of its work.
 *
 * @returns how many of these statements there were so far.
 */
export function dieAt(
  knex: Knex,
  point: { statement: number; microseconds: number } | undefined,
): () => number {
  let sent = 0;
  const gate = new Int32Array(new SharedArrayBuffer(4));
  if (point?.microseconds) {
    const worker = new Worker(KILLER, {
      eval: true,
      workerData: { gate, microseconds: point.microseconds },
    });
    worker.unref();
  }
  knex.on('query', ({ sql }) => {
    if (READS.test(sql)) {
      return;
    }
    sent += 1;
    if (sent === point?.statement) {
      if (!point.microseconds) {
        process.kill(process.pid, 'SIGKILL');
      }
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
    }
  });
  return () => sent;
}
