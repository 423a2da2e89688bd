import {
  Environment,
  ManagedNode,
} from '@managed-nodes/plugin-managed-nodes-common';
import { oneLine } from './text';

const PLACES: Record<Environment, string> = {
  aws: 'on AWS',
  azure: 'on Azure',
  gcp: 'on Google Cloud',
  vmware: 'on VMware',
  'on-premises': 'on-premises',
  edge: 'at the edge',
};

/** The last part of an entity ref: what people call the entity. */
function nameOf(ref: string): string {
  return ref.slice(Math.max(ref.lastIndexOf('/'), ref.lastIndexOf(':')) + 1);
}

/**
 * The sentence under a node's title. The portal's stock search indexes title
 * and description and nothing else, so whatever people look a machine up by is
 * in it: operating system, environment, application, IP address, computer name
 * and node id. It holds only what makes up the node's identity; state that
 * changes all day would make the catalog process the node all day.
 */
export function describeNode(node: ManagedNode): string {
  const system =
    [node.platformName, node.platformVersion]
      .map(part => oneLine(part))
      .filter(Boolean)
      .join(' ') ||
    node.platformType ||
    'Managed node';
  const applications = [node.componentRef, node.systemRef]
    .filter(ref => ref !== null)
    .map(nameOf);
  return [
    `${system} ${PLACES[node.environment]}`,
    ...applications,
    node.ipAddress,
    node.computerName,
    node.nodeId,
  ]
    .map(part => oneLine(part))
    .filter(Boolean)
    .join(' · ');
}
