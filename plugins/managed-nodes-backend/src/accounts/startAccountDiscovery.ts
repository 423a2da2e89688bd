import {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { OrganizationHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import { CallObserver } from '../aws/CallMeter';
import { ManagedNodesConfig } from '../config';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { AccountDirectory, SourceOf } from './AccountDirectory';
import { AccountDiscovery } from './AccountDiscovery';
import { AccountFinder } from './AccountFinder';
import { AccountRetirement } from './AccountRetirement';
import { AccountStore } from './AccountStore';
import { DiscoveredAccounts } from './DiscoveredAccounts';
import { DiscoveryClients } from './DiscoveryClients';
import { readDiscoveryHealth } from './discoveryHealth';
import { usesAccountTags } from './tagUse';

/** How long one replica may take before another may take over. */
const TIMEOUT_MS = 15 * 60_000;

/** How soon every replica knows what one of them found. */
const REFRESH_MS = 5_000;

const TASK = 'managed-nodes-discovery';

/** What `managedNodes.organization` sets in motion. */
export interface StartedDiscovery {
  /** How finding accounts is doing; null where config names all of them. */
  health(): Promise<OrganizationHealth | null>;
}

/**
 * Starts to find the accounts of the organization, on one replica at a time,
 * and to keep the directory of this one up to date. The accounts found before
 * are in the directory when it returns, whether or not Organizations can be
 * asked. Does nothing without `managedNodes.organization`.
 */
export async function startAccountDiscovery(options: {
  rootConfig: Config;
  config: ManagedNodesConfig;
  knex: Knex;
  directory: AccountDirectory;
  absent: AbsentNodes;
  scheduler: SchedulerService;
  lifecycle: RootLifecycleService;
  logger: LoggerService;
  /** Where the nodes of an account are listed. Default: Systems Manager. */
  sourceOf?: SourceOf;
  /** Told of every request to AWS. */
  observer?: CallObserver;
}): Promise<StartedDiscovery> {
  const { directory, knex, logger, scheduler } = options;
  const { organization } = options.config;
  if (!organization) {
    return { health: async () => null };
  }
  const config = { ...options.config, organization };
  const store = AccountStore.create({ knex });
  const discovered = DiscoveredAccounts.create({
    config,
    directory,
    store,
    logger,
    sourceOf: options.sourceOf,
  });
  const askedFor = hashOf(config);
  const discovery = AccountDiscovery.create({
    config,
    askedFor,
    finder: AccountFinder.create({
      clients: DiscoveryClients.fromConfig(options.rootConfig, {
        organization,
        partition: config.targets.partition,
      }),
      config,
    }),
    store,
    retirement: AccountRetirement.create({ knex, absent: options.absent }),
    logger,
    observer: options.observer,
  });

  await discovered.refresh();
  const stopping = new AbortController();
  options.lifecycle.addShutdownHook(() => stopping.abort());
  await scheduler.scheduleTask({
    id: TASK,
    scope: 'global',
    frequency: { milliseconds: organization.intervalMs },
    timeout: { milliseconds: TIMEOUT_MS },
    fn: async signal => {
      await discovery.run(AbortSignal.any([signal, stopping.signal]));
      await discovered.refresh();
    },
  });
  await scheduler.scheduleTask({
    id: 'managed-nodes-directory',
    scope: 'local',
    frequency: { milliseconds: REFRESH_MS },
    timeout: { minutes: 1 },
    fn: async () => {
      await discovered.refresh();
    },
  });
  const { asked_for: askedBefore } = await store.discovery();
  if (askedBefore !== null && askedBefore !== askedFor) {
    await runSoon(scheduler);
  }
  return {
    health: () =>
      readDiscoveryHealth({ store, timeoutMs: TIMEOUT_MS, now: Date.now() }),
  };
}

/** Changes with what a run reads, so that new config does not wait for the next one. */
function hashOf(
  config: ManagedNodesConfig &
    Pick<Required<ManagedNodesConfig>, 'organization'>,
): string {
  const { intervalMs: _, ...organization } = config.organization;
  return createHash('sha1')
    .update(
      JSON.stringify([organization, usesAccountTags(config)], (key, value) =>
        key === 'externalId' ? undefined : value,
      ),
    )
    .digest('hex');
}

async function runSoon(scheduler: SchedulerService): Promise<void> {
  try {
    await scheduler.triggerTask(TASK);
  } catch (error) {
    // It runs already, on this replica or another.
    if (!(error instanceof Error) || error.name !== 'ConflictError') {
      throw error;
    }
  }
}
