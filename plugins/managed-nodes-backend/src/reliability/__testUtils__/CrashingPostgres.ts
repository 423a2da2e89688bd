import { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Ended, startProgram, whenEnded } from './processes';

/** A PostgreSQL server of the test's own, which can be made to crash. */
export class CrashingPostgres {
  readonly connection: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<Ended>;

  static async start(log: string): Promise<CrashingPostgres> {
    const child = startProgram('../../../../../scripts/postgres.ts', log);
    const ended = whenEnded(child);
    const lines = createInterface({ input: child.stdout });
    const iterator: AsyncIterator<string> = lines[Symbol.asyncIterator]();
    const first = await iterator.next();
    if (first.done) {
      throw new Error((await ended).stderr);
    }
    return new CrashingPostgres(first.value, child, iterator, ended);
  }

  private constructor(
    connection: string,
    child: ChildProcessWithoutNullStreams,
    lines: AsyncIterator<string>,
    ended: Promise<Ended>,
  ) {
    this.connection = connection;
    this.#child = child;
    this.#lines = lines;
    this.#ended = ended;
  }

  /** Crashes it, and starts it again after so many milliseconds. */
  async crash(downFor: number): Promise<void> {
    this.#child.stdin.write(`crash ${downFor}\n`);
    const { done, value } = await this.#lines.next();
    if (done || value !== 'up') {
      throw new Error((await this.#ended).stderr);
    }
  }

  async stop(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }
}
