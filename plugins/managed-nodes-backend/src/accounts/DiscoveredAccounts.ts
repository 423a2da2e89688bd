import { LoggerService } from '@backstage/backend-plugin-api';
import { ManagedNodesConfig } from '../config';
import { AccountDirectory, SourceOf } from './AccountDirectory';
import { AccountStore } from './AccountStore';
import { mergeAccounts } from './mergeAccounts';
import { OrganizationConfig } from './organizationConfig';

interface DiscoveredAccountsOptions {
  config: Pick<ManagedNodesConfig, 'targets'> & {
    organization: OrganizationConfig;
  };
  directory: AccountDirectory;
  store: AccountStore;
  logger: LoggerService;
  /** Default: Systems Manager. */
  sourceOf?: SourceOf;
}

/**
 * Keeps the directory of this replica in line with the accounts that were
 * found, by whichever replica.
 */
export class DiscoveredAccounts {
  readonly #options: DiscoveredAccountsOptions;
  #revision: number | undefined;

  static create(options: DiscoveredAccountsOptions): DiscoveredAccounts {
    return new DiscoveredAccounts(options);
  }

  private constructor(options: DiscoveredAccountsOptions) {
    this.#options = options;
  }

  /**
   * Takes over what is stored, if it changed: a query of one row, unless it
   * did.
   *
   * @returns whether it changed.
   */
  async refresh(): Promise<boolean> {
    const { config, directory, logger, sourceOf, store } = this.#options;
    // Before the accounts: what changes meanwhile is taken over the next time.
    const { revision } = await store.discovery();
    if (revision === this.#revision) {
      return false;
    }
    directory.replace(
      mergeAccounts(
        await store.accounts(),
        config.organization,
        config.targets,
        sourceOf,
      ),
    );
    this.#revision = revision;
    logger.info(
      `Keeping ${directory.targets().length} targets in ${
        directory.all().length
      } accounts in sync`,
    );
    return true;
  }
}
