import { SQSClient } from '@aws-sdk/client-sqs';
import {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { EventsHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { CallObserver } from '../aws/CallMeter';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { NodeWriter } from '../nodes/NodeWriter';
import { TargetStore } from '../sync/TargetStore';
import { OwnershipSource } from '../sync/TargetSync';
import { DeadLetters } from './DeadLetters';
import { EventProblems } from './EventProblems';
import { EventsConfig } from './eventsConfig';
import { ManagedNodesEvents } from './ManagedNodesEvents';
import { NodeReader, SomeNodesSource } from './NodeReader';
import { NodeRefresher } from './NodeRefresher';

/** What `managedNodes.events` sets in motion. */
export interface StartedEvents {
  /** How events are doing; null where none are subscribed to. */
  health(): Promise<EventsHealth | null>;
}

/**
 * Subscribes to the events of EventBridge that Backstage's events system
 * brings, and reads the nodes they are about anew. Does nothing without
 * `managedNodes.events`.
 */
export async function startEvents(options: {
  events: EventsService;
  config: { events?: EventsConfig };
  knex: Knex;
  directory: AccountDirectory;
  source: SomeNodesSource;
  ownership: OwnershipSource;
  writer: NodeWriter;
  absent: AbsentNodes;
  store: TargetStore;
  scheduler: SchedulerService;
  lifecycle: RootLifecycleService;
  logger: LoggerService;
  /** Told of every request to AWS. */
  observer?: CallObserver;
}): Promise<StartedEvents> {
  const { config, directory, knex, lifecycle, logger, store } = options;
  if (!config.events) {
    return { health: async () => null };
  }
  const { topics, deadLetters } = config.events;
  const problems = EventProblems.create({ knex });
  const refresher = NodeRefresher.create({
    reader: NodeReader.create(options),
    store,
    problems,
    logger,
  });
  lifecycle.addShutdownHook(() => refresher.stop());
  const events = ManagedNodesEvents.create({
    directory,
    refresher,
    problems,
    logger,
  });
  await options.events.subscribe({
    id: 'managed-nodes',
    topics,
    onEvent: event => events.onEvent(event),
  });
  if (deadLetters) {
    await drainEveryMinute(options, events, deadLetters);
  }
  return { health: () => events.health() };
}

async function drainEveryMinute(
  {
    scheduler,
    lifecycle,
  }: { scheduler: SchedulerService; lifecycle: RootLifecycleService },
  events: ManagedNodesEvents,
  { queueUrl, region }: NonNullable<EventsConfig['deadLetters']>,
): Promise<void> {
  const stopping = new AbortController();
  lifecycle.addShutdownHook(() => stopping.abort());
  const queue = DeadLetters.create({
    client: new SQSClient({
      region,
      customUserAgent: 'backstage-managed-nodes',
    }),
    queueUrl,
    receive: text => events.onDeadLetter(text),
  });
  await scheduler.scheduleTask({
    id: 'managed-nodes-dead-letters',
    scope: 'global',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    fn: signal => queue.drain(AbortSignal.any([signal, stopping.signal])),
  });
}
