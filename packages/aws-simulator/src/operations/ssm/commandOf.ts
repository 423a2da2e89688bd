import { RunCommand } from '../../commands/types';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';

/** As the service model defines CommandId. */
export const UUID = /^[0-9a-fA-F-]{36}$/;

/**
 * A command of the caller's account and Region.
 *
 * @throws AwsError InvalidCommandId
 */
export function commandOf(
  { commands, account, region }: RequestContext,
  id: string,
): RunCommand {
  const command = commands.store.find(account, region, id);
  if (!command) {
    throw new AwsError(
      'InvalidCommandId',
      `The command ID ${id} is not valid.`,
    );
  }
  return command;
}
