import {
  DescribeInstanceProperties$,
  DescribeInstancePropertiesRequest,
  DescribeInstancePropertiesResult,
  InstanceProperty,
} from '@aws-sdk/client-ssm';
import { lastPingAt, pingStatusOf, resourceTypeOf } from '../../fleet/state';
import { tagValue } from '../../fleet/tags';
import { SimulatedNode } from '../../fleet/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { nodeAssociations } from './nodeAssociations';
import { nodePredicate } from './nodeFilters';
import { pageNodes } from './nodePages';

const KEYS = [
  'InstanceIds',
  'AgentVersion',
  'PingStatus',
  'PlatformTypes',
  'ActivationIds',
  'IamRole',
  'ResourceType',
  'AssociationStatus',
];
const OPERATORS = ['Equal', 'NotEqual', 'BeginWith', 'LessThan', 'GreaterThan'];
const DEFAULT_PAGE = 50;

function toProperty(node: SimulatedNode, now: number): InstanceProperty {
  const ec2 = node.instanceState !== undefined;
  return {
    InstanceId: node.id,
    Name: ec2 ? tagValue(node.tags, 'Name') : node.defaultInstanceName,
    InstanceType: node.instanceType,
    InstanceRole: ec2 ? node.iamRole : undefined,
    InstanceState: node.instanceState,
    Architecture: ec2 ? 'x86_64' : undefined,
    IPAddress: node.publicIpAddress,
    LaunchTime: ec2 ? new Date(node.registeredAt) : undefined,
    PingStatus: pingStatusOf(node),
    LastPingDateTime: new Date(lastPingAt(node, now)),
    AgentVersion: node.agentVersion,
    PlatformType: node.platform.type,
    PlatformName: node.platform.name,
    PlatformVersion: node.platform.version,
    ActivationId: node.activationId,
    IamRole: node.iamRole,
    RegistrationDate: new Date(node.registeredAt),
    ResourceType: resourceTypeOf(node),
    ComputerName: node.computerName,
    SourceId: node.source.id,
    SourceType: node.source.type as InstanceProperty['SourceType'],
    SourceLocation: node.source.location,
    AvailabilityZone: node.availabilityZone,
  };
}

export const DescribeInstanceProperties: Operation<
  DescribeInstancePropertiesRequest,
  DescribeInstancePropertiesResult
> = {
  schema: DescribeInstanceProperties$,
  action: 'ssm:DescribeInstanceProperties',
  handle(input, context) {
    const { FiltersWithOperator = [], InstancePropertyFilterList = [] } = input;
    constraints.range('maxResults', input.MaxResults, 5, 1000);
    constraints.length('filtersWithOperator', FiltersWithOperator, 0, 40);
    constraints.length(
      'instancePropertyFilterList',
      InstancePropertyFilterList,
      0,
      40,
    );
    if (FiltersWithOperator.length && InstancePropertyFilterList.length) {
      throw new AwsError(
        'ValidationException',
        'FiltersWithOperator and InstancePropertyFilterList cannot be used together.',
      );
    }
    const criteria = [
      ...FiltersWithOperator.map(({ Key, Values, Operator }) => ({
        key: Key ?? '',
        values: Values ?? [],
        operator: Operator ?? 'Equal',
      })),
      ...InstancePropertyFilterList.map(({ key, valueSet }) => ({
        key: key ?? '',
        values: valueSet ?? [],
        operator: 'Equal',
      })),
    ];
    for (const { values, operator } of criteria) {
      constraints.length('values', values, 1, 40);
      constraints.oneOf('operator', operator, OPERATORS);
    }
    const associations = nodeAssociations(context);
    const page = pageNodes(context, {
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: criteria,
      include: nodePredicate(
        criteria,
        KEYS,
        node => associations(node).AssociationStatus,
      ),
      // For listings of whole fleets it tells nothing of associations.
      view: node => toProperty(node, context.now),
    });
    return { InstanceProperties: page.items, NextToken: page.nextToken };
  },
};
