import { randomUUID } from 'crypto';
import { tagValue } from '../fleet/tags';
import { SimulatedNode } from '../fleet/types';
import { CommandRequest, Invocation, isOver, RunCommand } from './types';

const SECOND = 1000;
/** Run Command forgets what is older than 30 days. */
const KEPT = 30 * 86_400 * SECOND;

/** Positions of invocations in listings that go through several commands. */
const MOST_NODES = 1_000_000;
const LAST_SEQ = 1_000_000_000;

function toInvocation(
  nodeId: string,
  index: number,
  node: SimulatedNode | undefined,
): Invocation {
  return {
    nodeId,
    index,
    platform: node?.platform.type,
    instanceName:
      (node && (tagValue(node.tags, 'Name') ?? node.computerName)) ?? '',
    status: 'Pending',
    statusDetails: 'Pending',
    startedAt: undefined,
    endedAt: undefined,
    outcome: undefined,
    phase: undefined,
  };
}

/** What an invocation's command is, in a listing. */
export interface ListedInvocation {
  readonly command: RunCommand;
  readonly invocation: Invocation;
}

/** Every command that was sent, by account and Region. */
export class CommandStore {
  readonly #commands = new Map<string, RunCommand[]>();
  #nextSeq = 1;

  static create(): CommandStore {
    return new CommandStore();
  }

  private constructor() {}

  /**
   * Remembers a command.
   *
   * @param now - epoch milliseconds
   * @param speed - how many times faster everything is
   */
  add(
    request: CommandRequest,
    nodes: readonly SimulatedNode[],
    now: number,
    speed: number,
  ): RunCommand {
    const invocations = nodes.map((node, index) =>
      toInvocation(node.id, index, node),
    );
    const command: RunCommand = {
      ...request,
      id: randomUUID(),
      seq: this.#nextSeq,
      requestedAt: now,
      deliverUntil:
        request.deliverUntil ?? now + (request.timeoutSeconds * SECOND) / speed,
      visibleFrom: now + SECOND / speed,
      invocations,
      byNode: new Map(invocations.map(each => [each.nodeId, each])),
      status: invocations.length ? 'Pending' : 'Success',
      statusDetails: invocations.length ? 'Pending' : 'NoInstancesInTag',
    };
    this.#nextSeq += 1;
    const key = `${request.account}/${request.region}`;
    const commands = this.#commands.get(key) ?? [];
    this.#commands.set(key, [
      command,
      ...commands.filter(
        ({ requestedAt, status }) =>
          !isOver(status) || requestedAt > now - KEPT,
      ),
    ]);
    return command;
  }

  /** Newest first. */
  list(account: string, region: string): readonly RunCommand[] {
    return this.#commands.get(`${account}/${region}`) ?? [];
  }

  find(account: string, region: string, id: string): RunCommand | undefined {
    return this.list(account, region).find(command => command.id === id);
  }

  /** All of every account and Region, oldest first. */
  all(): RunCommand[] {
    return [...this.#commands.values()].flat().sort((a, b) => a.seq - b.seq);
  }

  /** Where a command stands in a listing that begins with the newest. */
  static positionOf({ seq }: RunCommand): number {
    return LAST_SEQ - seq;
  }

  /** Where an invocation stands in such a listing. */
  static invocationPosition({ command, invocation }: ListedInvocation): number {
    return CommandStore.positionOf(command) * MOST_NODES + invocation.index;
  }
}
