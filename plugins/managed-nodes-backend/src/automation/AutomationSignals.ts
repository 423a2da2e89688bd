import { SendAutomationSignalCommand, SignalType } from '@aws-sdk/client-ssm';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import { SignalStep } from '@managed-nodes/plugin-managed-nodes-common';
import { PersonSessions } from '../aws/PersonSessions';
import { toSyncProblem } from '../aws/problems';
import { TargetKey } from '../nodes/types';
import { signalPolicy } from './policies';

const TYPES: Record<SignalStep['signal'], SignalType> = {
  approve: 'Approve',
  reject: 'Reject',
  resume: 'Resume',
};

/** What AWS answers when the step does not wait any more, or not for this person. */
const REFUSED =
  /^(InvalidAutomationSignalException|AutomationStepNotFoundException|AutomationExecutionNotFoundException)$/;

function payloadOf({
  signal,
  step,
  comment,
}: Omit<SignalStep, 'execution'>): Record<string, string[]> | undefined {
  if (signal === 'resume') {
    return { StepName: [step] };
  }
  return comment ? { Comment: [comment] } : undefined;
}

/** Answers steps that wait for a person, in that person's name. */
export class AutomationSignals {
  readonly #sessions: PersonSessions;

  static create(options: { sessions: PersonSessions }): AutomationSignals {
    return new AutomationSignals(options.sessions);
  }

  private constructor(sessions: PersonSessions) {
    this.#sessions = sessions;
  }

  /**
   * Sends a signal (`ssm:SendAutomationSignal`), by a session that may do so
   * to this execution only.
   *
   * @throws ConflictError when AWS does not take it for this step now.
   * @throws ServiceUnavailableError when AWS does not take it for another reason.
   */
  async send(
    target: TargetKey,
    executionId: string,
    { signal, step, comment }: Omit<SignalStep, 'execution'>,
    userEntityRef: string,
  ): Promise<void> {
    const { ssm } = await this.#sessions.open(target, {
      userEntityRef,
      policy: signalPolicy(target, executionId, this.#sessions.partition),
    });
    try {
      await ssm.send(
        new SendAutomationSignalCommand({
          AutomationExecutionId: executionId,
          SignalType: TYPES[signal],
          Payload: payloadOf({ signal, step, comment }),
        }),
      );
    } catch (error) {
      const { message } = toSyncProblem(error, 'ssm:SendAutomationSignal');
      if (error instanceof Error && REFUSED.test(error.name)) {
        throw new ConflictError(`AWS does not take this answer: ${message}`);
      }
      throw new ServiceUnavailableError(
        `AWS does not take this answer: ${message}`,
      );
    }
  }
}
