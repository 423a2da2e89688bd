import { SimulatedNode } from '../../fleet/types';
import { ParameterStore } from '../../parameters/ParameterStore';
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
  { ResourceType, ResourceId }: Resource,
  { account, region }: RequestContext,
): string {
  if (ResourceType === 'Document') {
    return `arn:aws:ssm:${region}:${account}:document/${ResourceId}`;
  }
  if (ResourceType === 'Automation') {
    return `arn:aws:ssm:${region}:${account}:automation-execution/${ResourceId}`;
  }
  if (ResourceType === 'Association') {
    return `arn:aws:ssm:${region}:${account}:association/${ResourceId}`;
  }
  if (ResourceType === 'Parameter') {
    return ParameterStore.arnOf(ResourceId ?? '', { account, region });
  }
  return `arn:aws:ssm:${region}:${account}:managed-instance/${ResourceId}`;
}

type Tags = ReadonlyArray<{ readonly Key: string; readonly Value: string }>;

/** Something that has tags. */
export interface Tagged {
  readonly tags: Tags;
  replace(tags: Tags): void;
}

function invalidId(ResourceId: string): AwsError {
  return new AwsError(
    'InvalidResourceId',
    `The resource ID ${ResourceId} is not valid.`,
  );
}

/** Something that keeps its tags itself. */
function keeper(
  resource: { tags: Tags } | undefined,
  ResourceId: string,
): Tagged {
  if (!resource) {
    throw invalidId(ResourceId);
  }
  return {
    tags: resource.tags,
    replace: tags => {
      resource.tags = tags;
    },
  };
}

/**
 * What is to be tagged: a hybrid node, a document, a run of Automation, an
 * association or a parameter.
 *
 * @throws AwsError InvalidResourceType, InvalidResourceId
 */
export function tagged(resource: Resource, context: RequestContext): Tagged {
  const { account, region, events } = context;
  const { ResourceType, ResourceId = '' } = resource;
  switch (ResourceType) {
    case 'Document': {
      const found = context.documents.find({ account, region }, ResourceId);
      return keeper(found?.owner === account ? found : undefined, ResourceId);
    }
    case 'Automation':
      return keeper(
        context.automations.store.find(account, region, ResourceId),
        ResourceId,
      );
    case 'Association':
      return keeper(
        context.associations.find(account, region, ResourceId),
        ResourceId,
      );
    case 'Parameter':
      return keeper(
        context.parameters.find({ account, region }, ResourceId),
        ResourceId,
      );
    default:
  }
  const node = taggedNode(resource, context);
  const before = node.tags;
  return {
    tags: before,
    replace: tags => {
      node.tags = tags;
      node.everTagged ||= tags.length > 0;
      events.tagsChanged(node, before);
    },
  };
}

/**
 * The node to be tagged. Systems Manager tags hybrid nodes; EC2 tags its
 * instances itself.
 *
 * @throws AwsError InvalidResourceType, InvalidResourceId
 */
function taggedNode(
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
    throw invalidId(ResourceId);
  }
  return node;
}
