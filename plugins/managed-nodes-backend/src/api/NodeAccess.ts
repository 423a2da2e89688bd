import {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  ConditionTransformer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  managedNodesNodeReadPermission,
  RESOURCE_TYPE_MANAGED_NODE,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Visibility } from '../nodes/filters';
import { managedNodePermissionResourceRef } from '../nodes/permissions';
import { NodePredicate } from '../nodes/predicates';

/** A permission about nodes. */
export type NodePermission = ResourcePermission<
  typeof RESOURCE_TYPE_MANAGED_NODE
>;

/** No node at all: none has one of no owners. */
const NOTHING: Visibility = { criteria: { field: 'owner', in: [] } };

/** Asks the permission framework what a caller may do. */
export class NodeAccess {
  readonly #permissions: PermissionsService;
  readonly #transform: ConditionTransformer<NodePredicate>;

  static create(options: {
    permissions: PermissionsService;
    registry: PermissionsRegistryService;
  }): NodeAccess {
    return new NodeAccess(
      options.permissions,
      createConditionTransformer(
        options.registry.getPermissionRuleset(managedNodePermissionResourceRef),
      ),
    );
  }

  private constructor(
    permissions: PermissionsService,
    transform: ConditionTransformer<NodePredicate>,
  ) {
    this.#permissions = permissions;
    this.#transform = transform;
  }

  /**
   * Which nodes the caller may read.
   *
   * @throws NotAllowedError when it is none whatever they are.
   */
  async visibility(credentials: BackstageCredentials): Promise<Visibility> {
    const visible = await this.#decide(
      managedNodesNodeReadPermission,
      credentials,
    );
    if (!visible) {
      throw new NotAllowedError(
        `You may not read managed nodes (${managedNodesNodeReadPermission.name})`,
      );
    }
    return visible;
  }

  /**
   * On which nodes the caller has a permission, which may be none. That they
   * may read them is another question: see {@link NodeAccess.visibility}.
   */
  async allowed(
    permission: NodePermission,
    credentials: BackstageCredentials,
  ): Promise<Visibility> {
    return (await this.#decide(permission, credentials)) ?? NOTHING;
  }

  /** Undefined when it is none whatever they are. */
  async #decide(
    permission: NodePermission,
    credentials: BackstageCredentials,
  ): Promise<Visibility | undefined> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return { all: true };
      case AuthorizeResult.CONDITIONAL:
        return { criteria: this.#transform(decision.conditions) };
      default:
        return undefined;
    }
  }

  /**
   * Makes sure the caller has a permission that is about no node.
   *
   * @throws NotAllowedError naming the permission.
   */
  async require(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [{ result }] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`You need the permission ${permission.name}`);
    }
  }
}
