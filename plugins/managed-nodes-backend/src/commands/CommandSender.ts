import {
  CancelCommandCommand,
  SendCommandCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { setTimeout as sleep } from 'node:timers/promises';
import { PersonClient, PersonSessions } from '../aws/PersonSessions';
import { isAccessDenied, isThrottled, toSyncProblem } from '../aws/problems';
import { TargetKey } from '../nodes/types';
import { isRefusal, toError } from './refusals';
import { findCommand } from './findCommand';
import { cancelPolicy, SentCommand, sendPolicies } from './sessionPolicy';
import { SendResult } from './Transport';

/** A command to be sent. */
export interface CommandToSend extends SentCommand {
  /** Of the document; its default where it is left out or null. */
  version?: string | null;
  parameters: Record<string, string[]>;
  maxConcurrency: string;
  maxErrors: string;
  /** How long AWS may take to reach the nodes, in seconds from 30. Default: an hour. */
  deliverySeconds?: number;
  /** Tells this command from all others. At most 100 characters. */
  comment: string;
  /** Whether it may be sent again when its answer was lost and AWS shows none. */
  repeatable: boolean;
}

/** How often it is tried to send one command, and how long AWS may take each time. */
const ATTEMPTS = 6;
const ATTEMPT_MS = 40_000;
const LOOK_UP_MS = 10_000;

/** Nodes that AWS may deny one after the other before all are taken for denied. */
const MOST_DENIALS = 5;

const TIMES = {
  /** Before another attempt when AWS has too many requests; doubles. */
  throttled: 500,
  /** Before each look whether AWS has a command whose answer was lost. */
  lookUps: [1_000, 4_000, 10_000],
};

function notTaken(error: unknown): string {
  const { message } = toSyncProblem(error, 'ssm:SendCommand');
  return `AWS did not take the command: ${message}`;
}

/** Sends and cancels single commands of Run Command in the name of a person. */
export class CommandSender {
  readonly #sessions: PersonSessions;
  readonly #times: typeof TIMES;

  static create(options: {
    sessions: PersonSessions;
    /** Other times, for tests. */
    times?: Partial<typeof TIMES>;
  }): CommandSender {
    return new CommandSender(options.sessions, { ...TIMES, ...options.times });
  }

  private constructor(sessions: PersonSessions, times: typeof TIMES) {
    this.#sessions = sessions;
    this.#times = times;
  }

  /**
   * Sends a command once. SendCommand cannot be repeated without harm, so
   * whenever an answer is lost it is looked whether AWS has the command. When
   * AWS shows none, only what does no harm twice is sent again.
   *
   * @param mayGoOn - asked right before each attempt
   */
  async send(
    command: CommandToSend,
    userEntityRef: string,
    mayGoOn: () => Promise<boolean>,
  ): Promise<SendResult> {
    const begun = Date.now();
    const refused = new Map<string, string>();
    const policies = sendPolicies(command, this.#sessions.partition);
    let client = await this.#open(command, userEntityRef, policies);
    let denials = 0;
    let lost = false;
    const left = () => command.nodeIds.filter(id => !refused.has(id));
    const refuse = (ids: string[], why: string) =>
      ids.forEach(id => refused.set(id, why));
    const result = (commandId?: string, unknown = false): SendResult => ({
      commandId,
      refused,
      unknown,
      named: client.named,
    });

    let lastError: unknown;
    for (let attempt = 0; attempt < ATTEMPTS && left().length; ) {
      const nodeIds = left();
      const { error, sent, commandId } = await this.#attempt(
        client,
        { ...command, nodeIds },
        mayGoOn,
      );
      if (!error) {
        return sent ? result(commandId, !commandId) : result(undefined, lost);
      }
      lastError = error;
      const { name, message } = error;
      const named = nodeIds.filter(id => message.includes(id));
      if (name.startsWith('PackedPolicyTooLarge') && policies.length) {
        client = await this.#open(command, userEntityRef, policies);
      } else if (isThrottled(error)) {
        await sleep(this.#times.throttled * 2 ** attempt);
        attempt += 1;
      } else if (name === 'InvalidInstanceId' && named.length) {
        refuse(named, 'AWS says it is not in a state to take commands');
      } else if (
        isAccessDenied(error) &&
        named.length &&
        denials < MOST_DENIALS
      ) {
        denials += 1;
        refuse(named, notTaken(error));
      } else if (isRefusal(error)) {
        break;
      } else if (!sent) {
        await sleep(this.#times.throttled * 2 ** attempt);
        attempt += 1;
      } else {
        lost = true;
        const found = await this.#lookUp(
          client.ssm,
          { ...command, nodeIds },
          begun,
        );
        if (found !== null || !command.repeatable) {
          return result(found ?? undefined, found === null);
        }
        attempt += 1;
      }
    }
    if (lost) {
      return result(undefined, true);
    }
    refuse(left(), notTaken(lastError));
    return { ...result(), code: toError(lastError).name };
  }

  /**
   * Cancels a command. One that AWS has no more has ended.
   *
   * @throws what AWS answers.
   */
  async cancel(
    target: TargetKey,
    commandId: string,
    userEntityRef: string,
  ): Promise<void> {
    const { ssm } = await this.#sessions.open(target, {
      userEntityRef,
      policy: cancelPolicy(),
    });
    for (let attempt = 0; ; attempt += 1) {
      try {
        // To cancel what is cancelled changes nothing, so this can be repeated.
        await ssm.send(new CancelCommandCommand({ CommandId: commandId }));
        return;
      } catch (error) {
        if ((error as Partial<Error>).name === 'InvalidCommandId') {
          return;
        }
        if (isRefusal(error) && !isThrottled(error)) {
          throw error;
        }
        if (attempt + 1 >= ATTEMPTS) {
          throw error;
        }
        await sleep(this.#times.throttled * 2 ** attempt);
      }
    }
  }

  /**
   * Sends a command, or finds out why not. `sent`: AWS may have got it.
   *
   * @throws what `mayGoOn` throws.
   */
  async #attempt(
    client: PersonClient,
    command: CommandToSend,
    mayGoOn: () => Promise<boolean>,
  ): Promise<{ error?: Error; sent: boolean; commandId?: string }> {
    try {
      // First, since what is asked below holds for a while only.
      await client.prepare();
    } catch (error) {
      return { error: toError(error), sent: false };
    }
    if (!(await mayGoOn())) {
      return { sent: false };
    }
    try {
      const { Command } = await client.ssm.send(
        new SendCommandCommand({
          DocumentName: command.document,
          DocumentVersion: command.version ?? '$DEFAULT',
          InstanceIds: command.nodeIds,
          Parameters: command.parameters,
          MaxConcurrency: command.maxConcurrency,
          MaxErrors: command.maxErrors,
          TimeoutSeconds: command.deliverySeconds,
          Comment: command.comment,
        }),
        { abortSignal: AbortSignal.timeout(ATTEMPT_MS) },
      );
      return { sent: true, commandId: Command?.CommandId };
    } catch (error) {
      return { error: toError(error), sent: true };
    }
  }

  /** With the narrowest of the policies that are left. */
  #open(
    target: TargetKey,
    userEntityRef: string,
    policies: string[],
  ): Promise<PersonClient> {
    const [policy] = policies.splice(0, 1);
    return this.#sessions.open(target, { userEntityRef, policy });
  }

  /** Null when AWS does not show it, or cannot be asked. */
  async #lookUp(
    ssm: SSMClient,
    command: CommandToSend,
    since: number,
  ): Promise<string | null> {
    for (const wait of this.#times.lookUps) {
      await sleep(wait);
      try {
        const found = await findCommand(
          ssm,
          command,
          since,
          AbortSignal.timeout(LOOK_UP_MS),
        );
        if (found) {
          return found;
        }
      } catch {
        // Asked again; in the end whoever follows the operation looks.
      }
    }
    return null;
  }
}
