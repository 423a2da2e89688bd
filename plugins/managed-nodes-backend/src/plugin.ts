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
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  isResourcePermission,
  Permission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  managedNodesPermissions,
  RESOURCE_TYPE_MANAGED_NODE,
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
import { AwsClients } from './aws/AwsClients';
import { AutomationReader } from './automation/AutomationReader';
import { AutomationTransport } from './automation/AutomationTransport';
import { PersonSessions } from './aws/PersonSessions';
import { createEngine, startEngine } from './commands/createEngine';
import { readManagedNodesConfig } from './config';
import { createCountersApi } from './counters/countersApi';
import { startMetrics } from './metrics/startMetrics';
import { ChangeFeed } from './nodes/ChangeFeed';
import { openDatabase } from './nodes/database';
import { EntityScope } from './nodes/EntityScope';
import { NodeQueries } from './nodes/NodeQueries';
import {
  managedNodePermissionResourceRef,
  managedNodesPermissionRules,
} from './nodes/permissions';
import { createPatchApi } from './patches/patchApi';
import { startPatches } from './patches/startPatches';
import { FleetReports } from './report/FleetReports';
import { createReportApi } from './report/reportApi';
import { RunNotices } from './runbooks/runs/RunNotices';
import { RunStore } from './runbooks/runs/RunStore';
import { startRunbooks } from './runbooks/startRunbooks';
import { HeldRemovals } from './sync/HeldRemovals';
import { accountSource } from './sync/sources/s3/resourceDataSyncConfig';
import { startFleet } from './startFleet';
import { UnmanagedQueries } from './unmanaged/UnmanagedQueries';

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
        cache: coreServices.cache,
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
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
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
            monitoring: config.metrics.callsPerSecond,
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

        const fleet = await startFleet({
          ...deps,
          config,
          knex,
          accounts,
          clients,
          feed,
          resolvers,
        });
        const { absent, targets, observer } = fleet;

        const access = NodeAccess.create({
          permissions: deps.permissions,
          registry: deps.permissionsRegistry,
        });
        const scope = EntityScope.create({ catalog: deps.catalog });
        const sessions = PersonSessions.fromConfig(deps.rootConfig, {
          accounts,
          partition: config.targets.partition,
          roleName: config.patches.actions.roleName,
        });
        const runStore = RunStore.create({ knex });
        const notices = RunNotices.create({ ...deps, runs: runStore });
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
          reader: fleet.reader,
          targets,
          notifications: deps.notifications,
          createEngine: refresh =>
            createEngine({
              knex,
              clients,
              sessions,
              refresh,
              logger,
              transports: {
                automation: AutomationTransport.create({
                  sessions,
                  reader: AutomationReader.create({ clients, observer }),
                }),
              },
              callObserver: observer,
              observer: notices,
              auditor: deps.auditor,
            }),
          scheduler,
          lifecycle: deps.lifecycle,
          logger,
          observer,
        });

        const { engine } = patches;
        await startEngine(engine, deps);
        const { api, runbooks, runs } = await startRunbooks({
          ...deps,
          publications: config.runbooks,
          config: config.runs,
          partition: config.targets.partition,
          knex,
          accounts,
          clients,
          sessions,
          access,
          scope,
          engine,
          runStore,
          notices,
          patchPolicy: config.patches.policy,
          observer,
        });

        registerActions(deps.actionsRegistry, {
          access,
          scope,
          queries,
          missing: patches.views.missing,
          plans: patches.plans,
          actions: patches.actions,
          runs: runs.runs,
          runViews: runs.views,
          listRunbooks: credentials => runbooks.list({}, credentials),
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
              api,
              await startMetrics({
                ...deps,
                config: config.metrics,
                partition: config.targets.partition,
                knex,
                accounts,
                clients,
                observer,
              }),
              createCountersApi({
                ...deps,
                config: config.rightNow,
                knex,
                sessions,
                clients,
                observer,
              }),
              createReportApi({
                reports: FleetReports.create({
                  knex,
                  queries,
                  compliance: patches.views.compliance,
                  trend: patches.views.trend,
                  accounts,
                  policy: config.patches.policy,
                }),
              }),
            ],
            feed,
            unmanaged: UnmanagedQueries.create({ knex, context }),
            held: HeldRemovals.create({ knex, absent }),
            patchPolicy: config.patches.policy,
            syncHealth: fleet.health,
            startSync: fleet.startSync,
          }),
        );

        await fleet.begin();
      },
    });
  },
});
