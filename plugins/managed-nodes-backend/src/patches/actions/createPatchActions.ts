import {
  AuditorService,
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { Knex } from 'knex';
import { AccountDirectory } from '../../accounts/AccountDirectory';
import { NodeAccess } from '../../api/NodeAccess';
import { AwsClients } from '../../aws/AwsClients';
import { CallObserver } from '../../aws/CallMeter';
import { PersonSessions } from '../../aws/PersonSessions';
import { CommandReader } from '../../commands/CommandReader';
import { CommandSender } from '../../commands/CommandSender';
import { CommandTransport } from '../../commands/CommandTransport';
import { RefreshNodes } from '../../commands/NodeRefresher';
import { OperationCanceller } from '../../commands/OperationCanceller';
import { OperationDispatch } from '../../commands/OperationDispatch';
import { OperationFollower } from '../../commands/OperationFollower';
import {
  OperationObserver,
  OperationProgress,
} from '../../commands/OperationProgress';
import { OperationRecords } from '../../commands/OperationRecords';
import { OperationSender } from '../../commands/OperationSender';
import { OperationStore } from '../../commands/OperationStore';
import { OperationWork } from '../../commands/OperationWork';
import { EntityScope } from '../../nodes/EntityScope';
import { PatchConfig } from '../patchConfig';
import { Candidates } from './Candidates';
import { OperationQueries } from './OperationQueries';
import { PatchActions } from './PatchActions';
import { PatchOperations } from './PatchOperations';

/** What scans and installs need. */
export interface PatchActionsSetup {
  rootConfig: Config;
  partition: string;
  config: Pick<PatchConfig, 'actions' | 'policy'>;
  knex: Knex;
  accounts: AccountDirectory;
  clients: Pick<AwsClients, 'forTarget'>;
  access: NodeAccess;
  scope: EntityScope;
  logger: LoggerService;
  /** Reads nodes on which something ended. */
  refresh: RefreshNodes;
  /** Told of every request to AWS, but those in the name of a person. */
  callObserver?: CallObserver;
  /** Told of what becomes of operations. */
  operationObserver?: OperationObserver;
  /** Where it is put on record what becomes of operations. */
  auditor?: AuditorService;
  /** Other times, for tests. */
  times?: {
    follower?: Parameters<typeof OperationFollower.create>[0]['times'];
    sender?: Parameters<typeof CommandSender.create>[0]['times'];
  };
}

/** Puts together what scans and installs take. */
export function createPatchActions(setup: PatchActionsSetup) {
  const { knex, access, scope, logger, config, partition } = setup;
  const store = OperationStore.create({ knex });
  const dispatch = OperationDispatch.create({ knex });
  const observer = setup.auditor
    ? OperationRecords.create({
        auditor: setup.auditor,
        knex,
        logger,
        next: setup.operationObserver,
      })
    : setup.operationObserver;
  const progress = OperationProgress.create({ knex, observer });
  const reader = CommandReader.create({
    clients: setup.clients,
    observer: setup.callObserver,
  });
  const commands = CommandSender.create({
    sessions: PersonSessions.fromConfig(setup.rootConfig, {
      accounts: setup.accounts,
      partition,
      roleName: config.actions.roleName,
    }),
    times: setup.times?.sender,
  });
  const transports = {
    command: CommandTransport.create({ sender: commands, reader }),
  };
  const sender = OperationSender.create({
    store,
    dispatch,
    progress,
    transports,
    observer,
    logger,
  });
  const queries = OperationQueries.create({ knex, partition });
  const operations = PatchOperations.create({
    access,
    scope,
    queries,
    canceller: OperationCanceller.create({
      store,
      dispatch,
      progress,
      transports,
    }),
    reader,
  });
  return {
    actions: PatchActions.create({
      access,
      scope,
      candidates: Candidates.create({
        knex,
        accounts: setup.accounts,
        freezes: config.actions.freezes,
      }),
      operations,
      queries,
      store,
      sender,
      config: config.actions,
      patchPolicy: config.policy,
    }),
    operations,
    sender,
    follower: OperationFollower.create({
      store,
      dispatch,
      work: OperationWork.create({ knex }),
      progress,
      transports,
      refresh: setup.refresh,
      logger,
      times: setup.times?.follower,
    }),
  };
}

/** What a portal needs to let people scan and install. */
export type StartedPatchActions = Pick<
  ReturnType<typeof createPatchActions>,
  'actions' | 'operations'
>;

/** Lets people scan and install, and follows what they started, on one replica at a time. */
export async function startPatchActions(
  setup: PatchActionsSetup & {
    scheduler: SchedulerService;
    lifecycle: RootLifecycleService;
  },
): Promise<StartedPatchActions> {
  const { actions, operations, sender, follower } = createPatchActions(setup);
  const stopping = new AbortController();
  setup.lifecycle.addShutdownHook(async () => {
    stopping.abort();
    await sender.stop();
  });
  await setup.scheduler.scheduleTask({
    id: 'managed-nodes-operations',
    scope: 'global',
    frequency: { seconds: 5 },
    // How long a replica that went away holds the others up.
    timeout: { minutes: 2 },
    fn: signal => follower.run(AbortSignal.any([signal, stopping.signal])),
  });
  return { actions, operations };
}
