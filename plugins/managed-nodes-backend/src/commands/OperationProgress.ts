import {
  NodeOutcome,
  OperationState,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { End, endNodes } from './endNodes';
import { GroupKey } from './OperationDispatch';
import {
  ENDED_OUTCOMES,
  ENDED_STATES,
  IDLE_STATES,
  NodeReport,
  OPEN_OUTCOMES,
  OperationNodeRow,
  OperationRow,
} from './types';

/** Names per statement: what SQLite takes. */
const NAMES_AT_ONCE = 500;

/** How soon a node is read again after something ended on it. */
const REFRESH_AFTER_MS = 2_000;

/** Told of what becomes of operations. */
export interface OperationObserver {
  /** Something in it is not as it was. */
  changed?(operationId: string): void;
  /** Nodes were left out right before their command was sent, each with why. */
  leftOut?(operation: OperationRow, reasons: Map<string, string>): void;
  /** Nothing more will happen in it. Told once. */
  ended?(operation: OperationRow): void;
}

function isEnded(outcome: NodeOutcome): boolean {
  return ENDED_OUTCOMES.includes(outcome);
}

function stateOf(
  operation: OperationRow,
  outcomes: Partial<Record<NodeOutcome, number>>,
  unread: number,
): OperationState {
  const has = (...some: NodeOutcome[]) => some.some(word => outcomes[word]);
  if (has(...OPEN_OUTCOMES) || unread > 0) {
    if (operation.cancelled_at !== null) {
      return 'cancelling';
    }
    const begun =
      operation.sent_as !== null ||
      has('running', 'waiting', ...ENDED_OUTCOMES);
    return begun ? 'running' : 'queued';
  }
  // Run Command itself cancels the rest after too many errors.
  if (operation.cancelled_at !== null && has('cancelled')) {
    return 'cancelled';
  }
  return has('failed', 'timed-out', 'not-sent', 'cancelled')
    ? 'failed'
    : 'succeeded';
}

/** Keeps what becomes of the nodes of operations. */
export class OperationProgress {
  readonly #knex: Knex;
  readonly #observer: OperationObserver;

  static create(options: {
    knex: Knex;
    observer?: OperationObserver;
  }): OperationProgress {
    return new OperationProgress(options.knex, options.observer ?? {});
  }

  private constructor(knex: Knex, observer: OperationObserver) {
    this.#knex = knex;
    this.#observer = observer;
  }

  /**
   * Notes what AWS says of the nodes of a group, and lets go of those on which
   * something ended.
   *
   * @returns whether anything is not as it was.
   */
  async report(
    { operationId, number }: GroupKey,
    reports: NodeReport[],
    now: number,
  ): Promise<boolean> {
    const rows: OperationNodeRow[] = await this.#knex('command_nodes')
      .where({ operation_id: operationId, group_number: number })
      .whereIn('outcome', OPEN_OUTCOMES);
    const byId = new Map(reports.map(report => [report.nodeId, report]));
    let changed = false;
    for (const row of rows) {
      const report = byId.get(row.node_id);
      if (
        report &&
        (report.outcome !== row.outcome || report.detail !== row.detail)
      ) {
        await this.#change(row, report, now);
        changed = true;
      }
    }
    return changed;
  }

  /** Notes that nothing more happens on these nodes of an operation, but for those on which it ended before. */
  async end(operationId: string, names: string[], end: End): Promise<void> {
    for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
      const some = names.slice(start, start + NAMES_AT_ONCE);
      await this.#knex.transaction(trx =>
        endNodes(
          trx,
          operationId,
          nodes => {
            nodes.whereIn('name', some);
          },
          end,
        ),
      );
    }
  }

  /** How many nodes of an operation have each outcome. */
  async outcomes(
    operationId: string,
  ): Promise<Partial<Record<NodeOutcome, number>>> {
    const rows: Array<{ outcome: NodeOutcome; nodes: number | string }> =
      await this.#knex('command_nodes')
        .where({ operation_id: operationId })
        .groupBy('outcome')
        .select('outcome')
        .count({ nodes: '*' });
    return Object.fromEntries(
      rows.map(row => [row.outcome, Number(row.nodes)]),
    );
  }

  /** Brings the state of an operation, and of its groups, in line with its nodes. */
  async settle(operationId: string, now: number): Promise<void> {
    const operation = await this.#knex<OperationRow>('command_operations')
      .where({ id: operationId })
      .first();
    if (!operation || IDLE_STATES.includes(operation.state)) {
      return;
    }
    await this.#knex('command_groups')
      .where({ operation_id: operationId, state: 'sent' })
      .whereNotExists(
        this.#knex('command_nodes')
          .select(this.#knex.raw('1'))
          .whereRaw('command_nodes.operation_id = command_groups.operation_id')
          .whereRaw('command_nodes.group_number = command_groups.number')
          .whereIn('outcome', OPEN_OUTCOMES),
      )
      .update({ state: 'ended', poll_at: null });
    const [{ unread }] = await this.#knex('command_nodes')
      .where({ operation_id: operationId, refreshes: 0 })
      .whereNotNull('refresh_at')
      .count({ unread: '*' });
    const state = stateOf(
      operation,
      await this.outcomes(operationId),
      Number(unread),
    );
    const ended = ENDED_STATES.includes(state);
    const changed = await this.#knex('command_operations')
      .where({ id: operationId })
      .whereNotIn('state', IDLE_STATES)
      .update({ state, ...(ended && { ended_at: now, sending_until: null }) });
    this.#observer.changed?.(operationId);
    if (ended && changed) {
      this.#observer.ended?.({ ...operation, state, ended_at: now });
    }
  }

  async #change(
    row: OperationNodeRow,
    { outcome, detail }: NodeReport,
    now: number,
  ): Promise<void> {
    const ended = isEnded(outcome);
    const begun = row.started_at === null && outcome !== 'queued';
    await this.#knex.transaction(async trx => {
      await trx('command_nodes')
        .where({ id: row.id })
        .whereIn('outcome', OPEN_OUTCOMES)
        .update({
          outcome,
          detail,
          ...(begun && outcome !== 'waiting' && { started_at: now }),
          ...(ended && { ended_at: now, refresh_at: now + REFRESH_AFTER_MS }),
        });
      if (ended) {
        await trx('command_claims')
          .where({ operation_id: row.operation_id, name: row.name })
          .delete();
      }
    });
  }
}
