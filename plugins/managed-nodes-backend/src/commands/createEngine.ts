import {
  AuditorService,
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { AwsClients } from '../aws/AwsClients';
import { CallObserver } from '../aws/CallMeter';
import { PersonSessions } from '../aws/PersonSessions';
import { CommandReader } from './CommandReader';
import { CommandSender } from './CommandSender';
import { CommandTransport } from './CommandTransport';
import { RefreshNodes } from './NodeRefresher';
import { OperationCanceller } from './OperationCanceller';
import { OperationDispatch } from './OperationDispatch';
import { OperationFollower } from './OperationFollower';
import { OperationObserver, OperationProgress } from './OperationProgress';
import { OperationRecords } from './OperationRecords';
import { OperationSender } from './OperationSender';
import { OperationStore } from './OperationStore';
import { OperationWork } from './OperationWork';
import { Transports } from './Transport';

/** What operations need, whatever they do. */
export interface EngineSetup {
  knex: Knex;
  clients: Pick<AwsClients, 'forTarget'>;
  sessions: PersonSessions;
  /** Ways to AWS besides Run Command. */
  transports?: Omit<Transports, 'command'>;
  /** Reads nodes on which something ended. */
  refresh: RefreshNodes;
  logger: LoggerService;
  /** Told of every request to AWS, but those in the name of a person. */
  callObserver?: CallObserver;
  /** Told of what becomes of operations. */
  observer?: OperationObserver;
  /** Where it is put on record what becomes of operations. */
  auditor?: AuditorService;
  /** Other times, for tests. */
  times?: {
    follower?: Parameters<typeof OperationFollower.create>[0]['times'];
    sender?: Parameters<typeof CommandSender.create>[0]['times'];
  };
}

/** Puts together what sends operations, follows them and cancels them. */
export function createEngine(setup: EngineSetup) {
  const { knex, clients, sessions, logger, times } = setup;
  const store = OperationStore.create({ knex });
  const dispatch = OperationDispatch.create({ knex });
  const observer = setup.auditor
    ? OperationRecords.create({
        auditor: setup.auditor,
        knex,
        logger,
        next: setup.observer,
      })
    : setup.observer;
  const progress = OperationProgress.create({ knex, observer });
  const reader = CommandReader.create({
    clients,
    observer: setup.callObserver,
  });
  const transports: Transports = {
    ...setup.transports,
    command: CommandTransport.create({
      sender: CommandSender.create({ sessions, times: times?.sender }),
      reader,
    }),
  };
  const parts = { store, dispatch, progress, transports };
  return {
    store,
    reader,
    sender: OperationSender.create({ ...parts, observer, logger }),
    canceller: OperationCanceller.create(parts),
    follower: OperationFollower.create({
      ...parts,
      work: OperationWork.create({ knex }),
      refresh: setup.refresh,
      logger,
      times: times?.follower,
    }),
  };
}

/** What sends operations, follows them and cancels them. */
export type Engine = ReturnType<typeof createEngine>;

/** Follows what people started, on one replica at a time, and sends no more once the process ends. */
export async function startEngine(
  { sender, follower }: Pick<Engine, 'sender' | 'follower'>,
  {
    lifecycle,
    scheduler,
  }: { lifecycle: RootLifecycleService; scheduler: SchedulerService },
): Promise<void> {
  const stopping = new AbortController();
  lifecycle.addShutdownHook(async () => {
    stopping.abort();
    await sender.stop();
  });
  await scheduler.scheduleTask({
    id: 'managed-nodes-operations',
    scope: 'global',
    frequency: { seconds: 5 },
    // How long a replica that went away holds the others up.
    timeout: { minutes: 4 },
    fn: signal => follower.run(AbortSignal.any([signal, stopping.signal])),
  });
}
