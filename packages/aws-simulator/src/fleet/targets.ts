import { Target } from '@aws-sdk/client-ssm';
import { SimulatedNode } from './types';

/** The resource groups of every account and Region, by name. */
const RESOURCE_GROUPS: ReadonlyMap<string, (node: SimulatedNode) => boolean> =
  new Map([
    ['linux-fleet', node => node.platform.type === 'Linux'],
    ['windows-fleet', node => node.platform.type === 'Windows'],
  ]);

function isMeant(node: SimulatedNode, { Key = '', Values = [] }: Target) {
  if (Key.toLowerCase() === 'instanceids') {
    return Values.includes('*') || Values.includes(node.id);
  }
  if (Key === 'tag-key') {
    return node.tags.some(tag => Values.includes(tag.Key));
  }
  if (Key === 'resource-groups:Name') {
    return Values.some(name => RESOURCE_GROUPS.get(name)?.(node));
  }
  return node.tags.some(
    tag => `tag:${tag.Key}` === Key && Values.includes(tag.Value),
  );
}

/** Whether Systems Manager knows such a target. */
export function isTargetKey(key: string): boolean {
  return (
    key.toLowerCase() === 'instanceids' ||
    key === 'tag-key' ||
    key === 'resource-groups:Name' ||
    key.startsWith('tag:')
  );
}

/**
 * Whether a machine is meant by targets: it satisfies each of them by one of
 * its values. Nothing is meant by none.
 */
export function isTarget(
  node: SimulatedNode,
  targets: readonly Target[],
): boolean {
  return (
    node.managed &&
    targets.length > 0 &&
    targets.every(target => isMeant(node, target))
  );
}
