import {
  CancelCommandCommand,
  SendCommandCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { setTimeout as sleep } from 'node:timers/promises';
import { PersonClient, PersonSessions } from '../aws/PersonSessions';
import { isThrottled, toSyncProblem } from '../aws/problems';
import { TargetKey } from '../nodes/types';
import { findCommand } from './findCommand';
import { cancelPolicy, SentCommand, sendPolicies } from './sessionPolicy';

/** A command to be sent. */
export interface CommandToSend extends SentCommand {
  parameters: Record<string, string[]>;
  maxConcurrency: string;
  maxErrors: string;
  /** Tells this command from all others. At most 100 characters. */
  comment: string;
}

/** What became of it. */
export interface SendResult {
  /** Undefined when nothing was sent, or nobody knows. */
  commandId: string | undefined;
  /** Nodes that will not take part, with why. */
  refused: Map<string, string>;
  /** Whether AWS may have the command all the same. */
  unknown: boolean;
  /** Whether the session is named after the person. */
  named: boolean;
}

/** How often it is tried to send one command, and how long AWS may take each time. */
const ATTEMPTS = 6;
const ATTEMPT_MS = 40_000;

const TIMES = {
  /** Before another attempt when AWS has too many requests; doubles. */
  throttled: 500,
  /** Before each look whether AWS has a command whose answer was lost. */
  lookUps: [1_000, 4_000],
};

/** Whether it is certain that nothing was done. */
function isRefusal(error: unknown): boolean {
  const { name, $fault, $metadata } = error as {
    name?: string;
    $fault?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    name === 'CredentialsProviderError' ||
    ($fault === 'client' && status >= 400 && status < 500)
  );
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
   * whenever an answer is lost it is looked whether AWS has the command before
   * it is sent again.
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
    let nodeIds = command.nodeIds;
    let client = await this.#open(command, userEntityRef, policies);
    const result = (commandId?: string, unknown = false): SendResult => ({
      commandId,
      refused,
      unknown,
      named: client.named,
    });
    const refuse = (ids: string[], why: string) =>
      ids.forEach(id => refused.set(id, why));
    let lastError: unknown;
    let lost = false;

    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (!(await mayGoOn())) {
        return result(undefined, lost);
      }
      try {
        const answer = await client.ssm.send(
          new SendCommandCommand({
            DocumentName: command.document,
            DocumentVersion: '$DEFAULT',
            InstanceIds: nodeIds,
            Parameters: command.parameters,
            MaxConcurrency: command.maxConcurrency,
            MaxErrors: command.maxErrors,
            Comment: command.comment,
          }),
          { abortSignal: AbortSignal.timeout(ATTEMPT_MS) },
        );
        return result(answer.Command?.CommandId, !answer.Command?.CommandId);
      } catch (error) {
        lastError = error;
        const { name = '', message = '' } = error as Partial<Error>;
        if (name.startsWith('PackedPolicyTooLarge') && policies.length) {
          client = await this.#open(command, userEntityRef, policies);
        } else if (isThrottled(error)) {
          await sleep(this.#times.throttled * 2 ** attempt);
        } else if (
          name === 'InvalidInstanceId' &&
          nodeIds.some(id => message.includes(id))
        ) {
          const invalid = nodeIds.filter(id => message.includes(id));
          refuse(invalid, 'AWS says it is not in a state to take commands');
          nodeIds = nodeIds.filter(id => !refused.has(id));
          if (!nodeIds.length) {
            return result();
          }
        } else if (isRefusal(error)) {
          break;
        } else {
          lost = true;
          const found = await this.#lookUp(
            client.ssm,
            { ...command, nodeIds },
            begun,
          );
          if (found !== null) {
            return result(found, false);
          }
        }
      }
    }
    if (lost) {
      return result(undefined, true);
    }
    const { message } = toSyncProblem(lastError, 'ssm:SendCommand');
    refuse(nodeIds, `AWS did not take the command: ${message}`);
    return result();
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
        const found = await findCommand(ssm, command, since);
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
