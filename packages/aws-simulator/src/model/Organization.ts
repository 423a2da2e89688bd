import { hash } from './random';
import {
  Account,
  AccountState,
  accountTags,
  createAccount,
  DELEGATED_ADMINISTRATOR,
  DEMO_ACCOUNTS,
  MANAGEMENT,
  memberAt,
} from './accounts';
import { UnitTree } from './UnitTree';

/** What can be told about an account that joins. */
export interface Joining {
  name: string;
  /** Twelve digits; made from the name when left out. */
  id?: string;
  email?: string;
  /** Id or path of its unit. Default: the root. */
  unit?: string;
  tags?: Record<string, string>;
  /** Epoch milliseconds. */
  at: number;
}

/** What can be changed about an account. */
export interface AccountChange {
  state?: AccountState;
  /** Id or path of the unit to move it to. */
  unit?: string;
  /** Replaces all its tags. */
  tags?: Record<string, string>;
}

/** The accounts and where they stand in the organization. */
export class Organization {
  readonly id = 'o-d3m0fl33t0';
  readonly units = UnitTree.create();
  readonly management: Account;
  readonly #accounts = new Map<string, Account>();
  #homes: { all: Account[]; byName: Map<string, Account> } | undefined;

  /**
   * @param accounts - member accounts; beyond the demo's six they are named
   * `workload-07` and so on, with ids from 700000000007, and take their share
   * of every team's machines
   */
  static create(accounts: number = DEMO_ACCOUNTS): Organization {
    return new Organization(Math.max(accounts, DEMO_ACCOUNTS));
  }

  private constructor(members: number) {
    this.management = createAccount(MANAGEMENT, this.units.rootId);
    this.#accounts.set(this.management.id, this.management);
    for (let index = 0; index < members; index++) {
      const plan = memberAt(index);
      const account = createAccount(plan, this.units.ensure(plan.unit));
      this.#accounts.set(account.id, account);
    }
  }

  /** All accounts, the management account first. */
  get accounts(): readonly Account[] {
    return [...this.#accounts.values()];
  }

  get members(): readonly Account[] {
    return this.accounts.filter(account => account !== this.management);
  }

  get(id: string): Account | undefined {
    return this.#accounts.get(id);
  }

  has(id: string): boolean {
    return this.#accounts.has(id);
  }

  /** Whether it is the management account or the delegated administrator. */
  isAdministrator(id: string): boolean {
    return (
      id === this.management.id ||
      (id === DELEGATED_ADMINISTRATOR && this.#accounts.has(id))
    );
  }

  /** Whether anything can be done in the account. */
  isActive(id: string): boolean {
    return this.#accounts.get(id)?.state === 'ACTIVE';
  }

  /** Adds an account; undefined if there is one with this id already. */
  join({
    name,
    id,
    email,
    unit = '',
    tags = {},
    at,
  }: Joining): Account | undefined {
    const own = id ?? String(800_000_000_000 + hash(name));
    if (this.#accounts.has(own)) {
      return undefined;
    }
    const account = createAccount(
      { id: own, name, unit, tags },
      this.units.ensure(unit),
      { at, email },
    );
    this.#accounts.set(own, account);
    this.#homes = undefined;
    return account;
  }

  /** Changes an account; undefined if there is none. */
  change(id: string, change: AccountChange): Account | undefined {
    const account = this.#accounts.get(id);
    if (account) {
      account.state = change.state ?? account.state;
      account.unit =
        change.unit === undefined
          ? account.unit
          : this.units.ensure(change.unit);
      account.tags = change.tags ? accountTags(change.tags) : account.tags;
      this.#homes = undefined;
    }
    return account;
  }

  /** Lets a member leave. */
  leave(id: string): boolean {
    this.#homes = undefined;
    return id !== this.management.id && this.#accounts.delete(id);
  }

  /** The account a machine at home in `name` is in. `share` is in [0, 1). */
  homeOf(name: string, share: number): Account {
    this.#homes ??= this.#findHomes();
    const { all, byName } = this.#homes;
    const index = Math.floor(share * all.length);
    return index >= DEMO_ACCOUNTS ? all[index] : byName.get(name) ?? all[index];
  }

  #findHomes() {
    const active = this.members.filter(member => member.state === 'ACTIVE');
    const all = active.length ? active : [...this.members];
    return { all, byName: new Map(all.map(each => [each.name, each])) };
  }

  /** Id of the organizational unit an account is in, or of the root. */
  unitOf(id: string): string {
    return this.#accounts.get(id)?.unit ?? this.units.rootId;
  }

  /** Ids from the organization down to a unit, as AWS writes them: each with a slash. */
  unitPath(unit: string): string {
    return [this.id, ...this.units.idsTo(unit), ''].join('/');
  }

  arn(kind: 'account' | 'ou' | 'root', id: string): string {
    return `arn:aws:organizations::${this.management.id}:${kind}/${this.id}/${id}`;
  }
}
