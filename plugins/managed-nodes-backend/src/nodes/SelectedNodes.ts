import { InputError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { applyFilter, ResolvedFilter, Visibility } from './filters';
import { whereCriteria } from './predicates';
import { NodeRow } from './rows';

/** Nodes that are looked at at the most, those that will be skipped included. */
const MAX_NODES = 2_000;

/** Names per statement: what SQLite takes. */
const NAMES_AT_ONCE = 500;

/** Names that a message has room for. */
const NAMES_SHOWN = 10;

const ALL_STATUSES: ResolvedFilter['status'] = [
  'online',
  'connection-lost',
  'stopped',
  'missing',
  'left',
];

/** Which nodes somebody means. */
export type ResolvedSelection =
  | { nodes: string[] }
  | { filter: ResolvedFilter };

function byTitle(a: NodeRow, b: NodeRow): number {
  return a.sort_title === b.sort_title
    ? a.id - b.id
    : Number(a.sort_title > b.sort_title) * 2 - 1;
}

/** Finds the nodes that somebody means to do something to. */
export class SelectedNodes {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): SelectedNodes {
    return new SelectedNodes(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * The nodes somebody means, by title.
   *
   * @throws NotFoundError when they name nodes that are not there, or that
   * they may not see, which is the same to them.
   * @throws InputError when there are too many.
   */
  async find(
    selection: ResolvedSelection,
    visible: Visibility,
  ): Promise<NodeRow[]> {
    const rows =
      'nodes' in selection
        ? await this.#named(selection.nodes, visible)
        : await this.#filtered(selection.filter, visible);
    return rows.sort(byTitle);
  }

  /** Those of some nodes that are visible, whatever became of them, by title. */
  async visible(names: string[], visible: Visibility): Promise<NodeRow[]> {
    const rows: NodeRow[] = [];
    for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
      const query = this.#knex('nodes')
        .select('nodes.*')
        .whereIn('nodes.name', names.slice(start, start + NAMES_AT_ONCE));
      applyFilter(this.#knex, query, { status: ALL_STATUSES }, visible);
      rows.push(...(await query));
    }
    return rows.sort(byTitle);
  }

  /** Those of some nodes that something is allowed on. */
  async permitted(names: string[], allowed: Visibility): Promise<Set<string>> {
    if ('all' in allowed) {
      return new Set(names);
    }
    const permitted = new Set<string>();
    for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
      const query = this.#knex('nodes').whereIn(
        'nodes.name',
        names.slice(start, start + NAMES_AT_ONCE),
      );
      whereCriteria(this.#knex, query, allowed.criteria);
      for (const name of await query.pluck<string[]>('nodes.name')) {
        permitted.add(name);
      }
    }
    return permitted;
  }

  async #named(given: string[], visible: Visibility): Promise<NodeRow[]> {
    const names = [...new Set(given)];
    const rows = await this.visible(names, visible);
    if (rows.length < names.length) {
      const found = new Set(rows.map(({ name }) => name));
      const absent = names.filter(name => !found.has(name));
      const shown = absent.slice(0, NAMES_SHOWN).join(', ');
      throw new NotFoundError(
        `${
          absent.length
        } of the nodes are not there or not visible to you: ${shown}${
          absent.length > NAMES_SHOWN ? ', …' : ''
        }`,
      );
    }
    return rows;
  }

  async #filtered(
    filter: ResolvedFilter,
    visible: Visibility,
  ): Promise<NodeRow[]> {
    const query = this.#knex('nodes').select('nodes.*');
    applyFilter(this.#knex, query, filter, visible);
    const rows: NodeRow[] = await query.limit(MAX_NODES + 1);
    if (rows.length > MAX_NODES) {
      throw new InputError(
        `These are more than ${MAX_NODES} nodes; choose fewer`,
      );
    }
    return rows;
  }
}
