/**
 * `spec.type` of the catalog entities that stand for managed nodes.
 *
 * @public
 */
export const MANAGED_NODE_ENTITY_TYPE = 'managed-node';

/**
 * Prefix of every annotation and label of this plugin set.
 *
 * @public
 */
export const ANNOTATION_PREFIX = 'managed-nodes.io';

/**
 * The node's AWS account id, on node entities.
 *
 * @public
 */
export const ANNOTATION_ACCOUNT = `${ANNOTATION_PREFIX}/account`;

/**
 * The node's AWS Region, on node entities.
 *
 * @public
 */
export const ANNOTATION_REGION = `${ANNOTATION_PREFIX}/region`;

/**
 * The Systems Manager node id (`mi-…` or `i-…`), on node entities.
 *
 * @public
 */
export const ANNOTATION_NODE_ID = `${ANNOTATION_PREFIX}/node-id`;

/**
 * The node's ARN, on node entities. The key Backstage's AWS plugins use.
 *
 * @public
 */
export const ANNOTATION_ARN = 'amazonaws.com/arn';

/**
 * Where the machine lives; a label, so that the catalog can filter by it.
 *
 * @public
 */
export const LABEL_ENVIRONMENT = `${ANNOTATION_PREFIX}/environment`;

/**
 * The operating system family; a label, so that the catalog can filter by it.
 *
 * @public
 */
export const LABEL_PLATFORM = `${ANNOTATION_PREFIX}/platform`;

/**
 * On any entity: a node selector that says which nodes belong to it, beyond
 * those related to it through ownership rules. Terms are joined by commas and
 * all must hold: `tag:App=payments,environment=azure`. See
 * {@link parseNodeSelector} for the grammar.
 *
 * @public
 */
export const ANNOTATION_NODE_SELECTOR = `${ANNOTATION_PREFIX}/node-selector`;
