import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
  tracingServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  isResourcePermission,
  Permission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  managedNodesPermissions,
  RESOURCE_TYPE_MANAGED_NODE,
  SyncHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  managedNodesOwnershipExtensionPoint,
  NodeOwnershipResolver,
} from '@managed-nodes/plugin-managed-nodes-node';
import { registerActions } from './actions/registerActions';
import { NodeAccess } from './api/NodeAccess';
import { createRouter } from './api/router';
import {
  AccountDirectory,
  configuredAccounts,
} from './accounts/AccountDirectory';
import { startAccountDiscovery } from './accounts/startAccountDiscovery';
import { AwsClients } from './aws/AwsClients';
import { readManagedNodesConfig } from './config';
import { AbsentNodes } from './nodes/AbsentNodes';
import { ChangeFeed } from './nodes/ChangeFeed';
import { openDatabase } from './nodes/database';
import { EntityScope } from './nodes/EntityScope';
import { NodeQueries } from './nodes/NodeQueries';
import { NodeWriter } from './nodes/NodeWriter';
import {
  managedNodePermissionResourceRef,
  managedNodesPermissionRules,
} from './nodes/permissions';
import { CatalogDirectory } from './ownership/CatalogDirectory';
import { OwnershipService } from './ownership/OwnershipService';
import { OrganizationListingSchedule } from './organization/OrganizationListingSchedule';
import { NodeReader } from './events/NodeReader';
import { startEvents } from './events/startEvents';
import { createPatchApi } from './patches/patchApi';
import { readPatchWarnings } from './patches/patchHealth';
import { startPatches } from './patches/startPatches';
import { AbsenceJudge } from './sync/AbsenceJudge';
import { readSyncHealth } from './sync/health';
import { SyncScheduler } from './sync/SyncScheduler';
import { HeldRemovals } from './sync/HeldRemovals';
import { accountSource } from './sync/sources/s3/resourceDataSyncConfig';
import { S3Source } from './sync/sources/s3/S3Source';
import { SsmSource } from './sync/sources/SsmSource';
import { TargetStore } from './sync/TargetStore';
import { TargetSync } from './sync/TargetSync';
import { figuresOf } from './telemetry/figures';
import { SyncTelemetry } from './telemetry/SyncTelemetry';
import { UnmanagedInstances } from './unmanaged/UnmanagedInstances';
import { UnmanagedQueries } from './unmanaged/UnmanagedQueries';
import { UnmanagedSync } from './unmanaged/UnmanagedSync';

const isNodePermission = (
  permission: Permission,
): permission is ResourcePermission<typeof RESOURCE_TYPE_MANAGED_NODE> =>
  isResourcePermission(permission, RESOURCE_TYPE_MANAGED_NODE);

/**
 * The managed-nodes backend.
 *
 * @public
 */
export const managedNodesPlugin = createBackendPlugin({
  pluginId: 'managed-nodes',
  register(env) {
    const resolvers: NodeOwnershipResolver[] = [];
    env.registerExtensionPoint(managedNodesOwnershipExtensionPoint, {
      addResolver: resolver => resolvers.push(resolver),
    });
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        rootConfig: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        tracing: tracingServiceRef,
      },
      async init(deps) {
        const { logger, scheduler } = deps;
        const config = readManagedNodesConfig(deps.rootConfig);
        const sourceOf = (account: string) =>
          accountSource(config.resourceDataSync, account);
        const accounts = AccountDirectory.create(
          configuredAccounts(config.targets, sourceOf),
        );
        const clients = AwsClients.fromConfig(deps.rootConfig, {
          accounts,
          partition: config.targets.partition,
          budgets: {
            sync: config.sync.callsPerSecond,
            organization: config.organizationListing?.callsPerSecond,
            patches: config.patches.details.callsPerSecond,
          },
        });
        const knex = await openDatabase(deps.database);
        const context = {
          partition: config.targets.partition,
          accountNames: accounts.names,
          patchPolicy: config.patches.policy,
        };
        const queries = NodeQueries.create({ knex, context });
        const feed = ChangeFeed.create({ knex, context });
        const absent = AbsentNodes.create({ knex });
        const store = TargetStore.create({ knex });

        deps.permissionsRegistry.addResourceType({
          resourceRef: managedNodePermissionResourceRef,
          permissions: managedNodesPermissions.filter(isNodePermission),
          rules: Object.values(managedNodesPermissionRules),
          getResources: names => queries.getMany(names),
        });
        deps.permissionsRegistry.addPermissions(
          managedNodesPermissions.filter(
            permission => !isNodePermission(permission),
          ),
        );

        const ownership = OwnershipService.create({
          directory: CatalogDirectory.create({
            catalog: deps.catalog,
            auth: deps.auth,
            maxAgeMs: config.ownership.refreshIntervalMs,
          }),
          accounts,
          config,
          knex,
          logger,
          resolvers,
        });
        const judge = AbsenceJudge.create({ absent, config: config.sync });
        const writer = NodeWriter.create({ knex });
        const unmanaged = UnmanagedInstances.create({ knex });
        const reports: {
          [K in 'discovery' | 'organization' | 'events']?: {
            health(): Promise<SyncHealth[K]>;
          };
        } = {};
        const syncHealth = async () =>
          readSyncHealth({
            knex,
            targets: accounts.targets(),
            store,
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
          metrics: deps.metrics,
          tracing: deps.tracing,
          figures: figuresOf(syncHealth),
        });
        reports.discovery = await startAccountDiscovery({
          rootConfig: deps.rootConfig,
          config,
          knex,
          directory: accounts,
          absent,
          scheduler,
          lifecycle: deps.lifecycle,
          logger,
          sourceOf,
          observer: telemetry.observeCall,
        });
        const organizationListing = OrganizationListingSchedule.create({
          scheduler,
          lifecycle: deps.lifecycle,
          logger,
          knex,
          clients,
          config,
          directory: accounts,
          ownership,
          writer,
          judge,
          targets: store,
          unmanaged,
          observer: telemetry.observeCall,
        });
        const ssm = SsmSource.create({ clients, config });
        reports.events = await startEvents({
          events: deps.events,
          config,
          knex,
          directory: accounts,
          source: ssm,
          ownership,
          writer,
          absent,
          store,
          scheduler,
          lifecycle: deps.lifecycle,
          logger,
          observer: telemetry.observeCall,
        });
        reports.organization = organizationListing;
        const sync = SyncScheduler.create({
          measure: (target, run) => telemetry.listing(target, run),
          scheduler,
          lifecycle: deps.lifecycle,
          logger,
          store,
          accounts,
          config: config.sync,
          sync: TargetSync.create({
            sources: {
              ssm,
              ...(config.resourceDataSync && {
                s3: S3Source.create({
                  clients,
                  knex,
                  config: {
                    ...config,
                    resourceDataSync: config.resourceDataSync,
                  },
                }),
              }),
            },
            afterListing: config.sync.unmanagedInstances
              ? UnmanagedSync.create({
                  clients,
                  store: unmanaged,
                })
              : undefined,
            ownership,
            writer,
            judge,
            targets: store,
            observer: telemetry.observeCall,
          }),
        });

        const access = NodeAccess.create({
          permissions: deps.permissions,
          registry: deps.permissionsRegistry,
        });
        const scope = EntityScope.create({ catalog: deps.catalog });
        const observer = telemetry.observeCall;
        const patches = await startPatches({
          rootConfig: deps.rootConfig,
          config: config.patches,
          partition: config.targets.partition,
          knex,
          context,
          accounts,
          clients,
          access,
          scope,
          reader: NodeReader.create({
            source: ssm,
            ownership,
            writer,
            absent,
            observer,
          }),
          targets: store,
          notifications: deps.notifications,
          auditor: deps.auditor,
          scheduler,
          lifecycle: deps.lifecycle,
          logger,
          observer,
        });

        registerActions(deps.actionsRegistry, {
          access,
          scope,
          queries,
          missing: patches.views.missing,
          plans: patches.plans,
          actions: patches.actions,
          patchPolicy: config.patches.policy,
          auditor: deps.auditor,
        });

        deps.httpRouter.use(
          createRouter({
            httpAuth: deps.httpAuth,
            auditor: deps.auditor,
            access,
            queries,
            scope,
            parts: [
              createPatchApi({
                ...patches,
                config: config.patches,
                knex,
                clients,
                observer,
              }),
            ],
            feed,
            unmanaged: UnmanagedQueries.create({ knex, context }),
            held: HeldRemovals.create({ knex, absent }),
            patchPolicy: config.patches.policy,
            syncHealth,
            startSync: which => sync.request(which),
          }),
        );

        await sync.start();
        await organizationListing.start();
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
    });
  },
});
