import {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { NodeAccess } from '../api/NodeAccess';
import { AwsClients } from '../aws/AwsClients';
import { CallObserver } from '../aws/CallMeter';
import { Engine } from '../commands/createEngine';
import { RefreshNodes } from '../commands/NodeRefresher';
import { NodeReader } from '../events/NodeReader';
import { EntityScope } from '../nodes/EntityScope';
import { PresentationContext } from '../nodes/present';
import { TargetStore } from '../sync/TargetStore';
import { createPatchActions } from './actions/createPatchActions';
import { endedInstalls } from './notices/endedInstalls';
import { NoticeStore } from './notices/NoticeStore';
import { PatchNotices } from './notices/PatchNotices';
import { PatchConfig } from './patchConfig';
import { startPatchDetails } from './startPatchDetails';
import { startPatchViews } from './startPatchViews';
import { startPlans } from './startPlans';

/** What everything about patches needs. */
export interface PatchesSetup {
  rootConfig: Config;
  config: PatchConfig;
  partition: string;
  knex: Knex;
  context: PresentationContext;
  accounts: AccountDirectory;
  clients: AwsClients;
  access: NodeAccess;
  scope: EntityScope;
  /** Brings nodes in line with AWS once something was done to them. */
  reader: NodeReader;
  targets: TargetStore;
  notifications: NotificationService;
  /** Makes what carries out whatever people start, given what reads nodes anew. */
  createEngine(refresh: RefreshNodes): Engine;
  scheduler: SchedulerService;
  lifecycle: RootLifecycleService;
  logger: LoggerService;
  /** Told of every request to AWS. */
  observer?: CallObserver;
}

/**
 * Without the permission framework everybody may do everything: nobody is to
 * find themselves in that by accident, so that scans and installs are on then
 * only where config says so.
 */
function withActions({
  config,
  rootConfig,
  logger,
}: PatchesSetup): PatchConfig {
  const decided =
    rootConfig.has('managedNodes.patches.actions.enabled') ||
    rootConfig.getOptionalBoolean('permission.enabled') === true;
  if (decided) {
    return config;
  }
  logger.warn(
    'Scans and installs are off, as permission.enabled is: managedNodes.patches.actions.enabled turns them on, for everybody who signs in',
  );
  return { ...config, actions: { ...config.actions, enabled: false } };
}

/**
 * Sets in motion what keeps patches in view: which nodes lack what and by
 * when they have to have it, what comes by itself, what people start, and who
 * is told.
 */
export async function startPatches(setup: PatchesSetup) {
  const { knex, accounts, targets, reader, scheduler, logger } = setup;
  const config = withActions(setup);
  const { details, due, exceptions } = await startPatchDetails(setup);
  const views = await startPatchViews(setup);
  const plans = await startPlans({ ...setup, due });
  const engine = setup.createEngine(
    async ({ account, region }, nodeIds, signal) => {
      const target = accounts.target(account, region);
      const row = target && (await targets.get(target));
      if (!target || !row?.generation) {
        // Nobody lists it any more: its nodes are as they were left.
        return;
      }
      const { generation } = row;
      const problem = await reader.read(
        { ...target, generation },
        nodeIds,
        signal,
      );
      if (problem) {
        throw new Error(problem.message);
      }
      await details.readNow(target, nodeIds, signal);
    },
  );
  const { actions, operations } = createPatchActions({
    ...setup,
    config,
    engine,
  });
  const notices = PatchNotices.create({
    store: NoticeStore.create({ knex }),
    notifications: setup.notifications,
    config,
    logger,
    endedInstalls: (from, to) => endedInstalls(knex, from, to),
  });
  await scheduler.scheduleTask({
    id: 'managed-nodes-patch-notices',
    scope: 'global',
    frequency: { minutes: 5 },
    initialDelay: { minutes: 1 },
    timeout: { minutes: 10 },
    fn: () => notices.tell(Date.now()),
  });
  return { views, plans, exceptions, actions, operations, engine };
}

/** What answers questions about patches, and does what people ask for. */
export type StartedPatches = Awaited<ReturnType<typeof startPatches>>;
