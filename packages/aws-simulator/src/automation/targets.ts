import { Target } from '@aws-sdk/client-ssm';
import { Fleet } from '../fleet/Fleet';
import { isTarget } from '../fleet/targets';
import { SimulatedNode } from '../fleet/types';
import { AwsError } from '../protocol/AwsError';
import { TargetRun } from './RateControl';

interface Scope {
  readonly fleet: Fleet;
  readonly account: string;
  readonly region: string;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidTarget', message);
}

/** Automation meets instances that no agent reports, too, by their tags. */
function nodesOf(
  target: Target,
  { fleet, account, region }: Scope,
): SimulatedNode[] {
  return fleet
    .list(account, region)
    .filter(node => isTarget({ ...node, managed: true }, [target]));
}

function idsOf(target: Target, scope: Scope): string[] {
  const { Key = '', Values = [] } = target;
  if (Key === 'ParameterValues') {
    return [...Values];
  }
  if (Key === 'ResourceGroup') {
    return nodesOf({ Key: 'resource-groups:Name', Values }, scope).map(
      ({ id }) => id,
    );
  }
  if (Key === 'AWS::EC2::Instance') {
    return nodesOf({ Key: 'InstanceIds', Values: ['*'] }, scope)
      .filter(({ id }) => id.startsWith('i-'))
      .map(({ id }) => id);
  }
  if (Key === 'InstanceIds' || Key === 'tag-key' || Key.startsWith('tag:')) {
    return nodesOf(target, scope).map(({ id }) => id);
  }
  throw invalid(`The target key ${Key} is not valid.`);
}

/**
 * What there is to do for targets, one each.
 *
 * @throws AwsError InvalidTarget when nothing is meant
 */
export function resolveTargets(
  request: {
    targets?: readonly Target[];
    targetMaps?: ReadonlyArray<Record<string, string[]>>;
    targetParameterName?: string;
  },
  scope: Scope,
): TargetRun[] {
  const { targets, targetMaps, targetParameterName } = request;
  if (targetMaps) {
    return targetMaps.map((map, index) => ({
      name: Object.values(map).flat()[0] ?? `target_${index + 1}`,
      parameters: map,
    }));
  }
  if (!targetParameterName) {
    throw invalid('TargetParameterName is required with Targets.');
  }
  const ids = [
    ...new Set((targets ?? []).flatMap(target => idsOf(target, scope))),
  ];
  if (!ids.length) {
    throw invalid('No targets were found for the specified Targets.');
  }
  return ids.map(id => ({
    name: id,
    parameters: { [targetParameterName]: [id] },
  }));
}
