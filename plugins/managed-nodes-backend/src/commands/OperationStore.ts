import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { End, endNodes } from './endNodes';
import { endWholes, GroupKey } from './groupRows';
import { SENDER_LEASE_MS } from './OperationDispatch';
import { CommandGroup } from './groups';
import {
  GroupRow,
  GroupState,
  NewOperation,
  isOpen,
  OperationNode,
  OperationNodeRow,
  OperationRow,
} from './types';

/** Rows and names per statement: what SQLite takes. */
const ROWS_AT_ONCE = 50;

function* chunks<T>(items: T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) {
    yield items.slice(start, start + size);
  }
}

/** Done in the transaction in which an operation changes; what it throws undoes the change. */
type Also = (trx: Knex.Transaction, operationId: string) => Promise<void>;

/** Keeps operations, and takes their nodes when they are started. */
export class OperationStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): OperationStore {
    return new OperationStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Notes an operation with everything it will send, and takes its nodes. All
   * of that is done, or nothing. One that is held takes no nodes, and waits
   * until it is launched or dropped.
   *
   * @param options.also - done with it, when it is new
   * @returns the operation that the person started with this key before, if
   * they did.
   * @throws ConflictError when another operation has one of the nodes.
   */
  async create(
    operation: NewOperation,
    groups: Array<CommandGroup<OperationNode>>,
    now: number,
    { held = false, also }: { held?: boolean; also?: Also } = {},
  ): Promise<{ id: string; isNew: boolean }> {
    const id = randomUUID();
    const isNew = await this.#knex.transaction(async trx => {
      const inserted: object[] = await trx('command_operations')
        .insert({
          id,
          kind: operation.kind,
          action: operation.action,
          transport: operation.transport ?? 'command',
          document: operation.document,
          version: operation.version ?? null,
          nodes_parameter: operation.nodesParameter ?? null,
          parameters: JSON.stringify(operation.parameters),
          state: held ? 'held' : 'queued',
          started_by: operation.startedBy,
          idempotency_key: operation.idempotencyKey,
          digest: operation.digest,
          started_at: now,
          note: operation.note,
          max_concurrency: operation.maxConcurrency,
          max_errors: operation.maxErrors,
          skipped: JSON.stringify(operation.skipped),
          retry_of: operation.retryOf,
          sending_until: held ? null : now + SENDER_LEASE_MS,
        })
        .onConflict(['started_by', 'idempotency_key'])
        .ignore()
        .returning('id');
      if (!inserted.length) {
        return false;
      }
      if (!held) {
        await this.#claim(
          trx,
          id,
          operation.nodes.map(({ name }) => name),
        );
      }
      for (const group of groups) {
        await this.#addGroup(trx, id, group, held ? 'held' : 'planned');
      }
      await also?.(trx, id);
      return true;
    });
    if (isNew) {
      return { id, isNew };
    }
    const before = await this.findByKey(
      operation.startedBy,
      operation.idempotencyKey,
    );
    return { id: before!.id, isNew };
  }

  /**
   * Takes the nodes of an operation that was held, and lets it be sent. Of
   * several who do so at once, one does.
   *
   * @param also - done with it
   * @returns false when it was not held any more.
   * @throws ConflictError when another operation has one of the nodes.
   */
  async launch(id: string, now: number, also?: Also): Promise<boolean> {
    return this.#release(
      id,
      { state: 'queued', sending_until: now + SENDER_LEASE_MS },
      async trx => {
        await this.#claim(
          trx,
          id,
          await trx('command_nodes').where({ operation_id: id }).pluck('name'),
        );
        await trx('command_groups')
          .where({ operation_id: id, state: 'held' })
          .update({ state: 'planned' });
        await also?.(trx, id);
      },
    );
  }

  /**
   * Notes that an operation that was held will never be sent.
   *
   * @param also - done with it
   * @returns false when it was not held any more.
   */
  async drop(id: string, end: End, also?: Also): Promise<boolean> {
    return this.#release(
      id,
      { state: 'cancelled', ended_at: end.now },
      async trx => {
        await trx('command_groups')
          .where({ operation_id: id, state: 'held' })
          .update({ state: 'unsent', ended_at: end.now });
        await endNodes(trx, id, () => {}, end);
        await endWholes(
          trx,
          groups => {
            groups.where({ operation_id: id });
          },
          end,
        );
        await also?.(trx, id);
      },
    );
  }

  /** The operation a person started with a key. */
  async findByKey(
    startedBy: string,
    key: string,
  ): Promise<OperationRow | undefined> {
    return this.#knex<OperationRow>('command_operations')
      .where({ started_by: startedBy, idempotency_key: key })
      .first();
  }

  async get(id: string): Promise<OperationRow | undefined> {
    return this.#knex<OperationRow>('command_operations').where({ id }).first();
  }

  async groups(operationId: string): Promise<GroupRow[]> {
    return this.#knex<GroupRow>('command_groups')
      .where({ operation_id: operationId })
      .orderBy('number');
  }

  /** The nodes of a group. */
  async nodes({ operationId, number }: GroupKey): Promise<OperationNodeRow[]> {
    return this.#knex<OperationNodeRow>('command_nodes')
      .where({ operation_id: operationId, group_number: number })
      .orderBy('id');
  }

  /** The nodes of a group on which something may still happen. */
  async openNodes(key: GroupKey): Promise<OperationNodeRow[]> {
    return (await this.nodes(key)).filter(isOpen);
  }

  /** Does something with an operation that is held, which it is not any more then. */
  async #release(
    id: string,
    change: Partial<OperationRow>,
    work: (trx: Knex.Transaction) => Promise<void>,
  ): Promise<boolean> {
    return this.#knex.transaction(async trx => {
      const changed = await trx('command_operations')
        .where({ id, state: 'held' })
        .update(change);
      if (changed > 0) {
        await work(trx);
      }
      return changed > 0;
    });
  }

  async #claim(
    trx: Knex.Transaction,
    operationId: string,
    names: string[],
  ): Promise<void> {
    // In one order, so that two who want the same do not wait for each other.
    for (const some of chunks([...names].sort(), ROWS_AT_ONCE)) {
      const claimed: object[] = await trx('command_claims')
        .insert(some.map(name => ({ name, operation_id: operationId })))
        .onConflict('name')
        .ignore()
        .returning('name');
      if (claimed.length < some.length) {
        throw new ConflictError(
          'Another operation has begun on some of these nodes meanwhile; look at them again',
        );
      }
    }
  }

  async #addGroup(
    trx: Knex.Transaction,
    operationId: string,
    { nodes, ...group }: CommandGroup<OperationNode>,
    state: GroupState,
  ): Promise<void> {
    await trx('command_groups').insert({
      operation_id: operationId,
      number: group.number,
      account: group.account,
      region: group.region,
      state,
      max_concurrency: group.maxConcurrency,
      max_errors: group.maxErrors,
    });
    for (const some of chunks(nodes, ROWS_AT_ONCE)) {
      await trx('command_nodes').insert(
        some.map(node => ({
          ...node,
          operation_id: operationId,
          group_number: group.number,
          sort_title: node.title.toLowerCase().slice(0, 256),
          outcome: 'queued',
        })),
      );
    }
  }
}
