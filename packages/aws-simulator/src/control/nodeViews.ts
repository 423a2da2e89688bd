import { arnOf, isLatestAgent, lastPingAt, pingStatusOf } from '../fleet/state';
import { PatchProfile, SimulatedNode } from '../fleet/types';
import { ModelNode, NodeQuery } from './schemas';

/** A machine as the control API shows it. */
export function toModel(
  node: SimulatedNode,
  now: number,
  patchProfile: PatchProfile,
): ModelNode {
  return {
    id: node.id,
    arn: arnOf(node),
    account: node.account,
    region: node.region,
    environment: node.environment,
    platformType: node.platform.type,
    platformName: node.platform.name,
    platformVersion: node.platform.version,
    computerName: node.computerName,
    managed: node.managed,
    ipAddress: node.publicIpAddress ?? null,
    privateIpAddress: node.privateIpAddress,
    agentVersion: node.agentVersion,
    agentLatest: isLatestAgent(node),
    pingStatus: pingStatusOf(node),
    lastPingAt: new Date(lastPingAt(node, now)).toISOString(),
    instanceState: node.instanceState ?? null,
    instanceProfile: (node.instanceState && node.iamRole) ?? null,
    activationId: node.activationId ?? null,
    sourceType: node.source.type,
    sourceId: node.source.id,
    tags: Object.fromEntries(node.tags.map(tag => [tag.Key, tag.Value])),
    everTagged: node.everTagged,
    patchProfile,
  };
}

function hasTag(node: SimulatedNode, wanted: string): boolean {
  const at = wanted.indexOf('=');
  return at < 0
    ? node.tags.some(tag => tag.Key === wanted)
    : node.tags.some(
        tag =>
          tag.Key === wanted.slice(0, at) && tag.Value === wanted.slice(at + 1),
      );
}

/** Whether a machine is meant by a query. */
export function matches(
  node: SimulatedNode,
  query: NodeQuery,
  patchProfile: PatchProfile,
): boolean {
  return (
    (query.managed ?? true) === node.managed &&
    (query.account ?? node.account) === node.account &&
    (query.region ?? node.region) === node.region &&
    (query.environment ?? node.environment) === node.environment &&
    (query.patchProfile ?? patchProfile) === patchProfile &&
    (!query.pingStatus || query.pingStatus === pingStatusOf(node)) &&
    (!query.instanceState || query.instanceState === node.instanceState) &&
    (!query.text || node.computerName.includes(query.text)) &&
    (!query.tag || hasTag(node, query.tag))
  );
}
