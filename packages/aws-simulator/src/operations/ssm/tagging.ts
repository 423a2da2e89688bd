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

/**
 * What is to be tagged: a hybrid node, a document, a run of Automation or an
 * association.
 *
 * @throws AwsError InvalidResourceType, InvalidResourceId
 */
export function tagged(resource: Resource, context: RequestContext): Tagged {
  const { account, region, documents, automations, associations, events } =
    context;
  const { ResourceType, ResourceId = '' } = resource;
  if (ResourceType === 'Document') {
    const document = documents.find({ account, region }, ResourceId);
    if (document?.owner !== account) {
      throw invalidId(ResourceId);
    }
    return {
      tags: document.tags,
      replace: tags => {
        document.tags = tags;
      },
    };
  }
  if (ResourceType === 'Automation') {
    const execution = automations.store.find(account, region, ResourceId);
    if (!execution) {
      throw invalidId(ResourceId);
    }
    return {
      tags: execution.tags,
      replace: tags => {
        execution.tags = tags;
      },
    };
  }
  if (ResourceType === 'Association') {
    const association = associations.find(account, region, ResourceId);
    if (!association) {
      throw invalidId(ResourceId);
    }
    return {
      tags: association.tags,
      replace: tags => {
        association.tags = tags;
      },
    };
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
