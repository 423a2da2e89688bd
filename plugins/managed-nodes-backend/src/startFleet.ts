import {
  AuthService,
  LoggerService,
  RootConfigService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import {
  MetricsService,
  TracingService,
} from '@backstage/backend-plugin-api/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { SyncHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { NodeOwnershipResolver } from '@managed-nodes/plugin-managed-nodes-node';
import { Knex } from 'knex';
import { AccountDirectory } from './accounts/AccountDirectory';
import { startAccountDiscovery } from './accounts/startAccountDiscovery';
import { AwsClients } from './aws/AwsClients';
import { ManagedNodesConfig } from './config';
import { NodeReader } from './events/NodeReader';
import { startEvents } from './events/startEvents';
import { AbsentNodes } from './nodes/AbsentNodes';
import { ChangeFeed } from './nodes/ChangeFeed';
import { NodeWriter } from './nodes/NodeWriter';
import { OrganizationListingSchedule } from './organization/OrganizationListingSchedule';
import { CatalogDirectory } from './ownership/CatalogDirectory';
import { OwnershipService } from './ownership/OwnershipService';
import { readPatchWarnings } from './patches/patchHealth';
import { AbsenceJudge } from './sync/AbsenceJudge';
import { readSyncHealth } from './sync/health';
import { accountSource } from './sync/sources/s3/resourceDataSyncConfig';
import { S3Source } from './sync/sources/s3/S3Source';
import { SsmSource } from './sync/sources/SsmSource';
import { SyncScheduler } from './sync/SyncScheduler';
import { TargetStore } from './sync/TargetStore';
import { TargetSync } from './sync/TargetSync';
import { figuresOf } from './telemetry/figures';
import { SyncTelemetry } from './telemetry/SyncTelemetry';
import { UnmanagedInstances } from './unmanaged/UnmanagedInstances';
import { UnmanagedSync } from './unmanaged/UnmanagedSync';

/** What keeps the node store in line with AWS needs. */
export interface FleetSetup {
  auth: AuthService;
  catalog: CatalogService;
  events: EventsService;
  lifecycle: RootLifecycleService;
  logger: LoggerService;
  metrics: MetricsService;
  rootConfig: RootConfigService;
  scheduler: SchedulerService;
  tracing: TracingService;
  config: ManagedNodesConfig;
  knex: Knex;
  accounts: AccountDirectory;
  clients: AwsClients;
  feed: ChangeFeed;
  resolvers: NodeOwnershipResolver[];
}

/**
 * Sets in motion what keeps the node store in line with AWS: discovery of
 * accounts, listings, events and ownership. Listings begin with `begin`, once
 * everything else is there.
 */
export async function startFleet(setup: FleetSetup) {
  const { config, knex, accounts, clients, feed, scheduler, logger } = setup;
  const absent = AbsentNodes.create({ knex });
  const targets = TargetStore.create({ knex });
  const ownership = OwnershipService.create({
    ...setup,
    directory: CatalogDirectory.create({
      ...setup,
      maxAgeMs: config.ownership.refreshIntervalMs,
    }),
  });
  const judge = AbsenceJudge.create({ absent, config: config.sync });
  const writer = NodeWriter.create({ knex });
  const unmanaged = UnmanagedInstances.create({ knex });
  const reports: {
    [K in 'discovery' | 'organization' | 'events']?: {
      health(): Promise<SyncHealth[K]>;
    };
  } = {};
  const health = async () =>
    readSyncHealth({
      knex,
      targets: accounts.targets(),
      store: targets,
      feed,
      config: config.sync,
      now: Date.now(),
      accounts,
      organizationIntervalMs: config.organizationListing?.intervalMs,
      warnings: await readPatchWarnings(knex),
      others: {
        discovery: (await reports.discovery?.health()) ?? null,
        organization: (await reports.organization?.health()) ?? null,
        events: (await reports.events?.health()) ?? null,
      },
    });
  const telemetry = SyncTelemetry.create({
    metrics: setup.metrics,
    tracing: setup.tracing,
    figures: figuresOf(health),
  });
  const observer = telemetry.observeCall;
  reports.discovery = await startAccountDiscovery({
    ...setup,
    directory: accounts,
    absent,
    sourceOf: account => accountSource(config.resourceDataSync, account),
    observer,
  });
  const organization = OrganizationListingSchedule.create({
    ...setup,
    directory: accounts,
    ownership,
    writer,
    judge,
    targets,
    unmanaged,
    observer,
  });
  reports.organization = organization;
  const ssm = SsmSource.create({ clients, config });
  reports.events = await startEvents({
    ...setup,
    directory: accounts,
    source: ssm,
    ownership,
    writer,
    absent,
    store: targets,
    observer,
  });
  const { resourceDataSync } = config;
  const sync = SyncScheduler.create({
    measure: (target, run) => telemetry.listing(target, run),
    scheduler,
    lifecycle: setup.lifecycle,
    logger,
    store: targets,
    accounts,
    config: config.sync,
    sync: TargetSync.create({
      sources: {
        ssm,
        ...(resourceDataSync && {
          s3: S3Source.create({
            clients,
            knex,
            config: { ...config, resourceDataSync },
          }),
        }),
      },
      afterListing: config.sync.unmanagedInstances
        ? UnmanagedSync.create({ clients, store: unmanaged })
        : undefined,
      ownership,
      writer,
      judge,
      targets,
      observer,
    }),
  });

  return {
    absent,
    targets,
    health,
    observer,
    startSync: sync.request.bind(sync),
    /** Reads single nodes anew. */
    reader: NodeReader.create({
      source: ssm,
      ownership,
      writer,
      absent,
      observer,
    }),
    async begin() {
      await sync.start();
      await organization.start();
      await scheduler.scheduleTask({
        id: 'managed-nodes-ownership',
        scope: 'global',
        frequency: { milliseconds: config.ownership.refreshIntervalMs },
        initialDelay: {
          milliseconds: Math.min(config.ownership.refreshIntervalMs, 5_000),
        },
        timeout: { minutes: 30 },
        fn: signal => ownership.refresh(signal),
      });
      await scheduler.scheduleTask({
        id: 'managed-nodes-forget-left',
        scope: 'global',
        frequency: { hours: 6 },
        initialDelay: { minutes: 10 },
        timeout: { minutes: 30 },
        fn: async () => {
          await absent.purgeLeft(Date.now() - config.leftRetentionMs);
        },
      });
      logger.info(
        `Keeping ${accounts.targets().length} targets in ${
          accounts.all().length
        } accounts in sync`,
      );
    },
  };
}
