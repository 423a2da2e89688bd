import {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  ConditionTransformer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import { managedNodesNodeReadPermission } from '@managed-nodes/plugin-managed-nodes-common';
import { Visibility } from '../nodes/filters';
import { managedNodePermissionResourceRef } from '../nodes/permissions';
import { NodePredicate } from '../nodes/predicates';

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
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission: managedNodesNodeReadPermission }],
      { credentials },
    );
    if (decision.result === AuthorizeResult.DENY) {
      throw new NotAllowedError(
        `You may not read managed nodes (${managedNodesNodeReadPermission.name})`,
      );
    }
    return decision.result === AuthorizeResult.CONDITIONAL
      ? { criteria: this.#transform(decision.conditions) }
      : { all: true };
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
