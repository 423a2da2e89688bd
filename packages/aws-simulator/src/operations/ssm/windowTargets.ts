import { Target } from '@aws-sdk/client-ssm';
import { isTarget } from '../../fleet/targets';
import { MaintenanceWindow, WindowTarget } from '../../maintenance/types';
import { RequestContext } from '../../services/types';
import { constraints } from './limits';

const RESOURCE_TYPES = ['INSTANCE', 'RESOURCE_GROUP'];

function sameTarget(a: Target, b: Target): boolean {
  return (
    a.Key === b.Key &&
    (a.Values ?? []).every(value => (b.Values ?? []).includes(value))
  );
}

function isFor(
  registered: WindowTarget,
  wanted: readonly Target[],
  { fleet, account, region }: RequestContext,
): boolean {
  return wanted.every(target => {
    if (target.Key !== 'InstanceIds') {
      return registered.targets.some(each => sameTarget(target, each));
    }
    return (target.Values ?? []).every(id => {
      const node = fleet.find(account, region, id);
      return node !== undefined && isTarget(node, registered.targets);
    });
  });
}

/**
 * Windows that work on something: nodes, by id or by a tag that a window
 * names, or a resource group.
 */
export function windowsFor(
  windows: readonly MaintenanceWindow[],
  wanted: readonly Target[],
  resourceType: string,
  context: RequestContext,
): MaintenanceWindow[] {
  constraints.length('targets', wanted, 1, 5);
  constraints.oneOf('resourceType', resourceType, RESOURCE_TYPES);
  return windows.filter(({ targets }) =>
    targets.some(
      registered =>
        registered.resourceType === resourceType &&
        isFor(registered, wanted, context),
    ),
  );
}
