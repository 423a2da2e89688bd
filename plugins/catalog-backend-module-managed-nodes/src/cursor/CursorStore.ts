import { Knex } from 'knex';

/** How far the catalog has taken over the changes of a node store. */
export interface Cursor {
  /** The node store's identity. */
  epoch: string;
  /** Everything up to this revision is in the catalog. */
  revision: number;
  /** When to look for orphans next, in milliseconds since the epoch. */
  nextSweepAt: number;
}

interface CursorRow {
  provider: string;
  epoch: string;
  // PostgreSQL returns big integers as strings.
  revision: number | string;
  next_sweep_at: number | string;
  updated_at: number | string;
}

const TABLE = 'managed_nodes_cursor';

/** Keeps the cursor of one provider in the catalog's own database. */
export class CursorStore {
  readonly #knex: Knex;
  readonly #provider: string;

  static create(options: { knex: Knex; provider: string }): CursorStore {
    return new CursorStore(options.knex, options.provider);
  }

  private constructor(knex: Knex, provider: string) {
    this.#knex = knex;
    this.#provider = provider;
  }

  /** Undefined when this catalog has not taken over anything yet. */
  async load(): Promise<Cursor | undefined> {
    const row = await this.#knex<CursorRow>(TABLE)
      .where({ provider: this.#provider })
      .first();
    return (
      row && {
        epoch: row.epoch,
        revision: Number(row.revision),
        nextSweepAt: Number(row.next_sweep_at),
      }
    );
  }

  // Writes what it is told, backwards too. Should a replica that outlived its
  // time in the scheduler write a page late, its older cursor makes the next
  // run replay what came after that page, which heals the catalog.
  async save(cursor: Cursor): Promise<void> {
    await this.#knex<CursorRow>(TABLE)
      .insert({
        provider: this.#provider,
        epoch: cursor.epoch,
        revision: cursor.revision,
        next_sweep_at: cursor.nextSweepAt,
        updated_at: Date.now(),
      })
      .onConflict('provider')
      .merge();
  }
}
