/** An account of the simulated organization. */
export interface Account {
  id: string;
  name: string;
  email: string;
}

function account(id: string, name: string): Account {
  return { id, name, email: `aws+${name}@example.com` };
}

/** Management account of the organization and owner of the demo's access key. */
const MANAGEMENT = account('999900001111', 'management');

const MEMBERS: readonly Account[] = [
  account('111122223333', 'commerce-prod'),
  account('222233334444', 'commerce-staging'),
  account('333344445555', 'data-prod'),
  account('444455556666', 'operations-prod'),
  account('555566667777', 'shared-services'),
  account('666677778888', 'sandbox'),
];

/** Accounts of the demo organization, without the management account. */
export const DEMO_ACCOUNTS = MEMBERS.length;

/** The accounts and where they stand in the organization. */
export class Organization {
  readonly id = 'o-d3m0fl33t0';
  readonly rootId = 'r-d3m0';
  readonly management = MANAGEMENT;
  readonly members: readonly Account[];

  /**
   * @param accounts - member accounts; beyond the demo's six they are named
   * `workload-07` and so on, with ids from 700000000007, and take their share
   * of every team's machines
   */
  static create(accounts: number = DEMO_ACCOUNTS): Organization {
    return new Organization(
      Array.from(
        { length: Math.max(accounts, DEMO_ACCOUNTS) },
        (_, index) =>
          MEMBERS[index] ??
          account(
            String(700_000_000_000 + index + 1),
            `workload-${String(index + 1).padStart(2, '0')}`,
          ),
      ),
    );
  }

  private constructor(members: readonly Account[]) {
    this.members = members;
  }

  get accounts(): readonly Account[] {
    return [this.management, ...this.members];
  }

  has(id: string): boolean {
    return this.accounts.some(known => known.id === id);
  }

  /** The account a machine at home in `name` is in. `share` is in [0, 1). */
  homeOf(name: string, share: number): Account {
    const spread = this.members[Math.floor(share * this.members.length)];
    if (this.members.indexOf(spread) >= DEMO_ACCOUNTS) {
      return spread;
    }
    return this.members.find(member => member.name === name) ?? spread;
  }

  /** Id of the organizational unit an account is in. */
  unitOf(id: string): string {
    if (id === this.management.id) {
      return this.rootId;
    }
    return this.members.find(member => member.id === id)?.name === 'sandbox'
      ? 'ou-d3m0-sandbox1'
      : 'ou-d3m0-workload';
  }
}
