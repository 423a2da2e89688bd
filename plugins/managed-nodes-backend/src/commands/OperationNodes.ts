import {
  NodeOutcome,
  OperationNodeQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { Visibility } from '../nodes/filters';
import { NodeCriteria, whereCriteria } from '../nodes/predicates';
import { decodeCursor, encodeCursor, nodeCursor } from './cursors';
import { OperationNodeRow } from './types';

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

/** A node of an operation, with what AWS calls what was sent to it. */
export type NodeWithCommand = OperationNodeRow & { command_id: string | null };

/** How many nodes of operations have each outcome. */
export type OutcomeCounts = Partial<Record<NodeOutcome, number>>;

/** How many nodes of each operation have each outcome. */
export async function countOutcomes(
  knex: Knex,
  ids: string[],
): Promise<Map<string, OutcomeCounts>> {
  const rows: Array<{
    operation_id: string;
    outcome: NodeOutcome;
    nodes: number | string;
  }> = await knex('command_nodes')
    .whereIn('operation_id', ids)
    .groupBy('operation_id', 'outcome')
    .select('operation_id', 'outcome')
    .count({ nodes: '*' });
  const counted = new Map<string, OutcomeCounts>();
  for (const row of rows) {
    counted.set(row.operation_id, {
      ...counted.get(row.operation_id),
      [row.outcome]: Number(row.nodes),
    });
  }
  return counted;
}

/** Reads the nodes of operations, always within what the caller may see. */
export class OperationNodes {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): OperationNodes {
    return new OperationNodes(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** One page of the nodes of an operation. */
  async page(
    id: string,
    request: OperationNodeQuery,
    visible: Visibility,
  ): Promise<{
    rows: NodeWithCommand[];
    totalItems: number;
    nextCursor: string | null;
  }> {
    const query = this.#of(id, visible);
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
      rows: page,
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

  /** One node of an operation. */
  async get(
    id: string,
    name: string,
    visible: Visibility,
  ): Promise<NodeWithCommand | undefined> {
    return this.#of(id, visible)
      .where('command_nodes.name', name)
      .select('command_nodes.*', 'command_groups.command_id')
      .first();
  }

  /** Those nodes of an operation that can be tried again. */
  async retriable(id: string, visible: Visibility): Promise<string[]> {
    return this.#of(id, visible)
      .whereIn('command_nodes.outcome', RETRIED_OUTCOMES)
      .pluck('command_nodes.name');
  }

  /** How many nodes of operations, of those with some outcomes, the caller may see and do something to. */
  async count(
    ids: string[],
    outcomes: NodeOutcome[],
    ...within: Visibility[]
  ): Promise<Map<string, number>> {
    if (!ids.length) {
      return new Map();
    }
    const found: Array<{ operation_id: string; nodes: number | string }> =
      await this.#knex('command_nodes')
        .whereIn('operation_id', ids)
        .whereIn('outcome', outcomes)
        .modify(nodes => {
          within.forEach(visible => this.whereVisible(nodes, visible));
        })
        .groupBy('operation_id')
        .select('operation_id')
        .count({ nodes: '*' });
    return new Map(found.map(row => [row.operation_id, Number(row.nodes)]));
  }

  /** Narrows `command_nodes`. What is not in the node store any more is seen by those who may see everything. */
  whereVisible(nodes: Knex.QueryBuilder, visible: Visibility): void {
    if (!('all' in visible)) {
      this.whereNode(nodes, visible.criteria);
    }
  }

  /** Narrows `command_nodes` to those whose nodes meet some criteria. */
  whereNode(nodes: Knex.QueryBuilder, criteria: NodeCriteria): void {
    nodes.whereExists(
      this.#knex('nodes')
        .select(this.#knex.raw('1'))
        .whereRaw('nodes.name = command_nodes.name')
        .modify(query => whereCriteria(this.#knex, query, criteria)),
    );
  }

  #of(id: string, visible: Visibility): Knex.QueryBuilder {
    return this.#knex('command_nodes')
      .join('command_groups', group =>
        group
          .on('command_groups.operation_id', 'command_nodes.operation_id')
          .on('command_groups.number', 'command_nodes.group_number'),
      )
      .where('command_nodes.operation_id', id)
      .modify(nodes => this.whereVisible(nodes, visible));
  }
}
