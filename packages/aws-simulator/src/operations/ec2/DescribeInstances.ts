import {
  DescribeInstances$,
  DescribeInstancesRequest,
  DescribeInstancesResult,
  Instance,
  Reservation,
} from '@aws-sdk/client-ec2';
import { Fleet } from '../../fleet/Fleet';
import { SimulatedNode } from '../../fleet/types';
import { hash } from '../../model/random';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import {
  checkDryRun,
  checkPageSize,
  filterPredicate,
  FilterValues,
  ownFilter,
} from './filters';

// EC2 writes it in lower case, whatever its model says.
const WINDOWS = 'windows' as string as Instance['Platform'];
const STATE_CODES = { running: 16, stopped: 80 };
const MAX_PAGE = 1000;
const INSTANCE_ID = /^i-([0-9a-f]{8}|[0-9a-f]{17})$/;

const FILTERS: Record<string, (node: SimulatedNode) => string[]> = {
  'instance-id': node => [node.id],
  'instance-state-name': node => [node.instanceState ?? ''],
  'instance-type': node => [node.instanceType ?? ''],
  'availability-zone': node => [node.availabilityZone ?? ''],
  'private-ip-address': node => [node.privateIpAddress],
  'ip-address': node => (node.publicIpAddress ? [node.publicIpAddress] : []),
  'tag-key': node => node.tags.map(tag => tag.Key),
  'owner-id': node => [node.account],
};

const valuesOf: FilterValues<SimulatedNode> = name =>
  name.startsWith('tag:')
    ? node =>
        node.tags
          .filter(tag => tag.Key === name.slice('tag:'.length))
          .map(tag => tag.Value)
    : ownFilter(FILTERS, name);

function seedHex(node: SimulatedNode, what: string): string {
  return (
    hash(node.seed, what).toString(16).padStart(8, '0') +
    hash(what, node.seed).toString(16).padStart(8, '0')
  );
}

function toInstance(node: SimulatedNode): Instance {
  const state = node.instanceState ?? 'running';
  const host = `ip-${node.privateIpAddress.replaceAll('.', '-')}`;
  return {
    InstanceId: node.id,
    ImageId: `ami-0${seedHex(node, 'image')}`,
    State: { Code: STATE_CODES[state], Name: state },
    PrivateDnsName: `${host}.${node.region}.compute.internal`,
    InstanceType: node.instanceType as Instance['InstanceType'],
    LaunchTime: new Date(node.registeredAt),
    Placement: { AvailabilityZone: node.availabilityZone, Tenancy: 'default' },
    ...(node.platform.type === 'Windows' && { Platform: WINDOWS }),
    PlatformDetails:
      node.platform.type === 'Windows' ? 'Windows' : 'Linux/UNIX',
    Architecture: 'x86_64',
    ...(node.iamRole && {
      IamInstanceProfile: {
        Arn: `arn:aws:iam::${node.account}:instance-profile/${node.iamRole}`,
        Id: `AIPA${seedHex(node, 'profile').toUpperCase()}`,
      },
    }),
    PrivateIpAddress: node.privateIpAddress,
    PublicIpAddress: node.publicIpAddress,
    Tags: [...node.tags],
  };
}

function toReservation(node: SimulatedNode): Reservation {
  return {
    ReservationId: `r-0${seedHex(node, 'reservation')}`,
    OwnerId: node.account,
    Instances: [toInstance(node)],
  };
}

/** @throws AwsError for an id that is malformed, or that there is not */
export function instancesByIds(
  ids: readonly string[],
  { fleet, account, region }: RequestContext,
): SimulatedNode[] {
  return ids.map(id => {
    if (!INSTANCE_ID.test(id)) {
      throw new AwsError('InvalidInstanceID.Malformed', `Invalid id: "${id}"`);
    }
    const node = fleet.find(account, region, id);
    if (!node) {
      throw new AwsError(
        'InvalidInstanceID.NotFound',
        `The instance ID '${id}' does not exist`,
      );
    }
    return node;
  });
}

export const DescribeInstances: Operation<
  DescribeInstancesRequest,
  DescribeInstancesResult
> = {
  schema: DescribeInstances$,
  action: 'ec2:DescribeInstances',
  handle(input, context) {
    checkDryRun(input.DryRun);
    checkPageSize(input.MaxResults, MAX_PAGE);
    const include = filterPredicate(input.Filters, valuesOf);
    if (input.InstanceIds?.length) {
      if (input.MaxResults !== undefined) {
        throw new AwsError(
          'InvalidParameterCombination',
          'The parameter instancesSet cannot be used with the parameter maxResults',
        );
      }
      const found = instancesByIds(input.InstanceIds, context).filter(include);
      return { Reservations: found.map(toReservation) };
    }
    const nodes = context.fleet.list(context.account, context.region);
    const page = context.pager.page<SimulatedNode, Reservation>({
      token: input.NextToken,
      size: input.MaxResults ?? MAX_PAGE,
      filters: input.Filters,
      from: seq => Fleet.from(nodes, seq),
      positionOf: node => node.seq,
      include: node => node.instanceState !== undefined && include(node),
      view: toReservation,
    });
    return { Reservations: page.items, NextToken: page.nextToken };
  },
};
