import { SkippedReport } from '@managed-nodes/plugin-managed-nodes-common';
import { NodeChangeFeed } from './NodeChangeFeed';

/** Keeps each request well below the 100 kB that backends accept by default. */
const ACCEPTED_PER_REQUEST = 1000;
const SKIPPED_PER_REQUEST = 50;
const MAX_REASON_LENGTH = 300;

function* chunks<T>(items: T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) {
    yield items.slice(start, start + size);
  }
}

/**
 * Tells the managed-nodes backend which nodes the catalog's rules refuse, so
 * that its sync health can show them.
 *
 * It keeps no record of what it said before: every node of a page that is fine
 * is reported as accepted, which costs a small request per page of changes and
 * cannot be forgotten in a crash.
 */
export class SkippedReporter {
  readonly #feed: NodeChangeFeed;
  readonly #consumer: string;

  static create(options: {
    feed: NodeChangeFeed;
    consumer: string;
  }): SkippedReporter {
    return new SkippedReporter(options.feed, options.consumer);
  }

  private constructor(feed: NodeChangeFeed, consumer: string) {
    this.#feed = feed;
    this.#consumer = consumer;
  }

  async report(
    { skipped, accepted }: Pick<SkippedReport, 'skipped' | 'accepted'>,
    signal: AbortSignal,
  ): Promise<void> {
    const consumer = this.#consumer;
    for (const chunk of chunks(accepted, ACCEPTED_PER_REQUEST)) {
      await this.#feed.reportSkipped(
        { consumer, skipped: [], accepted: chunk },
        signal,
      );
    }
    for (const chunk of chunks(skipped, SKIPPED_PER_REQUEST)) {
      await this.#feed.reportSkipped(
        {
          consumer,
          skipped: chunk.map(({ name, reason }) => ({
            name,
            reason: reason.slice(0, MAX_REASON_LENGTH),
          })),
          accepted: [],
        },
        signal,
      );
    }
  }
}
