import { EventsHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import { cleanText } from '../nodes/text';

const REASON_LENGTH = 500;
const EXCERPT_LENGTH = 200;
const SHOWN = 20;
const KEPT = 200;
/** A problem that did not come back for so long needs nobody's attention. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

interface ProblemRow {
  digest: string;
  reason: string;
  excerpt: string;
  times: number;
  first_at: number | string;
  last_at: number | string;
}

/** Keeps what was wrong with events, the same thing once. */
export class EventProblems {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): EventProblems {
    return new EventProblems(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Notes a problem. Beyond 200 the oldest are forgotten.
   *
   * @param text - the message, or what of it matters; only its start is kept
   * @param now - milliseconds since the epoch
   * @param key - what tells it from others of the same reason. Default: the text
   */
  async note(
    reason: string,
    text: string,
    now: number,
    key = text,
  ): Promise<void> {
    const row: ProblemRow = {
      digest: createHash('sha1')
        .update(JSON.stringify([reason, key]))
        .digest('hex'),
      reason: cleanText(reason, REASON_LENGTH) ?? 'Unknown',
      excerpt: cleanText(text, EXCERPT_LENGTH) ?? '',
      times: 1,
      first_at: now,
      last_at: now,
    };
    await this.#knex<ProblemRow>('event_problems')
      .insert(row)
      .onConflict('digest')
      .merge({
        times: this.#knex.raw('event_problems.times + 1'),
        last_at: now,
      });
    await this.#knex<ProblemRow>('event_problems')
      .where('last_at', '<', now - KEPT_MS)
      .orWhereNotIn(
        'digest',
        this.#knex('event_problems')
          .select('digest')
          .orderBy([
            { column: 'last_at', order: 'desc' },
            { column: 'digest', order: 'asc' },
          ])
          .limit(KEPT),
      )
      .delete();
  }

  /** The 20 newest. */
  async list(now: number): Promise<EventsHealth['problems']> {
    const rows = await this.#knex<ProblemRow>('event_problems')
      .where('last_at', '>=', now - KEPT_MS)
      .orderBy([
        { column: 'last_at', order: 'desc' },
        { column: 'digest', order: 'asc' },
      ])
      .limit(SHOWN);
    return rows.map(({ reason, excerpt, times, last_at: lastAt }) => ({
      receivedAt: new Date(Number(lastAt)).toISOString(),
      reason,
      excerpt,
      times,
    }));
  }
}
