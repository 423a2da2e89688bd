import { AwsError } from '../../protocol/AwsError';
import { Queue } from '../../queues/Queue';
import { RequestContext } from '../../services/types';

const RECEIPT = /^AQEB[A-Za-z0-9+/]{128}$/;

function nameIn(url: string, account: string): string | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const [, owner, name, ...rest] = path.split('/');
  return owner === account && !rest.length ? name : undefined;
}

/** The URL under which a client of this request finds a queue. */
export function queueUrl(
  name: string,
  { account, endpoint }: RequestContext,
): string {
  return `${endpoint}/${account}/${name}`;
}

export function queueArn(
  name: string,
  { account, region }: RequestContext,
): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

/** ARN of the queue that a request is about, for a denial. */
export function requestedArn(
  { QueueUrl = '' }: { QueueUrl?: string },
  context: RequestContext,
): string {
  return queueArn(nameIn(QueueUrl, context.account) ?? '*', context);
}

/** @throws AwsError QueueDoesNotExist */
export function missingQueue(): never {
  throw new AwsError(
    'QueueDoesNotExist',
    'The specified queue does not exist.',
  );
}

/**
 * The queue that a request is about. Only its path counts: the host is
 * wherever the client reaches the simulator.
 *
 * @throws AwsError QueueDoesNotExist
 */
export function queueOf(
  { QueueUrl = '' }: { QueueUrl?: string },
  { account, region, queues }: RequestContext,
): Queue {
  const name = nameIn(QueueUrl, account);
  return (name && queues.find({ account, region, name })) || missingQueue();
}

/** @throws AwsError ReceiptHandleIsInvalid when it is none that SQS would issue. */
export function checkReceipt(handle: string | undefined): string {
  if (!handle || !RECEIPT.test(handle)) {
    throw new AwsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
      404,
    );
  }
  return handle;
}

/** @throws AwsError InvalidParameterValue when a number is out of its range. */
export function checkRange(
  name: string,
  value: number | undefined,
  min: number,
  max: number,
): void {
  if (
    value !== undefined &&
    (!Number.isInteger(value) || value < min || value > max)
  ) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
    );
  }
}
