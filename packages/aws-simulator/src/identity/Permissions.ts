import { Principal, RoleDefinition, ROLES, USER_ACTIONS } from './principals';

/** Actions of one role in one account. */
export interface RolePermissions {
  account: string;
  role: string;
  actions: string[];
}

function allows(pattern: string, action: string): boolean {
  return pattern.endsWith('*')
    ? action.startsWith(pattern.slice(0, -1))
    : pattern === action;
}

function key(account: string, role: string): string {
  return `${account}/${role}`;
}

/** Which roles exist and what each may do, per account. */
export class Permissions {
  readonly #actions = new Map<string, readonly string[]>();
  #userActions = USER_ACTIONS;

  /** @param accounts - ids of the accounts that have the roles */
  static create(accounts: readonly string[]): Permissions {
    return new Permissions(accounts);
  }

  private constructor(accounts: readonly string[]) {
    for (const account of accounts) {
      this.addAccount(account);
    }
  }

  /** Gives an account the roles, as new accounts of an organization get them. */
  addAccount(account: string): void {
    for (const role of ROLES) {
      this.#actions.set(key(account, role.name), role.actions);
    }
  }

  /** Takes a role away from an account; false if it has none. Its sessions may do nothing any more. */
  removeRole(account: string, role: string): boolean {
    return this.#actions.delete(key(account, role));
  }

  /** The role, if the account has it. */
  findRole(account: string, name: string): RoleDefinition | undefined {
    return this.#actions.has(key(account, name))
      ? ROLES.find(role => role.name === name)
      : undefined;
  }

  /** Whether an identity-based policy allows the action. */
  isAllowed(principal: Principal, action: string): boolean {
    const actions = principal.roleName
      ? this.#actions.get(key(principal.account, principal.roleName))
      : this.#userActions;
    return actions?.some(pattern => allows(pattern, action)) ?? false;
  }

  /**
   * Replaces what a role may do, and gives back a role that was taken away;
   * undefined if no account has such a role.
   *
   * @param actions - absent for what it started with
   */
  setActions(
    account: string,
    role: string,
    actions?: readonly string[],
  ): RolePermissions | undefined {
    const definition = ROLES.find(each => each.name === role);
    if (!definition) {
      return undefined;
    }
    const set = [...(actions ?? definition.actions)];
    this.#actions.set(key(account, role), set);
    return { account, role, actions: set };
  }

  /** What the demo's own user may do. */
  get userActions(): readonly string[] {
    return this.#userActions;
  }

  /** @param actions - absent for what it started with */
  setUserActions(actions: readonly string[] = USER_ACTIONS): void {
    this.#userActions = [...actions];
  }

  list(): RolePermissions[] {
    return [...this.#actions].map(([entry, actions]) => {
      const [account, role] = entry.split('/');
      return { account, role, actions: [...actions] };
    });
  }
}
