import {
  GetCommandInvocation$,
  GetCommandInvocationRequest,
  GetCommandInvocationResult,
} from '@aws-sdk/client-ssm';
import { truncate } from '../../commands/output';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { stepsOf } from './commandViews';
import { UUID } from './commandOf';
import { constraints, NODE_ID } from './limits';

const MOST_STDOUT = 24_000;
const MOST_STDERR = 8000;

function isoOf(time: number | undefined): string {
  return time === undefined ? '' : new Date(time).toISOString();
}

/** `PT12.345S`, as AWS writes how long something took. */
function elapsed(from: number | undefined, to: number | undefined): string {
  return from === undefined || to === undefined
    ? ''
    : `PT${(to - from) / 1000}S`;
}

/** Knows nothing of a command that was sent less than a second ago. */
export const GetCommandInvocation: Operation<
  GetCommandInvocationRequest,
  GetCommandInvocationResult
> = {
  schema: GetCommandInvocation$,
  action: 'ssm:GetCommandInvocation',
  handle({ CommandId = '', InstanceId = '', PluginName }, context) {
    const { account, region, commands, now } = context;
    constraints.pattern('commandId', CommandId, UUID);
    constraints.pattern('instanceId', InstanceId, NODE_ID);
    const command = commands.store.find(account, region, CommandId);
    const invocation = command?.byNode.get(InstanceId);
    if (!command || !invocation || command.visibleFrom > now) {
      throw new AwsError(
        'InvocationDoesNotExist',
        'The command ID and managed node ID you specified did not match any invocations.',
      );
    }
    const steps = stepsOf({ command, invocation });
    const step =
      PluginName === undefined && steps.length === 1
        ? steps[0]
        : steps.find(({ name }) => name === PluginName);
    if (PluginName !== undefined && !step) {
      throw new AwsError(
        'InvalidPluginName',
        `The plugin name ${PluginName} is not valid.`,
      );
    }
    return {
      CommandId,
      InstanceId,
      Comment: command.comment,
      DocumentName: command.document.name,
      DocumentVersion: '$DEFAULT',
      PluginName: step?.name ?? '',
      ResponseCode:
        step?.responseCode ?? invocation.outcome?.responseCode ?? -1,
      ExecutionStartDateTime: isoOf(invocation.startedAt),
      ExecutionElapsedTime: elapsed(invocation.startedAt, invocation.endedAt),
      ExecutionEndDateTime: isoOf(invocation.endedAt),
      Status: invocation.status,
      StatusDetails: step?.details ?? invocation.statusDetails,
      StandardOutputContent: truncate(
        step?.stdout ?? '',
        MOST_STDOUT,
        '--output truncated--',
      ),
      StandardOutputUrl: '',
      StandardErrorContent: truncate(
        step?.stderr ?? '',
        MOST_STDERR,
        '--error truncated--',
      ),
      StandardErrorUrl: '',
    };
  },
};
