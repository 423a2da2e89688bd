import { CommandStatus } from '@aws-sdk/client-ssm';
import { errorsOf } from './rates';
import { isOver, RunCommand } from './types';

/** Details of an invocation that never reached its node. */
export const UNDELIVERED = 'Delivery Timed Out';

/**
 * A command's status and its details, which follow from its invocations.
 *
 * @param errors - how many of them failed
 */
export function statusOf(
  { invocations, maxErrors }: RunCommand,
  errors: number,
): [status: CommandStatus, details: string] {
  const has = (status: string) =>
    invocations.some(each => each.status === status);
  if (!invocations.every(({ status }) => isOver(status))) {
    if (has('Cancelling')) {
      return ['Cancelling', 'Cancelling'];
    }
    return invocations.every(({ status }) => status === 'Pending')
      ? ['Pending', 'Pending']
      : ['InProgress', 'InProgress'];
  }
  if (errors > errorsOf(maxErrors, invocations.length)) {
    return ['Failed', 'Failed'];
  }
  if (has('Cancelled')) {
    return ['Cancelled', 'Cancelled'];
  }
  if (has('Failed')) {
    return ['Failed', 'Incomplete'];
  }
  if (has('TimedOut')) {
    return [
      'TimedOut',
      invocations.some(({ statusDetails }) => statusDetails === UNDELIVERED)
        ? UNDELIVERED
        : 'Execution Timed Out',
    ];
  }
  return ['Success', 'Success'];
}
