import { Knex } from 'knex';
import { Decision, NewRun, RUN_KIND, RunWithOperation } from './types';

/** Runs that are told to have expired at once. */
const EXPIRED_AT_ONCE = 100;

/** Keeps what runs have besides their operations. */
export class RunStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): RunStore {
    return new RunStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Notes a run in the transaction in which its operation is noted. */
  async insert(
    trx: Knex.Transaction,
    operationId: string,
    run: NewRun,
    now: number,
  ): Promise<void> {
    await trx('runs').insert({
      operation_id: operationId,
      runbook: run.runbook,
      title: run.title,
      hash: run.hash,
      shown_parameters: JSON.stringify(run.shown),
      given_parameters: JSON.stringify(run.given),
      results: run.results ? JSON.stringify(run.results) : null,
      ...(run.approval
        ? {
            approval: 'pending',
            approval_reasons: JSON.stringify(run.approval.reasons),
            approvers: JSON.stringify(run.approval.approvers),
            approval_expires_at: run.approval.expiresAt,
          }
        : { launched_at: now }),
    });
  }

  /** A run, whoever asks. */
  async get(id: string): Promise<RunWithOperation | undefined> {
    return this.#runs().where('command_operations.id', id).first();
  }

  /**
   * Notes a decision, unless there is one already or the time for it is over.
   *
   * @returns whether it counts.
   */
  async decide(
    id: string,
    { approved, by, comment }: Decision,
    now: number,
    trx: Knex = this.#knex,
  ): Promise<boolean> {
    const changed = await trx('runs')
      .where({ operation_id: id, approval: 'pending' })
      .where('approval_expires_at', '>', now)
      .update({
        approval: approved ? 'approved' : 'rejected',
        decided_by: by,
        decided_at: now,
        decision_comment: comment,
      });
    return changed > 0;
  }

  /** Notes that a request is over without a launch. */
  async end(
    trx: Knex.Transaction,
    id: string,
    how: 'expired' | 'withdrawn',
  ): Promise<void> {
    await trx('runs')
      .where({ operation_id: id })
      .whereIn('approval', ['pending', 'approved'])
      .update({ approval: how });
  }

  /** Notes that what was approved is handed to be sent. */
  async launched(
    trx: Knex.Transaction,
    id: string,
    now: number,
  ): Promise<void> {
    await trx('runs').where({ operation_id: id }).update({ launched_at: now });
  }

  /** Requests whose time is over. */
  async expired(now: number): Promise<RunWithOperation[]> {
    return this.#runs()
      .where('command_operations.state', 'held')
      .whereIn('runs.approval', ['pending', 'approved'])
      .where('runs.approval_expires_at', '<=', now)
      .orderBy('runs.approval_expires_at')
      .limit(EXPIRED_AT_ONCE);
  }

  /** Deletes runs that ended before a time, with all that is known of them. */
  async forget(before: number): Promise<number> {
    return this.#knex('command_operations')
      .where({ kind: RUN_KIND })
      .where('ended_at', '<', before)
      .delete();
  }

  #runs(): Knex.QueryBuilder<object, RunWithOperation[]> {
    return this.#knex('command_operations')
      .join('runs', 'runs.operation_id', 'command_operations.id')
      .select('runs.*', 'command_operations.*');
  }
}
