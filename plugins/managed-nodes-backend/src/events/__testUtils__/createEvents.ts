import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { UNCLAIMED, byTags } from '../../__testUtils__/ownership';
import { createSync } from '../../__testUtils__/sync';
import { AbsentNodes } from '../../nodes/AbsentNodes';
import { NodeWriter } from '../../nodes/NodeWriter';
import { SsmSource } from '../../sync/sources/SsmSource';
import { EventProblems } from '../EventProblems';
import { ManagedNodesEvents } from '../ManagedNodesEvents';
import { NodeReader, SomeNodesSource } from '../NodeReader';
import { NodeRefresher } from '../NodeRefresher';

/** Everything events take, without the way they come. */
export function createEvents(
  knex: Knex,
  setup: ReturnType<typeof createSync>,
  options: {
    source?: SomeNodesSource;
    times?: Parameters<typeof NodeRefresher.create>[0]['times'];
  } = {},
) {
  const real = SsmSource.create(setup);
  const source = options.source ?? real;
  const read = jest.fn<
    ReturnType<SomeNodesSource['read']>,
    Parameters<SomeNodesSource['read']>
  >((...args) => source.read(...args));
  const problems = EventProblems.create({ knex });
  const logger = mockServices.logger.mock();
  const writer = NodeWriter.create({ knex });
  const refresher = NodeRefresher.create({
    reader: NodeReader.create({
      source: { read },
      ownership: { decider: async () => byTags, undecided: UNCLAIMED },
      writer,
      absent: AbsentNodes.create({ knex }),
    }),
    store: setup.store,
    problems,
    logger,
    times: options.times,
  });
  const events = ManagedNodesEvents.create({
    directory: setup.accounts,
    refresher,
    problems,
    logger,
  });
  return {
    events,
    refresher,
    logger,
    writer,
    /** Reads from AWS. */
    read,
    send: (...messages: unknown[]) =>
      Promise.all(
        messages.map(eventPayload =>
          events.onEvent({ topic: 'managed-nodes', eventPayload }),
        ),
      ),
  };
}

/** Waits until something holds, at most 5 seconds. */
export async function until(
  check: () => Promise<void> | void,
  milliseconds = 5_000,
): Promise<void> {
  const end = Date.now() + milliseconds;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
    }
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}
