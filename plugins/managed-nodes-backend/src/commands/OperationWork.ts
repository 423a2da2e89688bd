import { PatchBucket } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { whereOpen } from './groupRows';
import {
  GroupRow,
  IDLE_STATES,
  OPEN_OUTCOMES,
  OperationNodeRow,
  OperationRow,
} from './types';

/** How long an attempt to send a group may take before it counts as broken off. */
const ATTEMPT_LEASE_MS = 120_000;

/** A group with what its operation is. */
export type GroupOfOperation = GroupRow &
  Pick<OperationRow, 'document' | 'transport' | 'cancelled_by'>;

/** A node on which something ended. */
export type NodeToRefresh = OperationNodeRow &
  Pick<GroupRow, 'sent_at'> &
  Pick<OperationRow, 'kind'>;

/** What a node says of its patches now. */
interface NodeNow {
  bucket: PatchBucket;
  lacking: number;
  reportedAt: number;
}

/** Finds what there is to do for operations under way, and when. */
export class OperationWork {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): OperationWork {
    return new OperationWork(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Whether anything is under way at all. */
  async any(): Promise<boolean> {
    const group = await this.#knex('command_groups')
      .whereIn('state', ['planned', 'sending', 'sent'])
      .first('id');
    return (
      group !== undefined ||
      (await this.#knex('command_nodes')
        .whereNotNull('refresh_at')
        .first('id')) !== undefined ||
      (await this.#knex('command_operations')
        .whereNotIn('state', IDLE_STATES)
        .first('id')) !== undefined
    );
  }

  /** Groups that were never sent and whose sender is gone. */
  async abandoned(now: number): Promise<GroupOfOperation[]> {
    return this.#groups()
      .where('command_groups.state', 'planned')
      .where(gone =>
        gone
          .whereNull('command_operations.sending_until')
          .orWhere('command_operations.sending_until', '<', now),
      );
  }

  /** Groups of which nobody knows whether AWS has them. */
  async unanswered(now: number): Promise<GroupOfOperation[]> {
    return this.#groups()
      .where('command_groups.state', 'sending')
      .where('command_groups.attempt_at', '<', now - ATTEMPT_LEASE_MS);
  }

  /** Groups that AWS has, those first that are to be looked at first. */
  async sent(): Promise<GroupOfOperation[]> {
    return this.#groups()
      .where('command_groups.state', 'sent')
      .orderBy('command_groups.poll_at');
  }

  /** Says when to look at a group again. */
  async lookAgain(group: GroupRow, delay: number, now: number): Promise<void> {
    await this.#knex('command_groups')
      .where({ id: group.id, state: 'sent' })
      .update({ poll_at: now + delay, poll_delay: delay });
  }

  /** Operations in which nothing more happens, as a whole or in a group, and that nobody has noted the end of. */
  async toSettle(): Promise<string[]> {
    return this.#knex('command_operations')
      .where(done =>
        done
          .whereNotIn('state', IDLE_STATES)
          .whereNotExists(
            this.#knex('command_nodes')
              .select(this.#knex.raw('1'))
              .whereRaw('command_nodes.operation_id = command_operations.id')
              .whereIn('outcome', OPEN_OUTCOMES),
          )
          .whereNotExists(
            this.#knex('command_groups')
              .select(this.#knex.raw('1'))
              .whereRaw('command_groups.operation_id = command_operations.id')
              .modify(whereOpen),
          ),
      )
      .orWhereIn(
        'id',
        this.#knex('command_groups')
          .where('command_groups.state', 'sent')
          .whereNot(whereOpen)
          .select('operation_id'),
      )
      .pluck('id');
  }

  /** Nodes to be read anew, each with when its command was sent. */
  async toRefresh(now: number): Promise<NodeToRefresh[]> {
    return this.#knex('command_nodes')
      .join('command_groups', group =>
        group
          .on('command_groups.operation_id', 'command_nodes.operation_id')
          .on('command_groups.number', 'command_nodes.group_number'),
      )
      .join(
        'command_operations',
        'command_operations.id',
        'command_nodes.operation_id',
      )
      .where('command_nodes.refresh_at', '<=', now)
      .orderBy('command_nodes.id')
      .select(
        'command_nodes.*',
        'command_groups.sent_at',
        'command_operations.kind',
      );
  }

  /** Notes what a node says after it was read. */
  async refreshed(
    node: OperationNodeRow,
    after: NodeNow | undefined,
    again: number | null,
  ): Promise<void> {
    await this.#knex('command_nodes')
      .where({ id: node.id })
      .update({
        refresh_at: again,
        refreshes: node.refreshes + 1,
        ...(after && {
          bucket_after: after.bucket,
          missing_after: after.lacking,
        }),
      });
  }

  /** What nodes say of their patches, by name. */
  async nodesNow(names: string[]): Promise<Map<string, NodeNow>> {
    const rows: Array<{
      name: string;
      patch_bucket: PatchBucket;
      patch_lacking: number;
      patch_operation_at: number | string | null;
    }> = await this.#knex('nodes')
      .whereIn('name', names)
      .select('name', 'patch_bucket', 'patch_lacking', 'patch_operation_at');
    return new Map(
      rows.map(row => [
        row.name,
        {
          bucket: row.patch_bucket,
          lacking: row.patch_lacking,
          reportedAt: Number(row.patch_operation_at ?? 0),
        },
      ]),
    );
  }

  #groups(): Knex.QueryBuilder<object, GroupOfOperation[]> {
    return this.#knex('command_groups')
      .join(
        'command_operations',
        'command_operations.id',
        'command_groups.operation_id',
      )
      .select(
        'command_groups.*',
        'command_operations.document',
        'command_operations.transport',
        'command_operations.cancelled_by',
      );
  }
}
