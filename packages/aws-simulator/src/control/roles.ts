import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { DEMO_USER } from '../identity/principals';
import { World } from '../model/World';
import { roleInputSchema } from './schemas';

/** What is left of the actions after a change; undefined for those at first. */
function changedActions(
  current: readonly string[],
  { actions, allow, deny }: z.output<typeof roleInputSchema>,
): readonly string[] | undefined {
  return allow || deny
    ? [
        ...(actions ?? current).filter(action => !deny?.includes(action)),
        ...(allow ?? []),
      ]
    : actions;
}

/** Changes to what roles, and the demo's user, may do. */
export class RoleControl {
  readonly #world: World;

  static create(world: World): RoleControl {
    return new RoleControl(world);
  }

  private constructor(world: World) {
    this.#world = world;
  }

  /** @throws NotFoundError when there is no such role. */
  set(
    account: string,
    role: string,
    input: z.output<typeof roleInputSchema>,
  ): object {
    const { organization, permissions } = this.#world;
    const current = permissions
      .list()
      .find(entry => entry.account === account && entry.role === role);
    const changed =
      organization.has(account) &&
      permissions.setActions(
        account,
        role,
        changedActions(current?.actions ?? [], input),
      );
    if (!changed) {
      throw new NotFoundError(`There is no role ${role} in ${account}`);
    }
    return changed;
  }

  user(): object {
    const { organization, permissions } = this.#world;
    return {
      account: organization.management.id,
      user: DEMO_USER,
      actions: [...permissions.userActions],
    };
  }

  setUser(input: z.output<typeof roleInputSchema>): object {
    const { permissions } = this.#world;
    permissions.setUserActions(changedActions(permissions.userActions, input));
    return this.user();
  }
}
