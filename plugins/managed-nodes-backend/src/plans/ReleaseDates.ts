import { Knex } from 'knex';
import { digestOf } from './rows';
import { ReleasedPatch } from './types';

/** Digests per statement, as SQLite takes them. */
const CHUNK = 500;

/** Told of patches that nodes lack and whose release is known now. */
export type ReleaseListener = (patches: ReleasedPatch[]) => Promise<void>;

/**
 * Keeps when patches were released. The reports of nodes do not say it, so it
 * is taken from wherever else AWS does.
 */
export class ReleaseDates {
  readonly #knex: Knex;
  readonly #listener: ReleaseListener | undefined;

  static create(options: {
    knex: Knex;
    listener?: ReleaseListener;
  }): ReleaseDates {
    return new ReleaseDates(options.knex, options.listener);
  }

  private constructor(knex: Knex, listener: ReleaseListener | undefined) {
    this.#knex = knex;
    this.#listener = listener;
  }

  /** Notes when these patches were released; those that no node reported are none of ours. */
  async tell(released: ReleasedPatch[]): Promise<void> {
    const byDigest = new Map(released.map(patch => [digestOf(patch), patch]));
    const digests = [...byDigest.keys()];
    const fresh: ReleasedPatch[] = [];
    for (let start = 0; start < digests.length; start += CHUNK) {
      const rows: Array<{ digest: string }> = await this.#knex('patches')
        .whereIn('digest', digests.slice(start, start + CHUNK))
        .whereNull('released_at')
        .select('digest');
      for (const { digest } of rows) {
        const patch = byDigest.get(digest)!;
        const written = await this.#knex('patches')
          .where({ digest })
          .whereNull('released_at')
          .update({ released_at: patch.releasedAt });
        if (written) {
          fresh.push(patch);
        }
      }
    }
    if (fresh.length) {
      await this.#listener?.(fresh);
    }
  }
}
