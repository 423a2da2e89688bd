import { ServiceUnavailableError } from '@backstage/errors';
import { Transport, Transports } from './Transport';
import { TransportKind } from './types';

/** How it is told what a transport does. */
interface TransportWords {
  /** What AWS has of a group. */
  one: string;
  many: string;
  /** What has to be allowed in AWS. */
  cancel: string;
  find: string;
  reports: string;
  /** What is said of what AWS tells nothing of, by how the whole is doing. */
  forgotten: Record<'cancelled' | 'ended' | 'unknown', string>;
  tooLong: string;
}

/** How it is told what each transport does. */
export const TRANSPORT_WORDS: Record<TransportKind, TransportWords> = {
  command: {
    one: 'command',
    many: 'commands',
    cancel: 'ssm:CancelCommand',
    find: 'ssm:ListCommands',
    reports: 'ssm:ListCommandInvocations',
    forgotten: {
      cancelled: 'The command was cancelled before it began there',
      ended: 'The command ended before it began there',
      unknown: 'AWS does not know this command any more',
    },
    tooLong: 'It did not end within a week',
  },
  automation: {
    one: 'automation',
    many: 'automations',
    cancel: 'ssm:StopAutomationExecution',
    find: 'ssm:DescribeAutomationExecutions',
    reports: 'ssm:GetAutomationExecution',
    forgotten: {
      cancelled: 'The automation was cancelled before it began there',
      ended: 'The automation ended before it began there',
      unknown: 'AWS does not know this automation any more',
    },
    tooLong: 'It did not end within a month',
  },
};

/**
 * The transport of an operation.
 *
 * @throws ServiceUnavailableError when this portal does not have it.
 */
export function requireTransport(
  transports: Transports,
  kind: TransportKind,
): Transport {
  const transport = transports[kind];
  if (!transport) {
    throw new ServiceUnavailableError(
      `This portal is not set up for ${TRANSPORT_WORDS[kind].many}`,
    );
  }
  return transport;
}
