import { NodeOutcome } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { End, endNodes } from './endNodes';
import {
  endWholes,
  GroupKey,
  readWholes,
  whereGroup,
  whereOpen,
} from './groupRows';
import { stateOf } from './operationState';
import { GroupReport } from './Transport';
import {
  ENDED_OUTCOMES,
  ENDED_STATES,
  IDLE_STATES,
  NodeReport,
  OPEN_OUTCOMES,
  OperationNodeRow,
  OperationRow,
  PATCH_KIND,
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
   * Notes what AWS says of a group and its nodes, and lets go of those on which
   * something ended.
   *
   * @returns whether anything is not as it was.
   */
  async report(
    key: GroupKey,
    { nodes, whole }: GroupReport,
    now: number,
  ): Promise<boolean> {
    const rows: OperationNodeRow[] = await this.#knex('command_nodes')
      .where({ operation_id: key.operationId, group_number: key.number })
      .whereIn('outcome', OPEN_OUTCOMES);
    const byId = new Map(nodes.map(report => [report.nodeId, report]));
    let changed = whole ? await this.#reportWhole(key, whole, now) : false;
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

  /** Notes that nothing more happens in what AWS has of a group, unless it ended before. */
  async endWhole(key: GroupKey, end: End): Promise<void> {
    await endWholes(
      this.#knex,
      groups => {
        groups.where(whereGroup(key));
      },
      end,
    );
  }

  /** Brings the state of an operation, and of its groups, in line with what became of it. */
  async settle(operationId: string, now: number): Promise<void> {
    // Also of one that has ended: two may settle it at once.
    await this.#knex('command_groups')
      .where({ operation_id: operationId, state: 'sent' })
      .whereNot(whereOpen)
      .update({
        state: 'ended',
        poll_at: null,
        ended_at: this.#knex.raw('coalesce(ended_at, ?)', [now]),
      });
    const operation = await this.#knex<OperationRow>('command_operations')
      .where({ id: operationId })
      .first();
    if (!operation || IDLE_STATES.includes(operation.state)) {
      return;
    }
    const wholes = await readWholes(this.#knex, operationId);
    const outcomes = new Set([
      ...(await this.#nodeOutcomes(operationId)),
      ...wholes.outcomes,
    ]);
    const state = stateOf(
      operation,
      outcomes,
      wholes.open || (await this.#isUnread(operation)),
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

  /** Notes how it is with a group as a whole; what has ended stays as it is. */
  async #reportWhole(
    key: GroupKey,
    { outcome, detail }: NonNullable<GroupReport['whole']>,
    now: number,
  ): Promise<boolean> {
    const changed = await this.#knex('command_groups')
      .where(whereGroup(key))
      .where(open =>
        open.whereNull('outcome').orWhereIn('outcome', OPEN_OUTCOMES),
      )
      .where(other =>
        other
          .whereNull('outcome')
          .orWhereNot('outcome', outcome)
          .orWhereRaw("coalesce(detail, '') <> ?", [detail ?? '']),
      )
      .update({
        outcome,
        detail,
        ...(isEnded(outcome) && { ended_at: now }),
      });
    return changed > 0;
  }

  /** The outcomes that nodes of an operation have. */
  async #nodeOutcomes(operationId: string): Promise<NodeOutcome[]> {
    return this.#knex('command_nodes')
      .where({ operation_id: operationId })
      .distinct('outcome')
      .pluck('outcome');
  }

  /** Whether it is still to be seen what a node says after an operation that was about what it says. */
  async #isUnread({ id, kind }: OperationRow): Promise<boolean> {
    if (kind !== PATCH_KIND) {
      return false;
    }
    const unread = await this.#knex('command_nodes')
      .where({ operation_id: id, refreshes: 0 })
      .whereNotNull('refresh_at')
      .first('id');
    return unread !== undefined;
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
