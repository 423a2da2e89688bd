import {
  CancelCommand$,
  CancelCommandRequest,
  CancelCommandResult,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { commandOf, UUID } from './commandOf';
import { constraints, NODE_ID } from './limits';

/** What runs already takes two seconds to stop; what is over stays as it is. */
export const CancelCommand: Operation<
  CancelCommandRequest,
  CancelCommandResult
> = {
  schema: CancelCommand$,
  action: 'ssm:CancelCommand',
  handle({ CommandId = '', InstanceIds = [] }, context) {
    constraints.pattern('commandId', CommandId, UUID);
    constraints.length('instanceIds', InstanceIds, 0, 50);
    for (const id of InstanceIds) {
      constraints.pattern('instanceIds', id, NODE_ID);
    }
    const command = commandOf(context, CommandId);
    const stranger = InstanceIds.find(id => !command.byNode.has(id));
    if (stranger !== undefined) {
      throw new AwsError(
        'InvalidInstanceId',
        `The command was not sent to ${stranger}.`,
      );
    }
    context.commands.cancel(command, InstanceIds, context.now);
    return {};
  },
};
