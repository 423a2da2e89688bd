import {
  NodeOutcome,
  OperationNodePage,
  OperationNodeQuery,
  PatchAction,
  PatchOperation,
  PatchOperationPage,
  PatchOperationQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  ENDED_STATES,
  OPEN_OUTCOMES,
  OperationNodeRow,
  OperationRow,
} from '../../commands/types';
import { Visibility } from '../../nodes/filters';
import { NodeCriteria, whereCriteria } from '../../nodes/predicates';
import {
  decodeCursor,
  encodeCursor,
  nodeCursor,
  operationCursor,
} from './cursors';
import { countOutcomes } from './outcomes';
import { presentNode, presentOperation } from './present';

/** Outcomes that can be tried again. */
export const RETRIED_OUTCOMES: NodeOutcome[] = [
  'failed',
  'timed-out',
  'cancelled',
  'not-sent',
];

/** Failed nodes first, then running ones, then the others. */
const RANK =
  "CASE WHEN command_nodes.outcome IN ('failed', 'timed-out') THEN 0 WHEN command_nodes.outcome IN ('running', 'waiting') THEN 1 ELSE 2 END";

/** Who looks, and what they may do. */
export interface Viewer {
  visible: Visibility;
  /** On which nodes they may have each action done. */
  allowed: Record<PatchAction, Visibility>;
  /** Undefined when it is no human, who may do nothing about operations. */
  userEntityRef: string | undefined;
}

type NodeWithCommand = OperationNodeRow & { command_id: string | null };

/** A list request with relations looked up. */
export type ListRequest = Omit<PatchOperationQuery, 'relatedTo'> & {
  related?: NodeCriteria;
};

/** Reads operations, always within what the caller may see. */
export class OperationQueries {
  readonly #knex: Knex;
  readonly #partition: string;

  static create(options: { knex: Knex; partition: string }): OperationQueries {
    return new OperationQueries(options.knex, options.partition);
  }

  private constructor(knex: Knex, partition: string) {
    this.#knex = knex;
    this.#partition = partition;
  }

  /** One page of operations with a node that the caller may see, newest first. */
  async list(
    request: ListRequest,
    viewer: Viewer,
  ): Promise<PatchOperationPage> {
    const { action, state, node, related, limit } = request;
    const startedBy =
      request.startedBy === 'me'
        ? viewer.userEntityRef ?? ''
        : request.startedBy;
    const query = this.#operations(viewer.visible, nodes => {
      if (node !== undefined) {
        nodes.where('command_nodes.name', node);
      }
      if (related) {
        this.#whereNode(nodes, related);
      }
    });
    if (action?.length) {
      query.whereIn('command_operations.action', action);
    }
    if (state?.length) {
      query.whereIn('command_operations.state', state);
    }
    if (startedBy !== undefined) {
      query.where('command_operations.started_by', startedBy);
    }
    if (request.cursor) {
      const { t, i } = decodeCursor(operationCursor, request.cursor);
      query.whereRaw(
        '(command_operations.started_at, command_operations.id) < (?, ?)',
        [t, i],
      );
    }
    const rows: OperationRow[] = await query
      .orderBy('command_operations.started_at', 'desc')
      .orderBy('command_operations.id', 'desc')
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page[page.length - 1];
    return {
      items: await this.#present(page, viewer),
      nextCursor:
        rows.length > limit
          ? encodeCursor({ t: Number(last.started_at), i: last.id })
          : null,
    };
  }

  /** One operation with a node that the caller may see. */
  async get(id: string, viewer: Viewer): Promise<PatchOperation | undefined> {
    const rows: OperationRow[] = await this.#operations(viewer.visible).where(
      'command_operations.id',
      id,
    );
    const [operation] = await this.#present(rows, viewer);
    return operation;
  }

  /** The nodes of an operation that the caller may see. */
  async nodes(
    id: string,
    request: OperationNodeQuery,
    visible: Visibility,
  ): Promise<OperationNodePage> {
    const query = this.#nodes(id, visible);
    if (request.outcome?.length) {
      query.whereIn('command_nodes.outcome', request.outcome);
    }
    for (const word of (request.q ?? '').toLowerCase().split(/\s+/u)) {
      if (word) {
        const pattern = `%${word.replace(/[\\%_]/g, match => `\\${match}`)}%`;
        query.whereRaw(
          "(command_nodes.sort_title LIKE ? ESCAPE '\\' OR command_nodes.node_id LIKE ? ESCAPE '\\')",
          [pattern, pattern],
        );
      }
    }
    const [{ total }] = await query.clone().count({ total: '*' });
    if (request.cursor) {
      const { r, t, i } = decodeCursor(nodeCursor, request.cursor);
      query.whereRaw(
        `(${RANK}, command_nodes.sort_title, command_nodes.id) > (?, ?, ?)`,
        [r, t, i],
      );
    }
    const rows: Array<NodeWithCommand & { rank: number | string }> = await query
      .select(
        'command_nodes.*',
        'command_groups.command_id',
        this.#knex.raw(`${RANK} AS rank`),
      )
      .orderByRaw(`${RANK}, command_nodes.sort_title, command_nodes.id`)
      .limit(request.limit + 1);
    const page = rows.slice(0, request.limit);
    const last = page[page.length - 1];
    return {
      items: page.map(row => presentNode(row, this.#partition)),
      totalItems: Number(total),
      nextCursor:
        rows.length > request.limit
          ? encodeCursor({
              r: Number(last.rank),
              t: last.sort_title,
              i: last.id,
            })
          : null,
    };
  }

  /** One node of an operation that the caller may see, as it is stored. */
  async node(
    id: string,
    name: string,
    visible: Visibility,
  ): Promise<NodeWithCommand | undefined> {
    return this.#nodes(id, visible)
      .where('command_nodes.name', name)
      .select('command_nodes.*', 'command_groups.command_id')
      .first();
  }

  /** Those nodes of an operation that can be tried again. */
  async retriable(id: string, visible: Visibility): Promise<string[]> {
    return this.#nodes(id, visible)
      .whereIn('command_nodes.outcome', RETRIED_OUTCOMES)
      .pluck('command_nodes.name');
  }

  #operations(
    visible: Visibility,
    narrow: (nodes: Knex.QueryBuilder) => void = () => {},
  ): Knex.QueryBuilder {
    return this.#knex('command_operations')
      .select('command_operations.*')
      .where('command_operations.kind', 'patch')
      .whereExists(
        this.#knex('command_nodes')
          .select(this.#knex.raw('1'))
          .whereRaw('command_nodes.operation_id = command_operations.id')
          .modify(nodes => {
            this.#whereVisible(nodes, visible);
            narrow(nodes);
          }),
      );
  }

  #nodes(id: string, visible: Visibility): Knex.QueryBuilder {
    return this.#knex('command_nodes')
      .join('command_groups', group =>
        group
          .on('command_groups.operation_id', 'command_nodes.operation_id')
          .on('command_groups.number', 'command_nodes.group_number'),
      )
      .where('command_nodes.operation_id', id)
      .modify(nodes => this.#whereVisible(nodes, visible));
  }

  /** What is not in the node store any more is seen by those who may see everything. */
  #whereVisible(nodes: Knex.QueryBuilder, visible: Visibility): void {
    if (!('all' in visible)) {
      this.#whereNode(nodes, visible.criteria);
    }
  }

  #whereNode(nodes: Knex.QueryBuilder, criteria: NodeCriteria): void {
    nodes.whereExists(
      this.#knex('nodes')
        .select(this.#knex.raw('1'))
        .whereRaw('nodes.name = command_nodes.name')
        .modify(query => whereCriteria(this.#knex, query, criteria)),
    );
  }

  async #present(
    rows: OperationRow[],
    viewer: Viewer,
  ): Promise<PatchOperation[]> {
    const outcomes = await countOutcomes(
      this.#knex,
      rows.map(({ id }) => id),
    );
    const [cancellable, retriable] = await Promise.all([
      this.#theirs(rows, viewer, OPEN_OUTCOMES),
      this.#theirs(rows, viewer, RETRIED_OUTCOMES),
    ]);
    return rows.map(row => {
      const counted = outcomes.get(row.id) ?? {};
      const open = OPEN_OUTCOMES.reduce(
        (sum, word) => sum + (counted[word] ?? 0),
        0,
      );
      const ended = ENDED_STATES.includes(row.state);
      const human = viewer.userEntityRef !== undefined;
      return presentOperation(row, counted, {
        // All of it or nothing: a command cannot be cancelled in part.
        canCancel:
          human && !ended && open > 0 && cancellable.get(row.id) === open,
        canRetry: human && ended && (retriable.get(row.id) ?? 0) > 0,
      });
    });
  }

  /** How many nodes with some outcomes the caller may see and do the action to. */
  async #theirs(
    rows: OperationRow[],
    viewer: Viewer,
    outcomes: NodeOutcome[],
  ): Promise<Map<string, number>> {
    const counted = new Map<string, number>();
    for (const action of ['scan', 'install'] as const) {
      const ids = rows.filter(row => row.action === action).map(({ id }) => id);
      if (!ids.length) {
        continue;
      }
      const found: Array<{ operation_id: string; nodes: number | string }> =
        await this.#knex('command_nodes')
          .whereIn('operation_id', ids)
          .whereIn('outcome', outcomes)
          .modify(nodes => {
            this.#whereVisible(nodes, viewer.visible);
            this.#whereVisible(nodes, viewer.allowed[action]);
          })
          .groupBy('operation_id')
          .select('operation_id')
          .count({ nodes: '*' });
      found.forEach(row => counted.set(row.operation_id, Number(row.nodes)));
    }
    return counted;
  }
}
