import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { NodeDetails } from '../nodes/rows';
import { TargetKey } from '../nodes/types';

/**
 * What a machine's CloudWatch agent may call its host: the computer's name as
 * Systems Manager has it, or its first part.
 */
export function hostsOf(computerName: string | null): string[] {
  if (!computerName) {
    return [];
  }
  const short = computerName.replace(/\..*$/, '');
  return [...new Set([computerName, short])].filter(Boolean);
}

/** A node of a place, as metrics and alarms are matched to it. */
export interface KnownNode {
  readonly nodeId: string;
  readonly hosts: readonly string[];
}

/** All nodes of a place that did not leave. */
export async function nodesOfPlace(
  knex: Knex,
  { account, region }: TargetKey,
): Promise<KnownNode[]> {
  const rows: Array<{
    node_id: string;
    details: string;
  }> = await knex('nodes')
    .where({ account, region })
    .whereRaw("nodes.status <> 'left'")
    .select('node_id', 'details');
  return rows.map(({ node_id: nodeId, details }) => {
    const { computerName }: NodeDetails = JSON.parse(details);
    return { nodeId, hosts: hostsOf(computerName) };
  });
}

/** Tells which node the dimensions of a metric are about. */
export class NodeMatcher {
  readonly #ids: ReadonlySet<string>;
  readonly #hosts = new Map<string, string | undefined>();

  static create(nodes: readonly KnownNode[]): NodeMatcher {
    return new NodeMatcher(nodes);
  }

  private constructor(nodes: readonly KnownNode[]) {
    this.#ids = new Set(nodes.map(({ nodeId }) => nodeId));
    for (const { nodeId, hosts } of nodes) {
      for (const host of hosts) {
        // Undefined where several have it.
        this.#hosts.set(host, this.#hosts.has(host) ? undefined : nodeId);
      }
    }
  }

  /** The id of the node; undefined when it is none, or nobody knows which. */
  match(
    dimensions: ReadonlyArray<{
      readonly name: string;
      readonly value: string;
    }>,
  ): string | undefined {
    const value = (wanted: string) =>
      dimensions.find(({ name }) => name === wanted)?.value;
    const id = value('InstanceId');
    if (id !== undefined) {
      return this.#ids.has(id) ? id : undefined;
    }
    return this.#hosts.get(value('host') ?? '');
  }
}

/** Ids of the other nodes of a node's place that may be called the same. */
export async function namesakes(
  knex: Knex,
  node: ManagedNode,
  host: string,
): Promise<string[]> {
  const nodes = await nodesOfPlace(knex, node);
  return nodes
    .filter(
      ({ nodeId, hosts }) => nodeId !== node.nodeId && hosts.includes(host),
    )
    .map(({ nodeId }) => nodeId);
}
