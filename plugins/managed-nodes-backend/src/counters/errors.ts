import {
  ConflictError,
  CustomErrorBase,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { RIGHT_NOW_DOCUMENT } from '@managed-nodes/plugin-managed-nodes-common';
import { toSyncProblem } from '../aws/problems';
import { SendResult } from '../commands/Transport';
import { TargetKey } from '../nodes/types';

/** Somebody asked more often than anybody may. */
export class TooManyRunsError extends CustomErrorBase {
  override name = 'TooManyRunsError';
  /** What Backstage's error handler answers with. */
  readonly statusCode = 429;
  /** When to ask again. */
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  }
}

/** Whoever asked did not wait for the answer. */
export class GoneError extends ConflictError {
  constructor() {
    super('Nobody waits for the answer any more');
  }
}

/** Whether an error is about who asked, and not about the node. */
export function isPersonal(error: unknown): boolean {
  return error instanceof TooManyRunsError || error instanceof NotAllowedError;
}

/** The document is missing where the node is, or is another one of its name. */
function wrongDocument({ account, region }: TargetKey): ConflictError {
  return new ConflictError(
    `Account ${account} does not have the Command document ${RIGHT_NOW_DOCUMENT} in ${region}: whoever runs the account has to publish it there, as it comes with this portal`,
  );
}

/** Why a command was not sent. */
export function refusalOf(target: TargetKey, sent: SendResult): Error {
  const [why = 'AWS did not say whether it took the command'] =
    sent.refused.values();
  switch (sent.code) {
    case 'InvalidDocument':
    case 'InvalidDocumentVersion':
      return wrongDocument(target);
    case 'InvalidInstanceId':
    case 'UnsupportedPlatformType':
      return new ConflictError(why);
    default:
      return sent.refused.size && !sent.code
        ? new ConflictError(why)
        : new ServiceUnavailableError(why);
  }
}

/** What went wrong between us and AWS, in words. */
export function inWords(target: TargetKey, error: unknown): Error {
  if (
    error instanceof ConflictError ||
    error instanceof NotAllowedError ||
    error instanceof ServiceUnavailableError
  ) {
    return error;
  }
  if (error instanceof Error && error.name === 'InvalidPluginName') {
    return wrongDocument(target);
  }
  const { message } = toSyncProblem(error, 'ssm:GetCommandInvocation');
  return new ServiceUnavailableError(
    `AWS did not say what became of the command: ${message}`,
  );
}
