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
  decodeCursor,
  encodeCursor,
  operationCursor,
} from '../../commands/cursors';
import {
  countOutcomes,
  NodeWithCommand,
  OperationNodes,
  RETRIED_OUTCOMES,
} from '../../commands/OperationNodes';
import {
  ENDED_STATES,
  OPEN_OUTCOMES,
  OperationRow,
} from '../../commands/types';
import { Visibility } from '../../nodes/filters';
import { NodeCriteria } from '../../nodes/predicates';
import { presentNode, presentOperation } from './present';

/** Who looks, and what they may do. */
export interface Viewer {
  visible: Visibility;
  /** On which nodes they may have each action done. */
  allowed: Record<PatchAction, Visibility>;
  /** Undefined when it is no human, who may do nothing about operations. */
  userEntityRef: string | undefined;
}

/** A list request with relations looked up. */
export type ListRequest = Omit<PatchOperationQuery, 'relatedTo'> & {
  related?: NodeCriteria;
};

/** Reads operations, always within what the caller may see. */
export class OperationQueries {
  readonly #knex: Knex;
  readonly #nodes: OperationNodes;
  readonly #partition: string;

  static create(options: { knex: Knex; partition: string }): OperationQueries {
    return new OperationQueries(options.knex, options.partition);
  }

  private constructor(knex: Knex, partition: string) {
    this.#knex = knex;
    this.#nodes = OperationNodes.create({ knex });
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
        this.#nodes.whereNode(nodes, related);
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
    const { rows, ...page } = await this.#nodes.page(id, request, visible);
    return {
      items: rows.map(row => presentNode(row, this.#partition)),
      ...page,
    };
  }

  /** One node of an operation that the caller may see, as it is stored. */
  async node(
    id: string,
    name: string,
    visible: Visibility,
  ): Promise<NodeWithCommand | undefined> {
    return this.#nodes.get(id, name, visible);
  }

  /** Those nodes of an operation that can be tried again. */
  async retriable(id: string, visible: Visibility): Promise<string[]> {
    return this.#nodes.retriable(id, visible);
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
            this.#nodes.whereVisible(nodes, visible);
            narrow(nodes);
          }),
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
      const found = await this.#nodes.count(
        rows.filter(row => row.action === action).map(({ id }) => id),
        outcomes,
        viewer.visible,
        viewer.allowed[action],
      );
      found.forEach((nodes, id) => counted.set(id, nodes));
    }
    return counted;
  }
}
