import {
  PatchAction,
  PatchTargetNode,
  SkipReason,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { takenNodes } from '../../commands/claims';
import { obstacleOf } from '../../commands/obstacles';
import { Visibility } from '../../nodes/filters';
import { NodeRow } from '../../nodes/rows';
import { ResolvedSelection, SelectedNodes } from '../../nodes/SelectedNodes';
import { toTargetNode } from '../../nodes/targetNode';
import { freezeWords } from '../../ownership/freezes';
import { PatchFreeze } from '../patchConfig';
import { actionFreeze } from './freezes';

/** What is to be known of accounts. */
interface NamedAccounts {
  get(id: string): { name: string; tags: Record<string, string> } | undefined;
}

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
  readonly #selected: SelectedNodes;
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
    this.#selected = SelectedNodes.create(options);
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
    const rows = await this.#selected.find(selection, rights.visible);
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
    const rows = await this.#selected.visible(names, rights.visible);
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

  async #judge(
    action: PatchAction,
    rows: NodeRow[],
    allowed: Visibility,
    now: number,
    operationId?: string,
  ): Promise<Candidate[]> {
    const names = rows.map(({ name }) => name);
    const [permitted, taken] = await Promise.all([
      this.#selected.permitted(names, allowed),
      takenNodes(this.#knex, names, operationId),
    ]);
    return rows.map(row => ({
      row,
      node: toTargetNode(row, this.#accounts),
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

  #obstacle(
    action: PatchAction,
    row: NodeRow,
    taken: Set<string>,
    now: number,
  ): Candidate['skip'] {
    const obstacle = obstacleOf(row, taken);
    if (obstacle) {
      return obstacle;
    }
    const freeze = actionFreeze(
      row,
      action,
      this.#freezes,
      this.#accounts,
      now,
    );
    return freeze ? { reason: 'freeze', detail: freezeWords(freeze) } : null;
  }
}
