import {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { OrganizationHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { AwsClients } from '../aws/AwsClients';
import { CallObserver } from '../aws/CallMeter';
import { ManagedNodesConfig } from '../config';
import { NodeWriter } from '../nodes/NodeWriter';
import { AbsenceJudge } from '../sync/AbsenceJudge';
import { TargetStore } from '../sync/TargetStore';
import { OwnershipSource } from '../sync/TargetSync';
import { UnmanagedInstances } from '../unmanaged/UnmanagedInstances';
import { KnownNodes } from './KnownNodes';
import { OrganizationListing } from './OrganizationListing';
import { OrganizationRuns } from './OrganizationRuns';

/** Listing 300,000 nodes takes 6,000 calls, one after the other. */
const TIMEOUT_HOURS = 2;

/** Lists the organization now and then, on one replica at a time, where config asks for it. */
export class OrganizationListingSchedule {
  readonly #runs: OrganizationRuns | undefined;
  readonly #start: () => Promise<void>;

  static create(options: {
    scheduler: SchedulerService;
    lifecycle: RootLifecycleService;
    logger: LoggerService;
    knex: Knex;
    clients: AwsClients;
    config: ManagedNodesConfig;
    directory: AccountDirectory;
    ownership: OwnershipSource;
    writer: NodeWriter;
    judge: AbsenceJudge;
    targets: TargetStore;
    unmanaged: UnmanagedInstances;
    observer?: CallObserver;
  }): OrganizationListingSchedule {
    const { config, knex, scheduler, lifecycle, logger } = options;
    const { organizationListing } = config;
    if (!organizationListing) {
      return new OrganizationListingSchedule(undefined, async () => {});
    }
    const runs = OrganizationRuns.create({ knex });
    const stopping = new AbortController();
    lifecycle.addShutdownHook(() => stopping.abort());
    const listing = OrganizationListing.create({
      ...options,
      config: { ...config, organizationListing },
      known: KnownNodes.create({ knex }),
      runs,
    });
    return new OrganizationListingSchedule(runs, () =>
      scheduler.scheduleTask({
        id: 'managed-nodes-organization',
        scope: 'global',
        frequency: { milliseconds: organizationListing.intervalMs },
        initialDelay: { seconds: 5 },
        timeout: { hours: TIMEOUT_HOURS },
        fn: async signal => {
          await listing.run(AbortSignal.any([signal, stopping.signal]));
          const { state, error, listed } = await runs.health();
          if (state === 'failed') {
            logger.warn(
              `Listing the organization failed, its nodes stay as they were: ${error?.code}: ${error?.message}`,
            );
          } else {
            logger.debug(`The organization has ${listed} nodes`);
          }
        },
      }),
    );
  }

  private constructor(
    runs: OrganizationRuns | undefined,
    start: () => Promise<void>,
  ) {
    this.#runs = runs;
    this.#start = start;
  }

  async start(): Promise<void> {
    await this.#start();
  }

  /** How the listing is doing; null where config does not ask for it. */
  async health(): Promise<OrganizationHealth | null> {
    return (await this.#runs?.health()) ?? null;
  }
}
