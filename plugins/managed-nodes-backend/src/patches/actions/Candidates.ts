import { InputError, NotFoundError } from '@backstage/errors';
import {
  PatchAction,
  PatchTargetNode,
  SkipReason,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { applyFilter, ResolvedFilter, Visibility } from '../../nodes/filters';
import { whereCriteria } from '../../nodes/predicates';
import { NodeRow } from '../../nodes/rows';
import { PatchFreeze } from '../patchConfig';
import { freezeOf } from './freezes';

/** Candidates that are looked at at the most, those that are skipped included. */
const MAX_CANDIDATES = 2_000;

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

/** What is to be known of accounts. */
interface NamedAccounts {
  get(id: string): { name: string; tags: Record<string, string> } | undefined;
}

/** Which nodes somebody means. */
export type ResolvedSelection =
  | { nodes: string[] }
  | { filter: ResolvedFilter };

/** What a caller may do, asked for just now. */
export interface Rights {
  /** The nodes they may see. */
  visible: Visibility;
  /** The nodes they may do it to. */
  allowed: Visibility;
}

/** A node that somebody means, and why it takes no part, if so. */
export interface Candidate {
  row: NodeRow;
  node: PatchTargetNode;
  skip: { reason: SkipReason; detail: string } | null;
}

/** Tells which nodes an action would be done to, and which not and why. */
export class Candidates {
  readonly #knex: Knex;
  readonly #accounts: NamedAccounts;
  readonly #freezes: PatchFreeze[];

  static create(options: {
    knex: Knex;
    accounts: NamedAccounts;
    freezes: PatchFreeze[];
  }): Candidates {
    return new Candidates(options);
  }

  private constructor(options: Parameters<typeof Candidates.create>[0]) {
    this.#knex = options.knex;
    this.#accounts = options.accounts;
    this.#freezes = options.freezes;
  }

  /**
   * The nodes somebody means, by title.
   *
   * @throws NotFoundError when they name nodes that are not there, or that
   * they may not see, which is the same to them.
   * @throws InputError when there are too many.
   */
  async find(
    action: PatchAction,
    selection: ResolvedSelection,
    rights: Rights,
    now: number,
  ): Promise<Candidate[]> {
    const rows =
      'nodes' in selection
        ? await this.#named(selection.nodes, rights.visible)
        : await this.#filtered(selection.filter, rights.visible);
    return this.#judge(action, rows, rights.allowed, now);
  }

  /**
   * Which nodes of an operation under way may not take part any more, with
   * why, by name.
   */
  async recheck(
    action: PatchAction,
    names: string[],
    operationId: string,
    rights: Rights,
    now: number,
  ): Promise<Map<string, string>> {
    const rows = await this.#visible(names, rights.visible);
    const judged = await this.#judge(
      action,
      rows,
      rights.allowed,
      now,
      operationId,
    );
    const byName = new Map(judged.map(item => [item.row.name, item]));
    return new Map(
      names.flatMap(name => {
        const item = byName.get(name);
        const why = item
          ? item.skip?.detail
          : 'It is not there any more, or not visible to whoever started this';
        return why ? [[name, why] as const] : [];
      }),
    );
  }

  async #visible(names: string[], visible: Visibility): Promise<NodeRow[]> {
    const rows: NodeRow[] = [];
    for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
      const query = this.#knex('nodes')
        .select('nodes.*')
        .whereIn('nodes.name', names.slice(start, start + NAMES_AT_ONCE));
      applyFilter(this.#knex, query, { status: ALL_STATUSES }, visible);
      rows.push(...(await query));
    }
    return rows;
  }

  async #named(given: string[], visible: Visibility): Promise<NodeRow[]> {
    const names = [...new Set(given)];
    const rows = await this.#visible(names, visible);
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
    const rows: NodeRow[] = await query.limit(MAX_CANDIDATES + 1);
    if (rows.length > MAX_CANDIDATES) {
      throw new InputError(
        `These are more than ${MAX_CANDIDATES} nodes; choose fewer`,
      );
    }
    return rows;
  }

  async #judge(
    action: PatchAction,
    rows: NodeRow[],
    allowed: Visibility,
    now: number,
    operationId?: string,
  ): Promise<Candidate[]> {
    const names = rows.map(({ name }) => name);
    const [permitted, taken] = await Promise.all([
      this.#permitted(names, allowed),
      this.#taken(names, operationId),
    ]);
    return rows
      .sort((a, b) =>
        a.sort_title === b.sort_title
          ? a.id - b.id
          : Number(a.sort_title > b.sort_title) * 2 - 1,
      )
      .map(row => ({
        row,
        node: this.#present(row),
        skip: permitted.has(row.name)
          ? this.#obstacle(action, row, taken, now)
          : {
              reason: 'not-permitted',
              detail:
                action === 'scan'
                  ? 'You may not have it scanned'
                  : 'You may not have patches installed on it',
            },
      }));
  }

  /** Those of the nodes that meet the criteria of the action. */
  async #permitted(names: string[], allowed: Visibility): Promise<Set<string>> {
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

  /** Those of the nodes that another operation has. */
  async #taken(
    names: string[],
    operationId: string | undefined,
  ): Promise<Set<string>> {
    const taken = new Set<string>();
    for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
      const claims: Array<{ name: string; operation_id: string }> =
        await this.#knex('command_claims').whereIn(
          'name',
          names.slice(start, start + NAMES_AT_ONCE),
        );
      for (const claim of claims) {
        if (claim.operation_id !== operationId) {
          taken.add(claim.name);
        }
      }
    }
    return taken;
  }

  #obstacle(
    action: PatchAction,
    row: NodeRow,
    taken: Set<string>,
    now: number,
  ): Candidate['skip'] {
    switch (row.status) {
      case 'online':
        break;
      case 'stopped':
        return { reason: 'offline', detail: 'Its instance is stopped' };
      case 'connection-lost':
        return { reason: 'offline', detail: 'Its agent does not answer' };
      case 'missing':
        return {
          reason: 'gone',
          detail: 'The last listing of its account and Region did not show it',
        };
      default:
        return { reason: 'gone', detail: 'It is not managed any more' };
    }
    if (taken.has(row.name)) {
      return {
        reason: 'already-running',
        detail: 'A scan or install from the portal is under way there',
      };
    }
    const freeze = freezeOf(row, action, this.#freezes, this.#accounts, now);
    return freeze
      ? {
          reason: 'freeze',
          detail: `${freeze.name}: not before ${new Date(
            freeze.to,
          ).toISOString()}`,
        }
      : null;
  }

  #present(row: NodeRow): PatchTargetNode {
    return {
      name: row.name,
      title: row.title,
      nodeId: row.node_id,
      account: row.account,
      accountName: this.#accounts.get(row.account)?.name ?? null,
      region: row.region,
      environment: row.environment,
      platformName: row.platform_name,
      ownerRef: row.owner_ref,
      status: row.status,
      patchBucket: row.patch_bucket,
      missing: row.patch_lacking,
    };
  }
}
