import { LATEST_AGENT } from './platforms';
import { SimulatedNode } from './types';

/** SSM Agent reports every five minutes. */
const PING_INTERVAL = 300_000;

/** The last moment of a steady beat, each node with a phase of its own. */
export function lastBeat(now: number, interval: number, seed: number): number {
  const phase = seed % interval;
  return Math.floor((now - phase) / interval) * interval + phase;
}

/** When SSM last heard of the node; moves with the clock while it is online. */
export function lastPingAt(node: SimulatedNode, now: number): number {
  return node.lostAt ?? lastBeat(now, PING_INTERVAL, node.seed);
}

export function pingStatusOf(node: SimulatedNode): 'Online' | 'ConnectionLost' {
  return node.lostAt === undefined ? 'Online' : 'ConnectionLost';
}

/** The node's resource type as SSM names it. */
export function resourceTypeOf(
  node: SimulatedNode,
): 'EC2Instance' | 'ManagedInstance' {
  return node.id.startsWith('i-') ? 'EC2Instance' : 'ManagedInstance';
}

export function isLatestAgent(node: SimulatedNode): boolean {
  return node.agentVersion === LATEST_AGENT;
}

/** ARN under which tagging knows the node. */
export function arnOf(
  node: Pick<SimulatedNode, 'id' | 'account' | 'region'>,
): string {
  return node.id.startsWith('i-')
    ? `arn:aws:ec2:${node.region}:${node.account}:instance/${node.id}`
    : `arn:aws:ssm:${node.region}:${node.account}:managed-instance/${node.id}`;
}

const KEPT_OUTAGES = 50;

/** A machine that was away is there again. */
export function comeBack(node: SimulatedNode, at: number): void {
  if (node.lostAt !== undefined) {
    node.outages = [
      ...(node.outages ?? []),
      { from: node.lostAt, to: at },
    ].slice(-KEPT_OUTAGES);
    node.lostAt = undefined;
  }
}
