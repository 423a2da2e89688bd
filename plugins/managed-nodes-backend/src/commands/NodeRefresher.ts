import { LoggerService } from '@backstage/backend-plugin-api';
import pLimit from 'p-limit';
import { toSyncProblem } from '../aws/problems';
import { TargetKey } from '../nodes/types';
import { NodeToRefresh, OperationWork } from './OperationWork';
import { PATCH_KIND } from './types';

const AT_ONCE = 8;
const NODES_PER_REFRESH = 40;

/** Brings nodes in line with AWS. */
export type RefreshNodes = (
  target: TargetKey,
  nodeIds: string[],
  signal: AbortSignal,
) => Promise<void>;

/** Reads nodes anew after an operation, and keeps what they say then. */
export class NodeRefresher {
  readonly #options: Parameters<typeof NodeRefresher.create>[0];
  readonly #limit = pLimit(AT_ONCE);

  static create(options: {
    work: OperationWork;
    refresh: RefreshNodes;
    logger: LoggerService;
    /** Milliseconds before a node is read again whose report is not newer yet, by how often it was read. */
    delays: number[];
  }): NodeRefresher {
    return new NodeRefresher(options);
  }

  private constructor(options: Parameters<typeof NodeRefresher.create>[0]) {
    this.#options = options;
  }

  /**
   * Reads nodes on which something ended.
   *
   * @returns the ids of their operations.
   */
  async refresh(signal: AbortSignal): Promise<string[]> {
    const places = new Map<string, NodeToRefresh[]>();
    const nodes = await this.#options.work.toRefresh(Date.now());
    for (const node of nodes) {
      const key = `${node.account}/${node.region}`;
      places.set(key, [...(places.get(key) ?? []), node]);
    }
    const chunks = [...places.values()].flatMap(place =>
      Array.from(
        { length: Math.ceil(place.length / NODES_PER_REFRESH) },
        (_, index) =>
          place.slice(
            index * NODES_PER_REFRESH,
            (index + 1) * NODES_PER_REFRESH,
          ),
      ),
    );
    await Promise.all(
      chunks.map(some => this.#limit(() => this.#refreshSome(some, signal))),
    );
    return nodes.map(node => node.operation_id);
  }

  async #refreshSome(
    nodes: NodeToRefresh[],
    signal: AbortSignal,
  ): Promise<void> {
    const { work, refresh, logger } = this.#options;
    const [{ account, region }] = nodes;
    let read = true;
    try {
      await refresh(
        { account, region },
        nodes.map(node => node.node_id),
        signal,
      );
    } catch (error) {
      read = false;
      const { message } = toSyncProblem(error);
      logger.warn(`Nodes could not be read after an operation: ${message}`);
    }
    const now = await work.nodesNow(nodes.map(({ name }) => name));
    for (const node of nodes) {
      const after = now.get(node.name);
      // A report comes with the end of an operation, or a little later.
      const old =
        node.kind === PATCH_KIND &&
        node.outcome === 'succeeded' &&
        after !== undefined &&
        after.reportedAt < Number(node.sent_at);
      const wait: number | undefined = this.#options.delays[node.refreshes];
      await work.refreshed(
        node,
        read ? after : undefined,
        (old || !read) && wait !== undefined ? Date.now() + wait : null,
      );
    }
  }
}
