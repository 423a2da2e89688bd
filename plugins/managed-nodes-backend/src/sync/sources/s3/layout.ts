import { TargetKey } from '../../../nodes/types';

/** The inventory types that are read. */
export type InventoryType =
  | 'AWS:InstanceInformation'
  | 'AWS:Tag'
  | 'AWS:PatchSummary'
  | 'AWS:ComplianceItem';

// As the SSM API defines InstanceId.
const REST_OF_KEY =
  /^resourcetype=ManagedInstanceInventory\/(i-(?:\w{8}|\w{17})|mi-\w{17})\.json$/;

/**
 * What the keys of a target's objects start with.
 *
 * @param root - the prefix that the resource data sync was given; may be empty
 */
export function prefixOf(
  root: string,
  type: InventoryType,
  { account, region }: TargetKey,
): string {
  return `${root && `${root}/`}${type}/accountid=${account}/region=${region}/`;
}

/**
 * The id of the node that an object is about. Account and Region are the
 * prefix's: no key may tell others.
 *
 * @returns undefined when the key is no node's under that prefix.
 */
export function nodeIdOf(prefix: string, key: string): string | undefined {
  return key.startsWith(prefix)
    ? REST_OF_KEY.exec(key.slice(prefix.length))?.[1]
    : undefined;
}
