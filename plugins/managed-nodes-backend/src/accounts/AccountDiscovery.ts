import { LoggerService } from '@backstage/backend-plugin-api';
import { SyncProblem } from '@managed-nodes/plugin-managed-nodes-common';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { toSyncProblem } from '../aws/problems';
import { ManagedNodesConfig } from '../config';
import { AccountFinder } from './AccountFinder';
import { DiscoveryOutcome } from './accountRows';
import { AccountRetirement } from './AccountRetirement';
import { AccountStore, ListingResult } from './AccountStore';
import { OrganizationConfig } from './organizationConfig';

const WORDS = {
  ok: 'is complete',
  partial: 'is complete, but for some details',
  held: 'keeps accounts that were not listed',
  failed: 'failed, the accounts stay as they were',
};

const INTERRUPTED: SyncProblem = {
  code: 'Interrupted',
  message:
    'The listing was interrupted: the backend stopped, or it took too long',
  missingIamAction: null,
};

interface AccountDiscoveryOptions {
  config: Pick<ManagedNodesConfig, 'sync' | 'targets'> & {
    organization: OrganizationConfig;
  };
  /** Stands for the config that the accounts are looked at by. */
  askedFor: string;
  finder: AccountFinder;
  store: AccountStore;
  retirement: AccountRetirement;
  logger: LoggerService;
  /** Told of every request to AWS. */
  observer?: CallObserver;
}

/**
 * Lists the accounts of the organization and brings what is kept of them in
 * line. A listing is believed only when it is complete, absence only after
 * several; nodes of accounts that are closed or gone leave.
 */
export class AccountDiscovery {
  readonly #options: AccountDiscoveryOptions;

  static create(options: AccountDiscoveryOptions): AccountDiscovery {
    return new AccountDiscovery(options);
  }

  private constructor(options: AccountDiscoveryOptions) {
    this.#options = options;
  }

  /**
   * Runs once. A run that fails is an outcome, not an error: it is stored,
   * and the accounts stay as they were.
   *
   * @throws database errors.
   */
  async run(signal: AbortSignal): Promise<DiscoveryOutcome> {
    const { askedFor, finder, observer, store } = this.#options;
    const startedAt = Date.now();
    const generation = await store.begin(askedFor, startedAt);
    const meter = CallMeter.create({ observer });
    let outcome: Omit<DiscoveryOutcome, 'calls' | 'throttles'>;
    let unitsAt: number | undefined;
    try {
      const found = await finder.find(await store.known(), {
        now: startedAt,
        meter,
        signal,
      });
      unitsAt = found.unitsAt;
      const result = await store.apply(
        generation,
        found.accounts,
        this.#absenceRules(),
        Date.now(),
      );
      await this.#retire();
      outcome = {
        ...judge(result, found.lookups.problem()),
        complete: true,
        listed: found.accounts.length,
      };
      this.#tell(result);
    } catch (error) {
      outcome = {
        state: 'failed',
        complete: false,
        listed: 0,
        error: signal.aborted
          ? INTERRUPTED
          : toSyncProblem(error, 'organizations:ListAccounts'),
      };
    }
    const { calls, throttles } = meter;
    const finished = { ...outcome, calls, throttles };
    await store.finish(generation, finished, Date.now(), unitsAt);
    if (finished.error) {
      this.#options.logger.warn(
        `Account discovery ${WORDS[finished.state]}: ${finished.error.code}: ${
          finished.error.message
        }`,
      );
    }
    return finished;
  }

  #absenceRules() {
    const { organization, sync } = this.#options.config;
    return {
      missingAfter: organization.missingAfter,
      maxRemovalPercentage: organization.maxRemovalPercentage,
      minHeldRemovals: sync.minHeldRemovals,
    };
  }

  async #retire(): Promise<void> {
    const { config, logger, retirement, store } = this.#options;
    const { closed, gone } = await store.retired();
    // Config may name accounts that are not in the organization.
    const named = new Set(config.targets.accounts.map(({ id }) => id));
    const accounts = [...closed, ...gone.filter(id => !named.has(id))];
    const left = await retirement.retire(accounts, Date.now());
    if (left) {
      logger.info(
        `${left} nodes left, as their accounts are closed or have left the organization`,
      );
    }
  }

  #tell({ joined, gone }: ListingResult): void {
    const { logger } = this.#options;
    if (joined.length) {
      logger.info(`Found ${joined.length} accounts: ${some(joined)}`);
    }
    if (gone.length) {
      logger.info(
        `${gone.length} accounts left the organization: ${some(gone)}`,
      );
    }
  }
}

function judge(
  { held }: ListingResult,
  problem: SyncProblem | null,
): Pick<DiscoveryOutcome, 'state' | 'error'> {
  if (held) {
    return {
      state: 'held',
      error: {
        code: 'TooManyRemovals',
        message: `${held.missing} of ${held.known} accounts were not listed, which is more than managedNodes.organization.maxRemovalPercentage; all are kept`,
        missingIamAction: null,
      },
    };
  }
  return { state: problem ? 'partial' : 'ok', error: problem };
}

function some(ids: string[]): string {
  const shown = ids.slice(0, 20).join(', ');
  return ids.length > 20 ? `${shown} and ${ids.length - 20} more` : shown;
}
