import { Knex } from 'knex';

interface Identity {
  name: string;
  identity_hash: string;
  left_at: number | string | null;
}

function known({ identity_hash, left_at }: Identity): string {
  return left_at === null ? identity_hash : 'left';
}

/**
 * Follows the changes of identity as the catalog does: by revision, from where
 * it was. What it knows is right only if no change came without a revision.
 */
export class Follower {
  readonly #known = new Map<string, string>();
  #revision = 0;

  static create(): Follower {
    return new Follower();
  }

  private constructor() {}

  /** Catches up. */
  async follow(knex: Knex): Promise<void> {
    const changes: Array<Identity & { revision: number | string }> = await knex(
      'node_changes',
    )
      .join('nodes', 'nodes.name', 'node_changes.name')
      .where('revision', '>', this.#revision)
      .orderBy('revision')
      .select('nodes.name', 'identity_hash', 'left_at', 'revision');
    for (const change of changes) {
      this.#known.set(change.name, known(change));
      this.#revision = Number(change.revision);
    }
  }

  /** Catches up. What it then knows, and what there is to know. */
  async compare(knex: Knex): Promise<{
    known: Map<string, string>;
    actual: Map<string, string>;
  }> {
    await this.follow(knex);
    const rows: Identity[] = await knex('nodes').select(
      'name',
      'identity_hash',
      'left_at',
    );
    return {
      known: new Map(this.#known),
      actual: new Map(rows.map(row => [row.name, known(row)])),
    };
  }
}
