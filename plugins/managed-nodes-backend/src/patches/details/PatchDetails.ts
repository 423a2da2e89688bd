import { Knex } from 'knex';
import pLimit from 'p-limit';
import { AwsClients, ClientUse } from '../../aws/AwsClients';
import { CallMeter, CallObserver } from '../../aws/CallMeter';
import { isAccessDenied, isThrottled, toSyncProblem } from '../../aws/problems';
import { TargetKey } from '../../nodes/types';
import { PatchReader } from './PatchReader';
import { NodeReport, PatchStore } from './PatchStore';

const NODES_AT_ONCE = 4;
/** Nodes that are stored together. */
const BATCH = 20;

const MINUTE = 60_000;
const LONGEST_RETRY = 60 * MINUTE;

const NONCOMPLIANT = ['critical', 'security', 'other'];

const ACTION = 'ssm:DescribeInstancePatches';

/** A node whose patches are to be read. */
interface UnreadNode {
  id: number;
  node_id: string;
  patch_operation_at: number | string | null;
}

interface PatchDetailsOptions {
  knex: Knex;
  clients: Pick<AwsClients, 'forTarget'>;
  store: PatchStore;
  observer?: CallObserver;
}

/** What keeps a whole target from being read, rather than one node. */
function isOfTarget(error: unknown): boolean {
  const { name } = error as Error;
  return (
    isAccessDenied(error) ||
    isThrottled(error) ||
    name === 'CredentialsProviderError' ||
    name === 'TimeoutError'
  );
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
   * Reads nodes of a target whose last report was not read yet, worst first.
   * What cannot be read is left alone for a while; what is known of it stays.
   *
   * @returns how many were read.
   */
  async readTarget(
    target: TargetKey,
    most: number,
    signal: AbortSignal,
  ): Promise<number> {
    const nodes: UnreadNode[] = await this.#unread(Date.now())
      .where({ account: target.account, region: target.region })
      .orderBy([
        { column: 'nodes.patch_rank', order: 'desc' },
        { column: 'nodes.id' },
      ])
      .limit(most)
      .select('nodes.id', 'nodes.node_id', 'nodes.patch_operation_at');
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
    const nodes: UnreadNode[] = await this.#unread(Number.MAX_SAFE_INTEGER)
      .where({ account: target.account, region: target.region })
      .whereIn('nodes.node_id', nodeIds)
      .select('nodes.id', 'nodes.node_id', 'nodes.patch_operation_at');
    await this.#read(target, nodes, 'interactive', signal);
    await this.#options.store.forgetSettled();
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

  async #read(
    target: TargetKey,
    nodes: UnreadNode[],
    use: ClientUse,
    signal: AbortSignal,
  ): Promise<number> {
    if (!nodes.length) {
      return 0;
    }
    const { clients, store, observer } = this.#options;
    const { ssm } = await clients.forTarget(target, use);
    const reader = PatchReader.create({
      ssm,
      meter: CallMeter.create({ observer }),
      signal,
    });
    const limit = pLimit(NODES_AT_ONCE);
    let read = 0;
    for (let start = 0; start < nodes.length; start += BATCH) {
      if (signal.aborted) {
        break;
      }
      const reports: NodeReport[] = [];
      const failed: Array<{ node: UnreadNode; error: unknown }> = [];
      await Promise.all(
        nodes.slice(start, start + BATCH).map(node =>
          limit(async () => {
            try {
              reports.push({
                id: node.id,
                reportAt: Number(node.patch_operation_at ?? 0),
                lacking: await reader.patchesOf(node.node_id, 'lacking'),
              });
            } catch (error) {
              failed.push({ node, error });
            }
          }),
        ),
      );
      await store.store(reports, Date.now());
      read += reports.length;
      if (signal.aborted) {
        break;
      }
      const ofTarget = failed.find(({ error }) => isOfTarget(error));
      if (ofTarget) {
        // The others of it would be answered alike.
        const done = new Set(reports.map(({ id }) => id));
        await this.#fail(
          nodes.slice(start).filter(({ id }) => !done.has(id)),
          ofTarget.error,
        );
        break;
      }
      for (const { node, error } of failed) {
        await this.#fail([node], error);
      }
    }
    return read;
  }

  async #fail(nodes: UnreadNode[], error: unknown): Promise<void> {
    const { message, missingIamAction } = toSyncProblem(error, ACTION);
    const now = Date.now();
    await this.#options.store.fail(
      nodes.map(({ id }) => id),
      missingIamAction ? `${message} (${missingIamAction})` : message,
      failures => now + Math.min(MINUTE * 2 ** (failures - 1), LONGEST_RETRY),
    );
  }
}
