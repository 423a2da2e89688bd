import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  DEFAULT_NAMESPACE,
  ResourceEntity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ANNOTATION_ACCOUNT,
  ANNOTATION_ARN,
  ANNOTATION_NODE_ID,
  ANNOTATION_REGION,
  LABEL_ENVIRONMENT,
  LABEL_PLATFORM,
  ManagedNode,
  MANAGED_NODE_ENTITY_TYPE,
} from '@managed-nodes/plugin-managed-nodes-common';
import { describeNode } from './describeNode';
import { oneLine } from './text';

/**
 * What the location annotation of every node entity begins with; account and
 * Region follow.
 */
export const LOCATION_PREFIX = 'managed-nodes:';

/** The entity ref of the node with this name. */
export function nodeEntityRef(name: string): string {
  return stringifyEntityRef({
    kind: 'Resource',
    namespace: DEFAULT_NAMESPACE,
    name,
  });
}

/**
 * The catalog entity that stands for a node: who it is, whose it is and what
 * it runs for. Everything else about the node is read from the managed-nodes
 * backend when somebody looks.
 *
 * Each field costs a row in the catalog's search table per node, so there are
 * few. Both labels are of a small closed vocabulary, as labels must be.
 */
export function toEntity(node: ManagedNode): ResourceEntity {
  const location = `${LOCATION_PREFIX}${node.account}/${node.region}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      namespace: DEFAULT_NAMESPACE,
      name: node.name,
      title: oneLine(node.title) ?? node.nodeId,
      description: describeNode(node),
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        [ANNOTATION_ARN]: node.arn,
        [ANNOTATION_ACCOUNT]: node.account,
        [ANNOTATION_REGION]: node.region,
        [ANNOTATION_NODE_ID]: node.nodeId,
      },
      labels: {
        [LABEL_ENVIRONMENT]: node.environment,
        ...(node.platformType && { [LABEL_PLATFORM]: node.platformType }),
      },
      links: [{ url: node.consoleUrl, title: 'AWS console' }],
    },
    spec: {
      type: MANAGED_NODE_ENTITY_TYPE,
      owner: node.ownerRef,
      ...(node.systemRef && { system: node.systemRef }),
      ...(node.componentRef && { dependencyOf: [node.componentRef] }),
    },
  };
}
