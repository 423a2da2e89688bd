import { Knex } from 'knex';
import { End, endNodes } from './endNodes';
import { endWholes, GroupKey, whereGroup } from './groupRows';
import { GroupRow, IDLE_STATES, SentAs } from './types';

/** How long a sender is believed alive after it was last heard of. */
export const SENDER_LEASE_MS = 120_000;

/** How soon it is looked what became of a command. */
const FIRST_LOOK_MS = 2_000;

/** Keeps which groups of operations are to be sent, by whom, and which never will be. */
export class OperationDispatch {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): OperationDispatch {
    return new OperationDispatch(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Takes a group that is to be sent, for one sender alone.
   *
   * @returns false when it is not to be sent any more.
   */
  async take(key: GroupKey, now: number): Promise<boolean> {
    return this.#turn(key, 'planned', {
      state: 'sending',
      attempt_at: now,
    });
  }

  /**
   * Asked right before each attempt: whether the group is still the
   * sender's. From then on nobody takes it for lost for a while.
   */
  async stillTaken(key: GroupKey, now: number): Promise<boolean> {
    await this.#knex('command_operations')
      .where({ id: key.operationId })
      .whereNotNull('sending_until')
      .update({ sending_until: now + SENDER_LEASE_MS });
    return this.#turn(key, 'sending', { attempt_at: now });
  }

  /**
   * Notes that AWS has the command of a group.
   *
   * @returns false when the group was given up meanwhile, and so nobody looks
   * what becomes of the command.
   */
  async sent(
    key: GroupKey,
    commandId: string,
    now: number,
    sentAs?: SentAs,
  ): Promise<boolean> {
    const changed = await this.#knex('command_groups')
      .where({ ...whereGroup(key), state: 'sending' })
      .update({
        state: 'sent',
        command_id: commandId,
        sent_at: now,
        poll_at: now + FIRST_LOOK_MS,
        poll_delay: FIRST_LOOK_MS,
      });
    if (sentAs) {
      await this.#knex('command_operations')
        .where({ id: key.operationId })
        .update({ sent_as: sentAs });
    }
    return (
      changed > 0 ||
      (await this.#knex('command_groups')
        .where({ ...whereGroup(key), command_id: commandId })
        .first('id')) !== undefined
    );
  }

  /**
   * Gives up a group that was not sent, and with it all its nodes.
   *
   * @param seen - the group as it was found; when it is not so any more,
   * somebody is at it and it stays as it is
   * @returns whether it was given up.
   */
  async giveUp(
    key: GroupKey,
    seen: Pick<GroupRow, 'state' | 'attempt_at'>,
    end: End,
  ): Promise<boolean> {
    return this.#knex.transaction(async trx => {
      const changed = await trx('command_groups')
        .where({
          ...whereGroup(key),
          state: seen.state,
          attempt_at: seen.attempt_at,
        })
        .update({ state: 'unsent', ended_at: end.now });
      if (changed > 0) {
        await this.#endGroup(trx, key, end);
      }
      return changed > 0;
    });
  }

  /** Gives up a group that its sender has taken, and with it all its nodes. */
  async unsent(key: GroupKey, end: End): Promise<void> {
    await this.#knex.transaction(async trx => {
      const changed = await trx('command_groups')
        .where({ ...whereGroup(key), state: 'sending' })
        .update({ state: 'unsent', ended_at: end.now });
      // Whoever follows the operation may have found it at AWS meanwhile.
      if (changed > 0) {
        await this.#endGroup(trx, key, end);
      }
    });
  }

  /** Notes that the sender of an operation is done with it. */
  async doneSending(operationId: string): Promise<void> {
    await this.#knex('command_operations')
      .where({ id: operationId })
      .update({ sending_until: null });
  }

  /**
   * Notes that somebody wants an operation to end. Nothing more of it is sent
   * from now on.
   */
  async cancel(operationId: string, by: string, end: End): Promise<void> {
    await this.#knex.transaction(async trx => {
      await trx('command_operations')
        .where({ id: operationId })
        .whereNotIn('state', IDLE_STATES)
        .whereNull('cancelled_at')
        .update({
          cancelled_by: by,
          cancelled_at: end.now,
          state: 'cancelling',
        });
      const planned: number[] = await trx('command_groups')
        .where({ operation_id: operationId, state: 'planned' })
        .update({ state: 'unsent', ended_at: end.now })
        .returning('number')
        .then((rows: Array<{ number: number }>) =>
          rows.map(({ number }) => number),
        );
      for (const number of planned) {
        await this.#endGroup(trx, { operationId, number }, end);
      }
    });
  }

  async #endGroup(
    trx: Knex.Transaction,
    key: GroupKey,
    end: End,
  ): Promise<void> {
    await endNodes(
      trx,
      key.operationId,
      nodes => {
        nodes.where('group_number', key.number);
      },
      end,
    );
    await endWholes(
      trx,
      groups => {
        groups.where(whereGroup(key));
      },
      end,
    );
  }

  async #turn(
    key: GroupKey,
    from: string,
    change: Partial<GroupRow>,
  ): Promise<boolean> {
    const changed = await this.#knex('command_groups')
      .where(whereGroup(key))
      .where('state', from)
      .whereExists(
        this.#knex('command_operations')
          .select(this.#knex.raw('1'))
          .where({ id: key.operationId })
          .whereNull('cancelled_at'),
      )
      .update(change);
    return changed > 0;
  }
}
