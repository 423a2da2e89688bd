import {
  DescribeInstanceInformation$,
  DescribeInstanceInformationRequest,
  DescribeInstanceInformationResult,
  InstanceInformation,
} from '@aws-sdk/client-ssm';
import {
  isLatestAgent,
  lastPingAt,
  pingStatusOf,
  resourceTypeOf,
} from '../../fleet/state';
import { SimulatedNode } from '../../fleet/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { nodeAssociations } from './nodeAssociations';
import { isTagKey, nodePredicate } from './nodeFilters';
import { pageNodes } from './nodePages';

const KEYS = [
  'ActivationIds',
  'AgentVersion',
  'AssociationStatus',
  'IamRole',
  'InstanceIds',
  'PingStatus',
  'PlatformTypes',
  'ResourceType',
  'SourceIds',
  'SourceTypes',
  'tag-key',
];
/** The older list of filters knows no more than these. */
const LEGACY_KEYS = KEYS.slice(0, 8);
const DEFAULT_PAGE = 10;

function toInformation(node: SimulatedNode, now: number): InstanceInformation {
  return {
    InstanceId: node.id,
    PingStatus: pingStatusOf(node),
    LastPingDateTime: new Date(lastPingAt(node, now)),
    AgentVersion: node.agentVersion,
    IsLatestVersion: isLatestAgent(node),
    PlatformType: node.platform.type,
    PlatformName: node.platform.name,
    PlatformVersion: node.platform.version,
    ActivationId: node.activationId,
    IamRole: node.iamRole,
    RegistrationDate: new Date(node.registeredAt),
    ResourceType: resourceTypeOf(node),
    // Unlike in DescribeInstanceProperties, never the Name tag.
    Name: node.defaultInstanceName,
    IPAddress: node.privateIpAddress,
    ComputerName: node.computerName,
    SourceId: node.source.id,
    SourceType: node.source.type as InstanceInformation['SourceType'],
    SourceLocation: node.source.location,
  };
}

function criteriaOf(input: DescribeInstanceInformationRequest) {
  const { Filters = [], InstanceInformationFilterList = [] } = input;
  if (Filters.length && InstanceInformationFilterList.length) {
    throw new AwsError(
      'ValidationException',
      'Filters and InstanceInformationFilterList cannot be used together.',
    );
  }
  const legacy = InstanceInformationFilterList.length > 0;
  const criteria = legacy
    ? InstanceInformationFilterList.map(({ key, valueSet }) => ({
        key: key ?? '',
        values: valueSet ?? [],
        operator: 'Equal',
      }))
    : Filters.map(({ Key, Values }) => ({
        key: Key ?? '',
        values: Values ?? [],
        operator: 'Equal',
      }));
  for (const { key, values } of criteria) {
    constraints.length('filters.values', values, 1, 100);
    if (legacy && !LEGACY_KEYS.includes(key)) {
      constraints.oneOf('key', key, LEGACY_KEYS);
    }
  }
  const tagged = criteria.filter(({ key }) => isTagKey(key));
  if (tagged.length && tagged.length < criteria.length) {
    throw new AwsError(
      'InvalidFilterKey',
      'Tag filters cannot be combined with other filters.',
    );
  }
  return criteria;
}

/** Leaves out stopped instances. */
export const DescribeInstanceInformation: Operation<
  DescribeInstanceInformationRequest,
  DescribeInstanceInformationResult
> = {
  schema: DescribeInstanceInformation$,
  action: 'ssm:DescribeInstanceInformation',
  handle(input, context) {
    constraints.range('maxResults', input.MaxResults, 5, 50);
    const criteria = criteriaOf(input);
    const associations = nodeAssociations(context);
    const wanted = nodePredicate(
      criteria,
      KEYS,
      node => associations(node).AssociationStatus,
    );
    const page = pageNodes(context, {
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: criteria,
      include: node => node.instanceState !== 'stopped' && wanted(node),
      view: node => ({
        ...toInformation(node, context.now),
        ...associations(node),
      }),
    });
    return { InstanceInformationList: page.items, NextToken: page.nextToken };
  },
};
