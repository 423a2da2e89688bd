import { createHash } from 'node:crypto';
import { ManagedNodesConfig } from '../config';
import { Account, SyncTarget } from './types';

/** Tells where the nodes of an account are listed. */
export type SourceOf = (accountId: string) => Account['source'];

/** The accounts that config names, with what they inherit. */
export function configuredAccounts(
  targets: ManagedNodesConfig['targets'],
  sourceOf: SourceOf = () => 'ssm',
): Account[] {
  return targets.accounts.map(account => ({
    id: account.id,
    name: account.name ?? account.id,
    tags: account.tags,
    units: [],
    regions: account.regions ?? targets.regions ?? [],
    source: sourceOf(account.id),
    roleName: account.roleName ?? targets.roleName,
    externalId: account.externalId ?? targets.externalId,
    allowedOwners: account.allowedOwners,
  }));
}

/**
 * The accounts there are to sync, as this replica knows them. Answers from
 * memory: accounts come and go rarely and are asked for with every node.
 */
export class AccountDirectory {
  #accounts: ReadonlyMap<string, Account> = new Map();
  #targets: SyncTarget[] = [];
  #fingerprint = '';

  static create(accounts: Account[]): AccountDirectory {
    const directory = new AccountDirectory();
    directory.replace(accounts);
    return directory;
  }

  private constructor() {}

  /** Takes other accounts from now on. */
  replace(accounts: Account[]): void {
    this.#accounts = new Map(accounts.map(account => [account.id, account]));
    this.#targets = accounts.flatMap(account =>
      account.regions.map(region => ({
        account: account.id,
        region,
        accountName: account.name,
        accountTags: account.tags,
        units: account.units,
        source: account.source,
      })),
    );
    this.#fingerprint = createHash('sha1')
      .update(
        JSON.stringify(
          [...accounts]
            .sort((a, b) => (a.id < b.id ? -1 : 1))
            .map(({ id, name, tags, units, allowedOwners }) => [
              id,
              name,
              Object.entries(tags).sort(),
              units,
              allowedOwners,
            ]),
        ),
      )
      .digest('hex');
  }

  /** Names of the accounts by id, for those who need nothing else. */
  readonly names = { get: (id: string) => this.get(id)?.name };

  get(id: string): Account | undefined {
    return this.#accounts.get(id);
  }

  all(): Account[] {
    return [...this.#accounts.values()];
  }

  /** Every (account, Region) to sync. */
  targets(): SyncTarget[] {
    return this.#targets;
  }

  /** The target of an account and Region, if it is one to sync. */
  target(account: string, region: string): SyncTarget | undefined {
    return this.#targets.find(
      target => target.account === account && target.region === region,
    );
  }

  /** Changes when anything does that ownership is decided by. */
  get fingerprint(): string {
    return this.#fingerprint;
  }
}
