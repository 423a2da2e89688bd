import { Fleet } from '../fleet/Fleet';
import { SimulatedNode } from '../fleet/types';
import { Organization } from '../model/Organization';
import { CENTRAL_GROUP, CENTRAL_REGION, groupNameOf, LogGroup } from './groups';
import { QueryStore } from './QueryStore';

/**
 * CloudWatch Logs of every account and Region. Groups and lines are not kept
 * but worked out when somebody asks; queries are.
 */
export class Logs {
  readonly queries: QueryStore;
  readonly #fleet: Fleet;
  readonly #organization: Organization;

  static create(options: {
    fleet: Fleet;
    organization: Organization;
    seed: number;
  }): Logs {
    return new Logs(options);
  }

  private constructor(options: {
    fleet: Fleet;
    organization: Organization;
    seed: number;
  }) {
    this.#fleet = options.fleet;
    this.#organization = options.organization;
    this.queries = QueryStore.create(options.seed);
  }

  /**
   * Accounts whose groups one may look into: all for the management account,
   * which they are linked to, its own for any other.
   */
  accountsFor(account: string): readonly string[] {
    return account === this.#organization.management.id
      ? this.#organization.accounts.map(({ id }) => id)
      : [account];
  }

  /** Groups of an account and Region, by name. */
  groups(account: string, region: string): LogGroup[] {
    const byName = new Map<string, SimulatedNode[]>();
    for (const node of this.#fleet.list(account, region)) {
      const name = groupNameOf(node);
      if (name !== undefined) {
        const nodes = byName.get(name);
        if (nodes) {
          nodes.push(node);
        } else {
          byName.set(name, [node]);
        }
      }
    }
    const groups = [...byName].map(([name, nodes]) => ({
      name,
      account,
      region,
      nodes,
      central: false,
    }));
    return [...this.#central(account, region), ...groups].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  }

  #central(account: string, region: string): LogGroup[] {
    if (
      account !== this.#organization.management.id ||
      region !== CENTRAL_REGION
    ) {
      return [];
    }
    const nodes = this.#fleet
      .everything()
      .filter(node => groupNameOf(node) !== undefined);
    return nodes.length
      ? [{ name: CENTRAL_GROUP, account, region, nodes, central: true }]
      : [];
  }

  find(account: string, region: string, name: string): LogGroup | undefined {
    return this.groups(account, region).find(group => group.name === name);
  }
}
