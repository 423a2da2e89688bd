import { SimulatedNode } from '../../fleet/types';
import { pingStatusOf, resourceTypeOf } from '../../fleet/state';
import { AwsError } from '../../protocol/AwsError';

/** A filter on nodes: the values of one key are alternatives. */
export interface NodeCriterion {
  key: string;
  values: readonly string[];
  operator: string;
}

type Getter = (node: SimulatedNode) => string | undefined;

const GETTERS: Record<string, Getter> = {
  InstanceIds: node => node.id,
  AgentVersion: node => node.agentVersion,
  PingStatus: pingStatusOf,
  PlatformTypes: node => node.platform.type,
  ActivationIds: node => node.activationId,
  IamRole: node => node.iamRole,
  ResourceType: resourceTypeOf,
  SourceIds: node => node.source.id,
  SourceTypes: node => node.source.type,
};

function compare(value: string, operator: string, wanted: string): boolean {
  const order = () =>
    value.localeCompare(wanted, 'en', { numeric: true, usage: 'sort' });
  switch (operator) {
    case 'NotEqual':
      return value !== wanted;
    case 'BeginWith':
      return value.startsWith(wanted);
    case 'LessThan':
      return order() < 0;
    case 'GreaterThan':
      return order() > 0;
    default:
      return value === wanted;
  }
}

function test(value: string | undefined, criterion: NodeCriterion): boolean {
  const { operator, values } = criterion;
  if (operator === 'NotEqual') {
    return values.every(wanted => value !== wanted);
  }
  return (
    value !== undefined &&
    values.some(wanted => compare(value, operator, wanted))
  );
}

function testTag(node: SimulatedNode, criterion: NodeCriterion): boolean {
  return criterion.key === 'tag-key'
    ? node.tags.some(tag => test(tag.Key, criterion))
    : node.tags.some(
        tag => `tag:${tag.Key}` === criterion.key && test(tag.Value, criterion),
      );
}

export function isTagKey(key: string): boolean {
  return key === 'tag-key' || key.startsWith('tag:');
}

/**
 * A predicate that holds for nodes that satisfy every criterion.
 *
 * @param keys - the keys this operation knows; `tag-key` stands for `tag:…` too
 * @param associationStatus - how a node's associations stand
 * @throws AwsError InvalidFilterKey for any other
 */
export function nodePredicate(
  criteria: readonly NodeCriterion[],
  keys: readonly string[],
  associationStatus: Getter = () => undefined,
): (node: SimulatedNode) => boolean {
  const getters: Record<string, Getter> = {
    ...GETTERS,
    AssociationStatus: associationStatus,
  };
  const tests = criteria.map(criterion => {
    if (isTagKey(criterion.key) && keys.includes('tag-key')) {
      return (node: SimulatedNode) => testTag(node, criterion);
    }
    const get = keys.includes(criterion.key)
      ? getters[criterion.key]
      : undefined;
    if (!get) {
      throw new AwsError(
        'InvalidFilterKey',
        `The specified filter key ${criterion.key} is not valid.`,
      );
    }
    return (node: SimulatedNode) => test(get(node), criterion);
  });
  return node => tests.every(each => each(node));
}
