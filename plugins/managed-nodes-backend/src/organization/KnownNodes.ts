import { Knex } from 'knex';
import { NodeRow } from '../nodes/rows';
import { TargetKey } from '../nodes/types';

/** Ids per statement, as SQLite takes them. */
const CHUNK = 500;

/** Tells nodes from machines that never were any. */
export class KnownNodes {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): KnownNodes {
    return new KnownNodes(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Which of these ids are nodes of the target that have not left. */
  async among(target: TargetKey, nodeIds: string[]): Promise<Set<string>> {
    const known = new Set<string>();
    for (let start = 0; start < nodeIds.length; start += CHUNK) {
      const ids: string[] = await this.#knex<NodeRow>('nodes')
        .where({ account: target.account, region: target.region })
        .whereNull('left_at')
        .whereIn('node_id', nodeIds.slice(start, start + CHUNK))
        .pluck('node_id');
      ids.forEach(id => known.add(id));
    }
    return known;
  }
}
