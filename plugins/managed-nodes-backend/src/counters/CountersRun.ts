import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import {
  CountersOutput,
  PlatformType,
  RIGHT_NOW_DOCUMENT,
} from '@managed-nodes/plugin-managed-nodes-common';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { toSyncProblem } from '../aws/problems';
import { CommandReader, StepReport } from '../commands/CommandReader';
import { CommandSender } from '../commands/CommandSender';
import { TargetKey } from '../nodes/types';
import { GoneError, inWords, refusalOf } from './errors';
import { complaintOf, parseCounters } from './parseCounters';

/** The steps of the document, by the platform that each is for. */
export const STEPS: Partial<Record<PlatformType, string>> = {
  Linux: 'readOnLinux',
  Windows: 'readOnWindows',
};

const ENDED = /^(Success|Failed|TimedOut|Cancelled)$/;

const TIMES = {
  /** How long a node may take in all. */
  patience: 20_000,
  /** Until the first look, and between two of them at the most. */
  firstLook: 700,
  longestLook: 2_000,
};

/** A node as the store has it: nothing of it is ever taken from a request. */
export interface NodeToRead extends TargetKey {
  nodeId: string;
  /** The step of the document that is for it. */
  step: string;
}

/** For whom counters are read. */
export interface Asker {
  userEntityRef: string;
  /** Whether they still may; asked right before the command is sent. */
  mayGoOn(): Promise<boolean>;
}

/** What a node said, and the command that asked it. */
export interface CountersRead {
  counters: CountersOutput;
  commandId: string;
}

/** What a promise gives, unless nobody waits for it before. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    promise.then(resolve, reject);
    signal.addEventListener('abort', () => reject(signal.reason), {
      once: true,
    });
  });
}

/**
 * What a step said that has ended.
 *
 * @throws ConflictError when it failed, or said something else.
 */
function readReport({ status, detail, output }: StepReport): CountersOutput {
  if (status !== 'Success') {
    throw new ConflictError(
      `The node could not say how busy it is (${detail})${complaintOf(output)}`,
    );
  }
  return parseCounters(output);
}

interface CountersRunOptions {
  sender: Pick<CommandSender, 'send' | 'cancel'>;
  reader: Pick<CommandReader, 'step'>;
  logger: LoggerService;
  /** Other times, for tests. */
  times?: Partial<typeof TIMES>;
}

/** Has our document run on one node in the name of a person, and reads what it prints. */
export class CountersRun {
  readonly #options: CountersRunOptions;
  readonly #times: typeof TIMES;
  /** What is being cancelled. */
  readonly #givenUp = new Set<Promise<void>>();

  static create(options: CountersRunOptions): CountersRun {
    return new CountersRun(options);
  }

  private constructor(options: CountersRunOptions) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
  }

  /**
   * Reads the counters of a node. Whatever goes wrong once the command was
   * sent, and whenever nobody waits any more, it is cancelled.
   *
   * @throws ConflictError when the node cannot be asked, does not answer in
   * time or answers something else; ServiceUnavailableError when AWS cannot be
   * asked; NotAllowedError when the person may no longer.
   */
  async read(
    node: NodeToRead,
    person: Asker,
    signal: AbortSignal,
  ): Promise<CountersRead> {
    const patience = AbortSignal.timeout(this.#times.patience);
    const limit = AbortSignal.any([signal, patience]);
    const sending = this.#send(node, person, limit);
    let ended = false;
    try {
      const commandId = await untilAborted(sending, limit);
      const report = await this.#follow(node, commandId, limit);
      ended = true;
      return { commandId, counters: readReport(report) };
    } catch (error) {
      if (!ended) {
        // Also what is sent only after it was given up.
        const given = sending
          .then(
            commandId => this.#cancel(node, commandId, person.userEntityRef),
            () => {},
          )
          .finally(() => this.#givenUp.delete(given));
        this.#givenUp.add(given);
      }
      if (signal.aborted) {
        throw new GoneError();
      }
      throw patience.aborted && !ended
        ? new ConflictError(
            `The node did not answer within ${
              this.#times.patience / 1000
            } seconds, so the command was cancelled`,
          )
        : inWords(node, error);
    }
  }

  /** Waits until what was given up is cancelled, as far as it can be. */
  async idle(): Promise<void> {
    await Promise.all(this.#givenUp);
  }

  async #send(
    node: NodeToRead,
    { userEntityRef, mayGoOn }: Asker,
    signal: AbortSignal,
  ): Promise<string> {
    let allowed = true;
    const sent = await this.#options.sender.send(
      {
        account: node.account,
        region: node.region,
        document: RIGHT_NOW_DOCUMENT,
        nodeIds: [node.nodeId],
        parameters: {},
        maxConcurrency: '1',
        maxErrors: '0',
        // The least there is: who waits does not wait longer.
        deliverySeconds: 30,
        comment: `Backstage ${randomUUID()} right now`,
        // To read twice does no harm.
        repeatable: true,
      },
      userEntityRef,
      async () => {
        allowed = await mayGoOn();
        return allowed && !signal.aborted;
      },
    );
    if (!allowed) {
      throw new NotAllowedError(
        'You may not have the counters of this node read any more',
      );
    }
    if (!sent.commandId) {
      throw refusalOf(node, sent);
    }
    return sent.commandId;
  }

  async #follow(
    node: NodeToRead,
    commandId: string,
    signal: AbortSignal,
  ): Promise<StepReport> {
    const { firstLook, longestLook } = this.#times;
    for (let wait = firstLook; ; wait = Math.min(wait * 1.5, longestLook)) {
      await sleep(wait, undefined, { signal });
      const report = await this.#options.reader.step(
        node,
        commandId,
        node.nodeId,
        node.step,
        signal,
      );
      if (report && ENDED.test(report.status)) {
        return report;
      }
    }
  }

  async #cancel(
    node: NodeToRead,
    commandId: string,
    userEntityRef: string,
  ): Promise<void> {
    const { sender, logger } = this.#options;
    try {
      await sender.cancel(node, commandId, userEntityRef);
    } catch (error) {
      const { message } = toSyncProblem(error, 'ssm:CancelCommand');
      logger.warn(
        `The command ${commandId} that reads the counters of ${node.nodeId} could not be cancelled: ${message}`,
      );
    }
  }
}
