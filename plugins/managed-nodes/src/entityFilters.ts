import { Entity } from '@backstage/catalog-model';
import { MANAGED_NODE_ENTITY_TYPE } from '@managed-nodes/plugin-managed-nodes-common';

/** Kinds that nodes can belong to, in lower case. */
const KINDS_WITH_NODES = ['component', 'system', 'domain', 'group', 'user'];

/** Those of them that are applications. */
const KINDS_OF_APPLICATIONS = ['component', 'system'];

/**
 * Whether an entity stands for a managed node.
 *
 * @public
 */
export function isManagedNode(entity: Entity): boolean {
  return (
    entity.kind.toLocaleLowerCase('en-US') === 'resource' &&
    entity.spec?.type === MANAGED_NODE_ENTITY_TYPE
  );
}

/**
 * Whether an entity is of a kind that nodes can belong to.
 *
 * @public
 */
export function canHaveManagedNodes(entity: Entity): boolean {
  return KINDS_WITH_NODES.includes(entity.kind.toLocaleLowerCase('en-US'));
}

/**
 * Whether there are patches to tell of: the entity is a node, or of a kind
 * that nodes can belong to.
 *
 * @public
 */
export function hasPatches(entity: Entity): boolean {
  return isManagedNode(entity) || canHaveManagedNodes(entity);
}

/**
 * Whether there are metrics to tell of: the entity is a node, or of a kind
 * that nodes can belong to.
 *
 * @public
 */
export function hasMetrics(entity: Entity): boolean {
  return isManagedNode(entity) || canHaveManagedNodes(entity);
}

/**
 * Whether there are runs of runbooks to tell of: the entity is a node, or of
 * a kind that nodes can belong to.
 *
 * @public
 */
export function hasRuns(entity: Entity): boolean {
  return isManagedNode(entity) || canHaveManagedNodes(entity);
}

/**
 * Whether runbooks can be run there: the entity is a node, or an application
 * that nodes can belong to.
 *
 * @public
 */
export function hasRunbooks(entity: Entity): boolean {
  return (
    isManagedNode(entity) ||
    KINDS_OF_APPLICATIONS.includes(entity.kind.toLocaleLowerCase('en-US'))
  );
}
