/**
 * The managed-nodes backend: syncs AWS Systems Manager managed nodes into a
 * node store and serves them to those who own them.
 *
 * @packageDocumentation
 */
export { managedNodesPlugin as default } from './plugin';
export {
  createManagedNodesConditionalDecision,
  managedNodePermissionResourceRef,
  managedNodesConditions,
  managedNodesPermissionRules,
} from './nodes/permissions';
export type { NodePredicate } from './nodes/predicates';
