import {
  StartAutomationExecutionCommand,
  StartAutomationExecutionCommandInput,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PersonClient, PersonSessions } from '../aws/PersonSessions';
import { isThrottled, toSyncProblem } from '../aws/problems';
import { isRefusal, toError } from '../commands/refusals';
import {
  GroupReport,
  GroupToSend,
  SendResult,
  Transport,
} from '../commands/Transport';
import { TargetKey } from '../nodes/types';
import { AutomationReader } from './AutomationReader';
import { startPolicies, stopPolicy } from './policies';

/** How often it is tried to start one execution, and how long AWS may take each time. */
const ATTEMPTS = 6;
const ATTEMPT_MS = 40_000;

/** Before another attempt; doubles. */
const PAUSE_MS = 500;

/** What AWS answers about an execution that has ended, or that it does not have. */
const OVER =
  /^(AutomationExecutionNotFoundException|InvalidAutomationStatusUpdateException)$/;

interface GroupKey {
  operationId: string;
  number: number;
}

/** What tells the execution of a group from all others: AWS finds executions by the keys of tags. */
export function tagOf({ operationId, number }: GroupKey): string {
  return `backstage:run:${operationId}:${number}`;
}

/** The same group again is the same request to AWS. */
export function tokenOf({ operationId, number }: GroupKey): string {
  const digits = createHash('sha256')
    .update(`${operationId}#${number}`)
    .digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

/** One node is a value of the parameter, so that its steps are those of the execution; several are targets with rate control. */
function targetsOf(
  group: GroupToSend,
): Partial<StartAutomationExecutionCommandInput> {
  const { parameters, nodesParameter, nodeIds } = group;
  if (nodesParameter === null) {
    return { Parameters: parameters };
  }
  if (nodeIds.length === 1) {
    return { Parameters: { ...parameters, [nodesParameter]: nodeIds } };
  }
  return {
    Parameters: parameters,
    TargetParameterName: nodesParameter,
    Targets: [{ Key: 'ParameterValues', Values: nodeIds }],
    MaxConcurrency: group.maxConcurrency,
    MaxErrors: group.maxErrors,
  };
}

/** Has Automation do something to nodes, or to an account as a whole: one execution for each group. */
export class AutomationTransport implements Transport {
  readonly #sessions: PersonSessions;
  readonly #reader: AutomationReader;
  readonly #pauseMs: number;

  static create(options: {
    sessions: PersonSessions;
    reader: AutomationReader;
    /** Milliseconds before the second attempt. Default: 500. */
    pauseMs?: number;
  }): AutomationTransport {
    return new AutomationTransport(options);
  }

  private constructor(
    options: Parameters<typeof AutomationTransport.create>[0],
  ) {
    this.#sessions = options.sessions;
    this.#reader = options.reader;
    this.#pauseMs = options.pauseMs ?? PAUSE_MS;
  }

  /**
   * Starts an execution once. A request whose answer is lost is sent again
   * with the same client token, by which AWS knows it.
   */
  async send(
    group: GroupToSend,
    userEntityRef: string,
    mayGoOn: () => Promise<boolean>,
  ): Promise<SendResult> {
    const policies = startPolicies(group, this.#sessions.partition);
    if (!policies.length) {
      return this.#failed(
        'What the document does cannot be put into the policy of a session: it is too long. Give it an assume role',
      );
    }
    let client = await this.#open(group, userEntityRef, policies);
    let lost = false;
    let last: Error | undefined;
    for (let attempt = 0; attempt < ATTEMPTS; ) {
      const { error, sent, id } = await this.#attempt(client, group, mayGoOn);
      if (id) {
        return this.#result({ commandId: id, named: client.named });
      }
      if (!error) {
        return this.#result({ unknown: lost, named: client.named });
      }
      last = error;
      if (error.name.startsWith('PackedPolicyTooLarge') && policies.length) {
        client = await this.#open(group, userEntityRef, policies);
        continue;
      }
      if (error.name === 'IdempotentParameterMismatch') {
        // AWS has it: whoever follows the operation looks for it.
        return this.#result({ unknown: true, named: client.named });
      }
      if (isRefusal(error) && !isThrottled(error)) {
        break;
      }
      lost = lost || (sent && !isThrottled(error));
      await sleep(this.#pauseMs * 2 ** attempt);
      attempt += 1;
    }
    if (lost && last && !isRefusal(last)) {
      return this.#result({ unknown: true, named: client.named });
    }
    const { message } = toSyncProblem(last, 'ssm:StartAutomationExecution');
    return this.#failed(`AWS did not take the execution: ${message}`);
  }

  async cancel(
    target: TargetKey,
    id: string,
    userEntityRef: string,
  ): Promise<void> {
    const { ssm } = await this.#sessions.open(target, {
      userEntityRef,
      policy: stopPolicy(target, id, this.#sessions.partition),
    });
    for (let attempt = 0; ; attempt += 1) {
      try {
        // To stop what is stopped changes nothing, so this can be repeated.
        await ssm.send(
          new StopAutomationExecutionCommand({
            AutomationExecutionId: id,
            Type: 'Cancel',
          }),
        );
        return;
      } catch (error) {
        if (error instanceof Error && OVER.test(error.name)) {
          return;
        }
        const final = isRefusal(error) && !isThrottled(error);
        if (final || attempt + 1 >= ATTEMPTS) {
          throw error;
        }
        await sleep(this.#pauseMs * 2 ** attempt);
      }
    }
  }

  async find(
    group: Parameters<Transport['find']>[0],
    _since: number,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    return this.#reader.find(group, tagOf(group), signal);
  }

  async reports(
    target: TargetKey & { nodeIds: string[] },
    id: string,
    signal: AbortSignal,
  ): Promise<GroupReport> {
    return this.#reader.reports(target, id, signal);
  }

  async status(target: TargetKey, id: string, signal: AbortSignal) {
    return this.#reader.status(target, id, signal);
  }

  async sweep(
    target: TargetKey,
    ids: string[],
    since: number,
    signal: AbortSignal,
  ): Promise<Map<string, string>> {
    return this.#reader.sweep(target, ids, since, signal);
  }

  /** `sent`: AWS may have got it. */
  async #attempt(
    client: PersonClient,
    group: GroupToSend,
    mayGoOn: () => Promise<boolean>,
  ): Promise<{ error?: Error; sent: boolean; id?: string }> {
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
      const { AutomationExecutionId: id } = await client.ssm.send(
        new StartAutomationExecutionCommand({
          DocumentName: group.document,
          DocumentVersion: group.version ?? '$DEFAULT',
          ClientToken: tokenOf(group),
          Mode: 'Auto',
          Tags: [{ Key: tagOf(group), Value: 'true' }],
          ...targetsOf(group),
        }),
        { abortSignal: AbortSignal.timeout(ATTEMPT_MS) },
      );
      return { sent: true, id };
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

  #failed(failure: string): SendResult {
    return this.#result({ failure });
  }

  #result(result: Partial<SendResult>): SendResult {
    return {
      commandId: undefined,
      refused: new Map(),
      unknown: false,
      named: true,
      ...result,
    };
  }
}
