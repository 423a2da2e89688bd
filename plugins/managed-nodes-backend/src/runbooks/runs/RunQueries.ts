import {
  NodeOutcome,
  RunQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  decodeCursor,
  encodeCursor,
  operationCursor,
} from '../../commands/cursors';
import {
  OperationNodes,
  RETRIED_OUTCOMES,
} from '../../commands/OperationNodes';
import { GroupRow } from '../../commands/types';
import { Visibility } from '../../nodes/filters';
import { NodeCriteria } from '../../nodes/predicates';
import { RUN_KIND, RunWithOperation } from './types';

/** Who looks, and what they may do. */
export interface RunViewer {
  visible: Visibility;
  /** On which nodes they may run what is published to them. */
  execute: Visibility;
  /** On which nodes they may approve runs. */
  approve: Visibility;
  /** Whether they may run, and approve, runbooks that take no nodes. */
  fleet: boolean;
  /** Undefined when it is no human, who may do nothing about runs. */
  user: string | undefined;
  /** The entity refs they go by. */
  refs: string[];
}

/** A list request with relations and people looked up. */
export type RunListRequest = Omit<RunQuery, 'relatedTo' | 'startedBy'> & {
  related?: NodeCriteria;
  startedBy?: string[];
};

/** A run as it is stored, with its state in the words of the API. */
export type RunListed = RunWithOperation & { run_state: string };

/** A command or execution of a run, with how many of its nodes there are and how many the viewer sees. */
export type GroupSeen = GroupRow & {
  nodes: number;
  seen: number;
  /** Nodes on which it did not succeed. */
  failed: number;
};

/** The state of a run in the words of the API. */
const STATE = `CASE
  WHEN command_operations.state = 'held' AND runs.approval = 'approved' THEN 'approved'
  WHEN command_operations.state = 'held' THEN 'awaiting-approval'
  WHEN runs.approval IN ('rejected', 'expired') THEN runs.approval
  WHEN command_operations.state = 'running' AND command_operations.transport = 'automation'
    AND EXISTS (SELECT 1 FROM command_groups WHERE command_groups.operation_id = command_operations.id AND command_groups.outcome = 'waiting')
    THEN 'waiting'
  ELSE command_operations.state END`;

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, match => `\\${match}`);
}

/** Reads runs, always within what the caller may see. */
export class RunQueries {
  readonly #knex: Knex;
  readonly #nodes: OperationNodes;

  static create(options: { knex: Knex }): RunQueries {
    return new RunQueries(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
    this.#nodes = OperationNodes.create({ knex });
  }

  /** One page of the runs that a viewer may see, newest first. */
  async list(
    request: RunListRequest,
    viewer: RunViewer,
  ): Promise<{ rows: RunListed[]; nextCursor: string | null }> {
    const { limit } = request;
    const query = this.#seen(viewer);
    this.#narrow(query, request, viewer);
    if (request.cursor) {
      const { t, i } = decodeCursor(operationCursor, request.cursor);
      query.whereRaw(
        '(command_operations.started_at, command_operations.id) < (?, ?)',
        [t, i],
      );
    }
    const rows: RunListed[] = await query
      .orderBy('command_operations.started_at', 'desc')
      .orderBy('command_operations.id', 'desc')
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page[page.length - 1];
    return {
      rows: page,
      nextCursor:
        rows.length > limit
          ? encodeCursor({ t: Number(last.started_at), i: last.id })
          : null,
    };
  }

  /** One run that a viewer may see. */
  async get(id: string, viewer: RunViewer): Promise<RunListed | undefined> {
    return this.#seen(viewer).where('command_operations.id', id).first();
  }

  /** The commands and executions of runs, by the ids of runs. */
  async groups(
    ids: string[],
    visible: Visibility,
  ): Promise<Map<string, GroupSeen[]>> {
    const count = (within?: Visibility, outcomes?: NodeOutcome[]) =>
      this.#knex('command_nodes')
        .whereRaw('command_nodes.operation_id = command_groups.operation_id')
        .whereRaw('command_nodes.group_number = command_groups.number')
        .modify(nodes => {
          if (within) {
            this.#nodes.whereVisible(nodes, within);
          }
          if (outcomes) {
            nodes.whereIn('command_nodes.outcome', outcomes);
          }
        })
        .count('*');
    const rows: GroupSeen[] = await this.#knex('command_groups')
      .whereIn('command_groups.operation_id', ids)
      .select(
        'command_groups.*',
        count().as('nodes'),
        count(visible).as('seen'),
        count(undefined, RETRIED_OUTCOMES).as('failed'),
      )
      .orderBy('command_groups.operation_id')
      .orderBy('command_groups.number');
    const groups = new Map<string, GroupSeen[]>();
    for (const row of rows) {
      groups.set(row.operation_id, [
        ...(groups.get(row.operation_id) ?? []),
        {
          ...row,
          nodes: Number(row.nodes),
          seen: Number(row.seen),
          failed: Number(row.failed),
        },
      ]);
    }
    return groups;
  }

  /** The names of all nodes of a run, whoever asks. */
  async allNodes(id: string): Promise<string[]> {
    return this.#knex('command_nodes')
      .where({ operation_id: id })
      .orderBy('id')
      .pluck('name');
  }

  #narrow(
    query: Knex.QueryBuilder,
    request: RunListRequest,
    viewer: RunViewer,
  ): void {
    const { runbook, state, startedBy, node, related, toDecide } = request;
    if (runbook?.length) {
      query.whereIn('runs.runbook', runbook);
    }
    if (state?.length) {
      query.whereRaw(`${STATE} IN (${state.map(() => '?').join(', ')})`, state);
    }
    if (startedBy) {
      query.whereIn('command_operations.started_by', startedBy);
    }
    if (node !== undefined || related) {
      query.whereExists(
        this.#nodesOf().modify(nodes => {
          this.#nodes.whereVisible(nodes, viewer.visible);
          if (node !== undefined) {
            nodes.where('command_nodes.name', node);
          }
          if (related) {
            this.#nodes.whereNode(nodes, related);
          }
        }),
      );
    }
    if (toDecide !== undefined) {
      query.where(rows => {
        if (toDecide) {
          rows
            .where('command_operations.state', 'held')
            .where('runs.approval', 'pending')
            .whereNot('command_operations.started_by', viewer.user ?? '')
            .where(one => this.#whereApprover(one, viewer));
        } else {
          rows
            .whereNull('runs.approval')
            .orWhereNot('runs.approval', 'pending')
            .orWhere('command_operations.started_by', viewer.user ?? '')
            .orWhereNot(one => this.#whereApprover(one, viewer));
        }
      });
    }
  }

  /**
   * Those with a node that the viewer may see, or that they started. Runs
   * without nodes are about accounts as a whole: they are seen by those who
   * see everything, and by those who are to approve them.
   */
  #seen(viewer: RunViewer): Knex.QueryBuilder {
    const query = this.#knex('command_operations')
      .join('runs', 'runs.operation_id', 'command_operations.id')
      .where('command_operations.kind', RUN_KIND)
      .select(
        'runs.*',
        'command_operations.*',
        this.#knex.raw(`${STATE} AS run_state`),
      );
    if ('all' in viewer.visible) {
      return query;
    }
    return query.where(rows => {
      rows
        .where('command_operations.started_by', viewer.user ?? '')
        .orWhereExists(
          this.#nodesOf().modify(nodes =>
            this.#nodes.whereVisible(nodes, viewer.visible),
          ),
        )
        .orWhere(unbound => {
          unbound
            .whereNotExists(this.#nodesOf())
            .where(one => this.#whereApprover(one, viewer));
        });
    });
  }

  #nodesOf(): Knex.QueryBuilder {
    return this.#knex('command_nodes')
      .select(this.#knex.raw('1'))
      .whereRaw('command_nodes.operation_id = command_operations.id');
  }

  #whereApprover(query: Knex.QueryBuilder, { refs }: RunViewer): void {
    if (!refs.length) {
      query.whereRaw('1 = 0');
      return;
    }
    for (const ref of refs) {
      query.orWhereRaw("runs.approvers LIKE ? ESCAPE '\\'", [
        `%${escapeLike(JSON.stringify(ref))}%`,
      ]);
    }
  }
}
