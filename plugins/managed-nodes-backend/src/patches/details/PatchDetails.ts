import { Knex } from 'knex';
import { AwsClients, ClientUse } from '../../aws/AwsClients';
import { CallMeter, CallObserver } from '../../aws/CallMeter';
import { TargetKey } from '../../nodes/types';
import { PatchReader } from './PatchReader';
import { PatchStore } from './PatchStore';
import { inWords, isOfAll, isRefused, TURN_MS, turnOver } from './readProblems';
import { ReadBatch, readBatch, UnreadNode } from './readBatch';

/** Nodes that are stored together. */
const BATCH = 20;

const MINUTE = 60_000;
const LONGEST_RETRY = 60 * MINUTE;

const NONCOMPLIANT = ['critical', 'security', 'other'];

const COLUMNS = [
  'nodes.id',
  'nodes.node_id',
  'nodes.patch_operation_at',
  'nodes.patch_lacking',
  'nodes.details',
];

interface PatchDetailsOptions {
  knex: Knex;
  clients: Pick<AwsClients, 'forTarget'>;
  store: PatchStore;
  observer?: CallObserver;
  /** Milliseconds that a target may take before others get their turn. Default: a minute. */
  turnMs?: number;
}

/** Reads which patches noncompliant nodes lack, once for each report. */
export class PatchDetails {
  readonly #options: PatchDetailsOptions;

  static create(options: PatchDetailsOptions): PatchDetails {
    return new PatchDetails(options);
  }

  private constructor(options: PatchDetailsOptions) {
    this.#options = options;
  }

  /** The targets with nodes whose last report was not read yet. */
  async targetsToRead(now: number): Promise<TargetKey[]> {
    return this.#unread(now)
      .groupBy('nodes.account', 'nodes.region')
      .orderBy(['nodes.account', 'nodes.region'])
      .select('nodes.account', 'nodes.region');
  }

  /**
   * Reads nodes of a target whose last report was not read yet, those with
   * the newest reports first. What cannot be read is left alone for a while;
   * what is known of it stays.
   *
   * @returns how many were read.
   */
  async readTarget(
    target: TargetKey,
    most: number,
    signal: AbortSignal,
  ): Promise<number> {
    const nodes: UnreadNode[] = await this.#unreadOf(target, Date.now())
      .orderByRaw('COALESCE(nodes.patch_operation_at, 0) DESC, nodes.id')
      .limit(most)
      .select(COLUMNS);
    return this.#read(target, nodes, 'patches', signal);
  }

  /**
   * Reads some nodes at once, for somebody who waits, and forgets what those
   * lacked that are all right now.
   */
  async readNow(
    target: TargetKey,
    nodeIds: string[],
    signal: AbortSignal,
  ): Promise<void> {
    const nodes: UnreadNode[] = await this.#unreadOf(
      target,
      Number.MAX_SAFE_INTEGER,
    )
      .whereIn('nodes.node_id', nodeIds)
      .select(COLUMNS);
    await this.#read(target, nodes, 'interactive', signal);
    await this.#options.store.forgetSettled(
      await this.#options
        .knex('nodes')
        .where({ account: target.account, region: target.region })
        .whereIn('node_id', nodeIds)
        .pluck('id'),
    );
  }

  #unread(now: number): Knex.QueryBuilder {
    return this.#options
      .knex('nodes')
      .leftJoin('node_patch_reads', 'node_patch_reads.node_id', 'nodes.id')
      .whereIn('nodes.patch_bucket', NONCOMPLIANT)
      .whereRaw("nodes.status <> 'left'")
      .whereRaw(
        '(node_patch_reads.operation_at IS NULL OR node_patch_reads.operation_at <> COALESCE(nodes.patch_operation_at, 0))',
      )
      .whereRaw(
        '(node_patch_reads.retry_at IS NULL OR node_patch_reads.retry_at <= ?)',
        [now],
      );
  }

  #unreadOf({ account, region }: TargetKey, now: number): Knex.QueryBuilder {
    return this.#unread(now).where({
      'nodes.account': account,
      'nodes.region': region,
    });
  }

  async #read(
    target: TargetKey,
    nodes: UnreadNode[],
    use: ClientUse,
    signal: AbortSignal,
  ): Promise<number> {
    if (!nodes.length) {
      return 0;
    }
    const turnMs = this.#options.turnMs ?? TURN_MS;
    const turn = AbortSignal.any([signal, AbortSignal.timeout(turnMs)]);
    let reader: PatchReader;
    try {
      reader = await this.#readerOf(target, use, turn);
    } catch (error) {
      // E.g. an account that config no longer tells how to enter.
      await this.#failAll(target, nodes, use, error);
      return 0;
    }
    let read = 0;
    for (let start = 0; start < nodes.length; start += BATCH) {
      if (turn.aborted) {
        break;
      }
      const batch = await readBatch(
        reader,
        nodes.slice(start, start + BATCH),
        turn,
      );
      // What was read is kept, also when the rest is given up.
      await this.#options.store.store(batch.reports, Date.now());
      read += batch.reports.length;
      if (signal.aborted || !(await this.#settle(target, use, batch, nodes))) {
        break;
      }
    }
    if (!read && turn.aborted && !signal.aborted) {
      await this.#failAll(target, nodes, use, turnOver(turnMs));
    }
    return read;
  }

  async #readerOf(
    target: TargetKey,
    use: ClientUse,
    signal: AbortSignal,
  ): Promise<PatchReader> {
    const { clients, observer } = this.#options;
    const { ssm } = await clients.forTarget(target, use);
    return PatchReader.create({
      ssm,
      meter: CallMeter.create({ observer }),
      signal,
    });
  }

  /**
   * Notes what could not be read.
   *
   * @returns whether it makes sense to go on with the target.
   */
  async #settle(
    target: TargetKey,
    use: ClientUse,
    { failed, reports }: ReadBatch,
    nodes: UnreadNode[],
  ): Promise<boolean> {
    const ofAll = failed.find(({ error }) => isOfAll(error));
    // Where others were answered it may be about one node after all.
    if (ofAll && (!reports.length || isRefused(ofAll.error))) {
      await this.#failAll(target, nodes, use, ofAll.error);
      return false;
    }
    for (const { node, error } of failed) {
      await this.#fail([node.id], error);
    }
    return !ofAll;
  }

  /** The others of a target would be answered alike; they are not even asked for a while. */
  async #failAll(
    target: TargetKey,
    nodes: UnreadNode[],
    use: ClientUse,
    error: unknown,
  ): Promise<void> {
    const ids: number[] = await (use === 'interactive'
      ? this.#unreadOf(target, Number.MAX_SAFE_INTEGER).whereIn(
          'nodes.id',
          nodes.map(({ id }) => id),
        )
      : this.#unreadOf(target, Date.now())
    ).pluck('nodes.id');
    await this.#fail(ids, error);
  }

  async #fail(ids: number[], error: unknown): Promise<void> {
    const now = Date.now();
    await this.#options.store.fail(
      ids,
      inWords(error),
      failures => now + Math.min(MINUTE * 2 ** (failures - 1), LONGEST_RETRY),
    );
  }
}
