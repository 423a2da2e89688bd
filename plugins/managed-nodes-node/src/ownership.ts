import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';

/**
 * What a resolver gets to know of a node.
 *
 * @public
 */
export type NodeOwnershipSubject = Pick<
  ManagedNode,
  | 'account'
  | 'region'
  | 'title'
  | 'computerName'
  | 'environment'
  | 'activationId'
  | 'tags'
>;

/**
 * Who owns a node and what it runs for, as entity refs.
 *
 * @public
 */
export interface ResolvedOwnership {
  /** A Group or User, e.g. `group:default/payments-team`. */
  owner: string;
  /** A System. Default: the Component's, if it has one. */
  system?: string;
  /** A Component. */
  component?: string;
}

/**
 * Decides who owns a node from a source of your own, such as a CMDB.
 *
 * @remarks
 *
 * Called for every node of every listing, so it must answer from memory.
 * What it says is held against the catalog and the account's `allowedOwners`
 * like any rule of config.
 *
 * @public
 */
export interface NodeOwnershipResolver {
  /** Said in the reason when a node stays unclaimed. */
  readonly name: string;

  /** The owner, or undefined to leave the node to the next resolver and the rules of config. */
  resolve(node: NodeOwnershipSubject): ResolvedOwnership | undefined;
}

/**
 * Lets modules of the managed-nodes backend decide ownership before the rules
 * of config do.
 *
 * @public
 */
export interface ManagedNodesOwnershipExtensionPoint {
  /** Adds a resolver. They are asked in the order they were added. */
  addResolver(resolver: NodeOwnershipResolver): void;
}

/**
 * The {@link ManagedNodesOwnershipExtensionPoint}.
 *
 * @public
 */
export const managedNodesOwnershipExtensionPoint =
  createExtensionPoint<ManagedNodesOwnershipExtensionPoint>({
    id: 'managed-nodes.ownership',
  });
