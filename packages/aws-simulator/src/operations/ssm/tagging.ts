import { SimulatedNode } from '../../fleet/types';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';
import { constraints, HYBRID_NODE_ID } from './limits';

const RESOURCE_TYPES = [
  'Document',
  'ManagedInstance',
  'MaintenanceWindow',
  'Parameter',
  'PatchBaseline',
  'OpsItem',
  'OpsMetadata',
  'Automation',
  'Association',
  'CloudConnector',
];

interface Resource {
  ResourceType?: string;
  ResourceId?: string;
}

/** ARN of a resource, for a denial. */
export function resourceArn(
  { ResourceId }: Resource,
  { account, region }: RequestContext,
): string {
  return `arn:aws:ssm:${region}:${account}:managed-instance/${ResourceId}`;
}

/**
 * The node to be tagged. Systems Manager tags hybrid nodes; EC2 tags its
 * instances itself.
 *
 * @throws AwsError InvalidResourceType, InvalidResourceId
 */
export function taggedNode(
  { ResourceType, ResourceId = '' }: Resource,
  { fleet, account, region }: RequestContext,
): SimulatedNode {
  constraints.oneOf('resourceType', ResourceType, RESOURCE_TYPES);
  if (ResourceType !== 'ManagedInstance') {
    throw new AwsError(
      'InvalidResourceType',
      `The resource type ${ResourceType} is not simulated.`,
    );
  }
  const node = HYBRID_NODE_ID.test(ResourceId)
    ? fleet.find(account, region, ResourceId)
    : undefined;
  if (!node) {
    throw new AwsError(
      'InvalidResourceId',
      `The resource ID ${ResourceId} is not valid.`,
    );
  }
  return node;
}
