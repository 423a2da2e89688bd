import { NodeFilter } from '@aws-sdk/client-ssm';
import { resourceTypeOf } from '../../fleet/state';
import { SimulatedNode } from '../../fleet/types';
import { UNIFIED_CONSOLE_SYNC } from '../../model/places';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';
import { constraints } from './limits';

const TYPES = ['Equal', 'NotEqual', 'BeginWith'];
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

type Getter = (node: SimulatedNode, context: RequestContext) => string;

/** What only an agent can tell. */
function reported(get: (node: SimulatedNode) => string): Getter {
  return node => (node.managed ? get(node) : '');
}

const ATTRIBUTES: Record<string, Getter> = {
  AgentType: reported(() => 'amazon-ssm-agent'),
  AgentVersion: reported(node => node.agentVersion),
  ComputerName: reported(node => node.computerName),
  InstanceId: node => node.id,
  InstanceStatus: node => instanceStatusOf(node),
  IpAddress: node => node.privateIpAddress,
  ManagedStatus: node => managedStatusOf(node),
  PlatformName: reported(node => node.platform.name),
  PlatformType: node => node.platform.type,
  PlatformVersion: reported(node => node.platform.version),
  ResourceType: resourceTypeOf,
  OrganizationalUnitId: (node, { organization }) =>
    organization.unitOf(node.account),
  OrganizationalUnitPath: (node, context) => unitPathOf(node, context),
  Region: node => node.region,
  AccountId: node => node.account,
  SourceType: node => node.source.type,
  SourceId: node => node.source.id,
  SourceLocation: node => node.source.location,
  AvailabilityZone: node => node.availabilityZone ?? '',
};

/** `Active` is AWS's example; the other words are a guess. */
export function instanceStatusOf(node: SimulatedNode): string {
  if (node.instanceState === 'stopped') {
    return 'Stopped';
  }
  return node.lostAt === undefined ? 'Active' : 'ConnectionLost';
}

/** A stopped instance counts as unmanaged until it is back. */
export function managedStatusOf(node: SimulatedNode): 'Managed' | 'Unmanaged' {
  return node.managed && node.instanceState !== 'stopped'
    ? 'Managed'
    : 'Unmanaged';
}

export function unitPathOf(
  node: SimulatedNode,
  { organization }: RequestContext,
): string {
  return organization.unitPath(organization.unitOf(node.account));
}

/** An attribute to count by. */
export function attributeOf(
  node: SimulatedNode,
  name: string,
  context: RequestContext,
): string {
  return ATTRIBUTES[name](node, context);
}

/**
 * The nodes the unified console lists: with the sync, those of the whole
 * organization; without, those of the caller's account and Region.
 *
 * @throws AwsError when the console is not set up, or the sync is not there.
 */
export function consoleNodes(
  syncName: string | undefined,
  context: RequestContext,
): readonly SimulatedNode[] {
  if (!context.integratedExperience) {
    throw new AwsError(
      'UnsupportedOperationException',
      'You must first enable the Systems Manager integrated experience.',
    );
  }
  if (syncName === undefined) {
    return context.fleet.list(context.account, context.region);
  }
  if (
    syncName !== UNIFIED_CONSOLE_SYNC ||
    !context.organization.isAdministrator(context.account)
  ) {
    throw new AwsError(
      'ResourceDataSyncNotFoundException',
      `The resource data sync ${syncName} was not found.`,
    );
  }
  return context.fleet.everything();
}

/** @throws AwsError InvalidFilter, or when a limit is exceeded. */
export function consolePredicate(
  filters: readonly NodeFilter[] | undefined,
  context: RequestContext,
): (node: SimulatedNode) => boolean {
  constraints.length('filters', filters, 1, 5);
  const tests = (filters ?? []).map(({ Key = '', Values = [], Type }) => {
    constraints.length('values', Values, 1, 5);
    constraints.oneOf('type', Type, TYPES);
    for (const value of Values) {
      constraints.length('value', value, 0, 512);
      constraints.pattern('value', value, VALUE);
    }
    const get = Object.hasOwn(ATTRIBUTES, Key) ? ATTRIBUTES[Key] : undefined;
    if (!get) {
      throw new AwsError(
        'InvalidFilter',
        `The filter key ${Key} is not valid.`,
      );
    }
    return (node: SimulatedNode) => {
      const value = get(node, context);
      if (Key === 'ManagedStatus' && Values.includes('All')) {
        return true;
      }
      if (Type === 'NotEqual') {
        return !Values.includes(value);
      }
      return Type === 'BeginWith'
        ? Values.some(start => value.startsWith(start))
        : Values.includes(value);
    };
  });
  return node => tests.every(test => test(node));
}
