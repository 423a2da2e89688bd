import {
  AbsentQuery,
  AbsentResult,
  ManagedNode,
  NodeChange,
  NodeChangesPage,
  NodeChangesQuery,
  SkippedReport,
} from '@managed-nodes/plugin-managed-nodes-common';
import { NodeChangeFeed } from '../changes/NodeChangeFeed';
import { aNode } from './nodes';

/**
 * A node store in memory that keeps the contract of the managed-nodes backend:
 * one change per node, the newest; another epoch starts over.
 */
export class FakeNodeStore implements NodeChangeFeed {
  readonly queries: NodeChangesQuery[] = [];
  readonly skipped = new Map<string, string>();
  readonly listedTargets = new Set<string>();
  acknowledged = 0;
  reports = 0;
  #epoch = 'first';
  #head = 0;
  #changes = new Map<string, NodeChange>();

  /** Adds or changes a node. */
  put(overrides: Partial<ManagedNode>): ManagedNode {
    const node = aNode(overrides);
    this.#change(node, false);
    return node;
  }

  putMany(count: number): void {
    for (let index = 0; index < count; index++) {
      this.put({ name: `mi-${String(index).padStart(17, '0')}` });
    }
  }

  /** A node leaves: it is kept as a tombstone. */
  leave(name: string): void {
    this.#change(this.#changes.get(name)?.node ?? aNode({ name }), true);
  }

  /** A new, empty store takes the place of this one. */
  replace(epoch: string): void {
    this.#epoch = epoch;
    this.#head = 0;
    this.#changes = new Map();
    this.listedTargets.clear();
  }

  /** The same store as it was before its last changes. */
  restore(head: number): void {
    this.#head = head;
    for (const [name, change] of this.#changes) {
      if (change.revision > head) {
        this.#changes.delete(name);
      }
    }
  }

  async getChanges(query: NodeChangesQuery): Promise<NodeChangesPage> {
    this.queries.push(query);
    const after = query.epoch === this.#epoch ? query.after : 0;
    this.acknowledged = Math.min(after, query.acknowledged ?? after);
    return {
      epoch: this.#epoch,
      headRevision: this.#head,
      items: [...this.#changes.values()]
        .filter(change => change.revision > after)
        .sort((a, b) => a.revision - b.revision)
        .slice(0, query.limit),
    };
  }

  async reportSkipped({ skipped, accepted }: SkippedReport): Promise<void> {
    this.reports += 1;
    accepted.forEach(name => this.skipped.delete(name));
    skipped.forEach(({ name, reason }) => this.skipped.set(name, reason));
  }

  async findAbsent({ nodes }: AbsentQuery): Promise<AbsentResult> {
    const result: AbsentResult = { absent: [], unknown: [] };
    for (const { name, account, region } of nodes) {
      if (!this.#changes.has(name)) {
        const listed = this.listedTargets.has(`${account}/${region}`);
        (listed ? result.absent : result.unknown).push(name);
      }
    }
    return result;
  }

  #change(node: ManagedNode, left: boolean): void {
    this.#head += 1;
    this.#changes.set(node.name, {
      revision: this.#head,
      name: node.name,
      left,
      node,
    });
  }
}
