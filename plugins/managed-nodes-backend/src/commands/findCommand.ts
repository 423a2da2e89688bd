import {
  Command,
  CommandFilter,
  ListCommandsCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { SentCommand } from './sessionPolicy';

/** Clocks may differ by that much, in milliseconds. */
const CLOCK_SKEW = 300_000;

function isThat(command: Command, sent: SentCommand & { comment: string }) {
  const ids = new Set(command.InstanceIds);
  return (
    command.Comment === sent.comment &&
    command.DocumentName === sent.document &&
    ids.size > 0 &&
    [...ids].every(id => sent.nodeIds.includes(id))
  );
}

/** Narrows ListCommands to what was sent since, in milliseconds since the epoch. */
export function invokedAfter(since: number): CommandFilter {
  const after = new Date(since - CLOCK_SKEW).toISOString();
  return { key: 'InvokedAfter', value: after.replace(/\.\d+Z$/, 'Z') };
}

/**
 * Looks for a command of which it is not known whether AWS took it. Commands
 * have no token to tell them by; ours have a comment that no other has.
 *
 * @param since - when sending it began, in milliseconds since the epoch
 * @returns its id, or undefined when AWS has none.
 */
export async function findCommand(
  ssm: SSMClient,
  sent: SentCommand & { comment: string },
  since: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  let NextToken: string | undefined;
  do {
    const page = await ssm.send(
      new ListCommandsCommand({
        Filters: [
          invokedAfter(since),
          { key: 'DocumentName', value: sent.document },
        ],
        MaxResults: 50,
        NextToken,
      }),
      { abortSignal: signal },
    );
    const found = page.Commands?.find(command => isThat(command, sent));
    if (found?.CommandId) {
      return found.CommandId;
    }
    NextToken = page.NextToken || undefined;
  } while (NextToken);
  return undefined;
}
