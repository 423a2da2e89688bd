import { LoggerService } from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  capped,
  NodeOutcome,
  plainText,
  Run,
  RunbooksApi,
  RunNode,
} from '@managed-nodes/plugin-managed-nodes-common';

/** States that nothing comes after. */
const OVER: ReadonlyArray<Run['state']> = [
  'succeeded',
  'failed',
  'cancelled',
  'rejected',
  'expired',
];

/** Outcomes that nothing comes after. */
const ENDED: readonly NodeOutcome[] = [
  'succeeded',
  'failed',
  'timed-out',
  'cancelled',
  'not-sent',
];

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 15_000;

/** So many looks in a row may fail for a reason that passes. */
const MOST_FAILURES = 5;

/** Of more nodes only the numbers are told. */
const MOST_NODES = 200;

/** Characters of a line of the log. */
const LINE = 500;

interface FollowerOptions {
  runbooks: RunbooksApi;
  logger: LoggerService;
  signal?: AbortSignal;
  /** How long to wait at first between two looks, in milliseconds. Default: 2,000. */
  waitMs?: number;
}

/** A text of a machine or a person as one line of a log. */
export function line(text: string): string {
  const flat = plainText(text).replace(/\s+/g, ' ').trim();
  const { text: cut, isCut } = capped(flat, LINE);
  return isCut ? `${cut}…` : cut;
}

/** Whether something failed that may go well a moment later: the run goes on meanwhile. */
function mayPass(error: unknown): boolean {
  return error instanceof ResponseError
    ? error.statusCode >= 500 || error.statusCode === 429
    : error instanceof TypeError;
}

/** Follows a run to its end, and logs what becomes of it. */
export class RunFollower {
  readonly #options: FollowerOptions;
  readonly #told = new Set<string>();

  static create(options: FollowerOptions): RunFollower {
    return new RunFollower(options);
  }

  private constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /**
   * Waits until a run is over, or needs its person.
   *
   * @param until - the moment to give up, in milliseconds since the epoch
   * @returns the run as it was last: over, approved, or else the time is up.
   * @throws what the backend answers; AbortError when the task is cancelled.
   */
  async follow(id: string, until: number): Promise<Run> {
    const { runbooks, logger, signal } = this.#options;
    let wait = this.#options.waitMs ?? FIRST_WAIT_MS;
    let failures = 0;
    for (;;) {
      try {
        const run = await runbooks.getRun(id, { signal });
        await this.#tell(run);
        failures = 0;
        if (OVER.includes(run.state) || run.canStart || Date.now() >= until) {
          return run;
        }
      } catch (error) {
        failures += 1;
        if (!mayPass(error) || failures > MOST_FAILURES) {
          throw error;
        }
        logger.warn(`How it goes cannot be read just now: ${line(`${error}`)}`);
      }
      await this.#pause(Math.min(wait, Math.max(0, until - Date.now())));
      wait = Math.min(wait * 1.5, LONGEST_WAIT_MS);
    }
  }

  async #tell(run: Run): Promise<void> {
    const { logger } = this.#options;
    if (this.#isNews(`state ${run.state}`)) {
      logger.info(`${line(run.title)}: ${run.state}`);
      if (run.state === 'awaiting-approval' && run.approval) {
        const { reasons, approvers, expiresAt } = run.approval;
        logger.info(
          `Somebody has to approve it until ${expiresAt}: ${line(
            reasons.join('; '),
          )}. Who may: ${approvers.join(', ')}`,
        );
      }
    }
    // Nothing about nodes has changed when their numbers are the same.
    if (this.#isNews(`outcomes ${JSON.stringify(run.outcomes)}`)) {
      await this.#tellNodes(run);
    }
    if (run.kind === 'automation' && run.launchedAt) {
      await this.#tellSteps(run);
    }
  }

  async #tellNodes(run: Run): Promise<void> {
    const { logger } = this.#options;
    if (run.nodes > MOST_NODES) {
      const counts = Object.entries(run.outcomes).filter(([, count]) => count);
      logger.info(
        counts.map(([outcome, count]) => `${count} ${outcome}`).join(', '),
      );
      return;
    }
    for await (const node of this.nodes(run.id, ENDED)) {
      const { name, title, outcome, detail } = node;
      if (this.#isNews(`node ${name} ${outcome}`)) {
        logger.info(
          `${line(title || name)} (${name}): ${outcome}${
            detail ? `: ${line(detail)}` : ''
          }`,
        );
      }
    }
  }

  async #tellSteps(run: Run): Promise<void> {
    const { runbooks, logger, signal } = this.#options;
    const { items } = await runbooks.getRunSteps(run.id, {}, { signal });
    for (const { id, name, action, state, failure, region } of items) {
      if (state !== 'pending' && this.#isNews(`step ${id} ${state}`)) {
        logger.info(
          `${line(name)} (${action}, ${region}): ${state}${
            failure ? `: ${line(failure)}` : ''
          }`,
        );
      }
    }
  }

  /** The nodes of a run with one of some outcomes. */
  async *nodes(
    id: string,
    outcome: readonly NodeOutcome[],
  ): AsyncGenerator<RunNode> {
    const { runbooks, signal } = this.#options;
    let cursor: string | undefined;
    do {
      const page = await runbooks.listRunNodes(
        id,
        { outcome: [...outcome], limit: 100, cursor },
        { signal },
      );
      yield* page.items;
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }

  #isNews(key: string): boolean {
    const isNew = !this.#told.has(key);
    this.#told.add(key);
    return isNew;
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#options;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(done, ms);
      function done() {
        signal?.removeEventListener('abort', stop);
        resolve();
      }
      function stop() {
        clearTimeout(timer);
        reject(signal?.reason);
      }
      if (signal?.aborted) {
        stop();
        return;
      }
      signal?.addEventListener('abort', stop, { once: true });
    });
  }
}
