import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { FollowTimes } from '../followTimes';
import { CommandGroup, groupNodes } from '../groups';
import { OperationCanceller } from '../OperationCanceller';
import { OperationDispatch } from '../OperationDispatch';
import { OperationFollower } from '../OperationFollower';
import { OperationObserver, OperationProgress } from '../OperationProgress';
import { OperationSender } from '../OperationSender';
import { OperationStore } from '../OperationStore';
import { OperationWork } from '../OperationWork';
import {
  GroupReport,
  GroupToSend,
  SendResult,
  Transport,
  Transports,
} from '../Transport';
import { NewOperation, OperationNode } from '../types';

export const PLACE = { account: '111122223333', region: 'eu-central-1' };
export const RATES = { maxConcurrency: '10', maxErrors: '0' };

/** A way to send that does what a test says. */
export class FakeTransport implements Transport {
  /** What was sent, in order; its place is told by its id. */
  readonly sent: GroupToSend[] = [];
  readonly cancelled: Array<{ id: string; by: string }> = [];
  /** How many looks there were at single groups. */
  looks = 0;
  refusal: Partial<SendResult> | undefined;
  report: GroupReport = { nodes: [] };
  now: Awaited<ReturnType<Transport['status']>> = 'open';
  found: string | undefined;
  sweep: Transport['sweep'];

  async send(
    group: GroupToSend,
    _userEntityRef: string,
    mayGoOn: () => Promise<boolean>,
  ): Promise<SendResult> {
    const none = { commandId: undefined, refused: new Map(), named: true };
    if (this.refusal) {
      return { ...none, unknown: false, ...this.refusal };
    }
    if (!(await mayGoOn())) {
      return { ...none, unknown: false };
    }
    this.sent.push(group);
    return { ...none, unknown: false, commandId: `sent-${this.sent.length}` };
  }

  async cancel(_target: object, id: string, by: string): Promise<void> {
    this.cancelled.push({ id, by });
  }

  async find(): Promise<string | undefined> {
    return this.found;
  }

  async reports(_target: object, _id: string): Promise<GroupReport> {
    this.looks += 1;
    return this.report;
  }

  async status(): ReturnType<Transport['status']> {
    return this.now;
  }
}

/** Nodes that an operation could be about. */
export function someNodes(count: number): OperationNode[] {
  return Array.from({ length: count }, (_, index) => ({
    ...PLACE,
    name: `node-${index}`,
    node_id: `i-${String(index).padStart(17, '0')}`,
    title: `Node ${index}`,
    platform_type: 'Linux',
    bucket_before: null,
    missing_before: null,
  }));
}

/** An operation to be. */
export function operationOf(more: Partial<NewOperation> = {}): NewOperation {
  return {
    kind: 'runbook',
    action: 'run',
    transport: 'automation',
    document: 'Restart-Service',
    version: '3',
    parameters: { Service: ['nginx'] },
    startedBy: 'user:default/priya',
    idempotencyKey: randomUUID(),
    digest: 'digest',
    note: null,
    ...RATES,
    skipped: {},
    retryOf: null,
    nodes: [],
    ...more,
  };
}

/** A group for a document that takes no nodes. */
export function emptyGroup(number = 1): CommandGroup<OperationNode> {
  return { ...PLACE, ...RATES, number, nodes: [] };
}

/** What sends and follows operations, over transports of a test. */
export function createEngine(
  knex: Knex,
  transports: Transports,
  options: {
    observer?: OperationObserver;
    times?: Partial<FollowTimes>;
  } = {},
) {
  const { observer, times } = options;
  const logger = mockServices.logger.mock();
  const store = OperationStore.create({ knex });
  const dispatch = OperationDispatch.create({ knex });
  const progress = OperationProgress.create({ knex, observer });
  const work = OperationWork.create({ knex });
  const parts = { store, dispatch, progress, transports, logger };
  const sender = OperationSender.create({ ...parts, observer });
  const follower = OperationFollower.create({
    ...parts,
    work,
    refresh: async () => {},
    times,
  });
  const signal = new AbortController().signal;
  return {
    /** Looks once at what is due. */
    step: () => follower.step(signal),
    store,
    work,
    sender,
    follower,
    logger,
    canceller: OperationCanceller.create(parts),
    /** Notes an operation and sends it. */
    async start(
      operation: NewOperation,
      groups = operation.nodes.length
        ? groupNodes(operation.nodes, operation)
        : [emptyGroup()],
    ): Promise<string> {
      const { id } = await store.create(operation, groups, Date.now());
      await this.send(id);
      return id;
    },
    /** Sends what was noted. */
    async send(
      id: string,
      recheck: (names: string[]) => Promise<Map<string, string>> = async () =>
        new Map(),
    ): Promise<void> {
      const row = await store.get(id);
      sender.start(row!, { recheck, repeatable: false });
      await sender.idle();
    },
    /** Looks at everything once, whenever it is due. */
    async look(): Promise<void> {
      await knex('command_groups')
        .whereNotNull('poll_at')
        .update({ poll_at: 0 });
      await knex('command_nodes')
        .whereNotNull('refresh_at')
        .update({ refresh_at: 0 });
      await follower.step(signal);
    },
    /** The state of an operation, and what became of its groups and nodes. */
    async outcome(id: string) {
      const row = await store.get(id);
      const nodes = await knex('command_nodes')
        .where({ operation_id: id })
        .orderBy('id')
        .select('outcome', 'detail');
      const groups = await knex('command_groups')
        .where({ operation_id: id })
        .orderBy('number')
        .select('state', 'outcome', 'detail');
      return { state: row?.state, nodes, groups };
    },
  };
}
