import {
  Command,
  CommandFilter,
  CommandInvocation,
  CommandPlugin,
  CommandPluginStatus,
} from '@aws-sdk/client-ssm';
import { ListedInvocation } from '../../commands/CommandStore';
import { skippedOutput, truncate } from '../../commands/output';
import { UNDELIVERED } from '../../commands/status';
import { Invocation, isOver, RunCommand } from '../../commands/types';
import { AwsError } from '../../protocol/AwsError';
import { constraints } from './limits';

/** What both outputs of a plugin may have together in a listing. */
const MOST_PLUGIN_OUTPUT = 2500;

/** A step of the command's document on a node, with all of its output. */
export interface StepRun {
  name: string;
  status: CommandPluginStatus;
  details: string;
  responseCode: number;
  stdout: string;
  stderr: string;
}

/** A command as Systems Manager shows it. */
export function toCommand(command: RunCommand): Command {
  const { invocations } = command;
  const count = (test: (each: Invocation) => boolean) =>
    invocations.filter(test).length;
  const undelivered = count(each => each.statusDetails === UNDELIVERED);
  return {
    CommandId: command.id,
    DocumentName: command.document.name,
    DocumentVersion: '$DEFAULT',
    Comment: command.comment,
    ExpiresAfter: new Date(
      command.requestedAt +
        (command.timeoutSeconds + command.document.executionTimeoutSeconds) *
          1000,
    ),
    Parameters: command.givenParameters,
    InstanceIds: [...command.instanceIds],
    Targets: [...command.targets],
    RequestedDateTime: new Date(command.requestedAt),
    Status: command.status,
    StatusDetails: command.statusDetails,
    OutputS3Region: command.outputS3BucketName && command.region,
    OutputS3BucketName: command.outputS3BucketName ?? '',
    OutputS3KeyPrefix: command.outputS3KeyPrefix ?? '',
    MaxConcurrency: command.maxConcurrency,
    MaxErrors: command.maxErrors,
    TargetCount: invocations.length,
    CompletedCount: count(each => isOver(each.status)),
    ErrorCount:
      count(each => ['Failed', 'TimedOut'].includes(each.status)) - undelivered,
    DeliveryTimedOutCount: undelivered,
    ServiceRole: '',
    TimeoutSeconds: command.timeoutSeconds,
  };
}

/** The steps of a command on a node: those for other platforms do nothing. */
export function stepsOf({ command, invocation }: ListedInvocation): StepRun[] {
  const { status, statusDetails, outcome, platform } = invocation;
  return command.document.steps.map((step): StepRun => {
    const { name } = step;
    const told = outcome?.steps?.find(each => each.name === name);
    if (told) {
      return {
        name,
        status: told.status,
        details:
          told.status === 'TimedOut' ? 'Execution Timed Out' : told.status,
        responseCode: told.responseCode,
        stdout: told.stdout,
        stderr: told.stderr,
      };
    }
    const own =
      outcome?.steps === undefined && (step.platform ?? platform) === platform;
    if (!own && outcome) {
      return {
        name,
        status: 'Success',
        details: 'Success',
        responseCode: 0,
        stdout: skippedOutput(name),
        stderr: '',
      };
    }
    return {
      name,
      status:
        status === 'Delayed' || status === 'Cancelling' ? 'Pending' : status,
      details: statusDetails,
      responseCode: outcome?.responseCode ?? -1,
      stdout: outcome?.stdout ?? '',
      stderr: outcome?.stderr ?? '',
    };
  });
}

function toPlugin(step: StepRun, invocation: Invocation): CommandPlugin {
  const output = step.stderr
    ? `${step.stdout}\n----------ERROR-------\n${step.stderr}`
    : step.stdout;
  const { startedAt, endedAt } = invocation;
  return {
    Name: step.name,
    Status: step.status,
    StatusDetails: step.details,
    ResponseCode: step.responseCode,
    ResponseStartDateTime:
      startedAt === undefined ? undefined : new Date(startedAt),
    ResponseFinishDateTime:
      endedAt === undefined ? undefined : new Date(endedAt),
    Output: truncate(output, MOST_PLUGIN_OUTPUT, '---Output truncated---'),
    StandardOutputUrl: '',
    StandardErrorUrl: '',
  };
}

/** A command on a node as it is listed. */
export function toInvocation(
  listed: ListedInvocation,
  details: boolean,
): CommandInvocation {
  const { command, invocation } = listed;
  return {
    CommandId: command.id,
    InstanceId: invocation.nodeId,
    InstanceName: invocation.instanceName,
    Comment: command.comment,
    DocumentName: command.document.name,
    DocumentVersion: '$DEFAULT',
    RequestedDateTime: new Date(command.requestedAt),
    Status: invocation.status,
    StatusDetails: invocation.statusDetails,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    CommandPlugins: details
      ? stepsOf(listed).map(step => toPlugin(step, invocation))
      : [],
    ServiceRole: '',
  };
}

const FILTERS: Record<
  string,
  (command: RunCommand, status: string, value: string) => boolean
> = {
  InvokedAfter: (command, _, value) => command.requestedAt >= Date.parse(value),
  InvokedBefore: (command, _, value) => command.requestedAt < Date.parse(value),
  Status: (_, status, value) => status === value,
  DocumentName: (command, _, value) => command.document.name === value,
  ExecutionStage: (_, status, value) =>
    isOver(status) === (value === 'Complete'),
};

/**
 * A predicate for commands, or what they do on nodes, by the status of which.
 *
 * @throws AwsError InvalidFilterKey
 */
export function commandFilter(
  filters: readonly CommandFilter[] | undefined,
): (command: RunCommand, status: string) => boolean {
  constraints.length('filters', filters, 1, 5);
  const tests = (filters ?? []).map(({ key = '', value = '' }) => {
    constraints.length('filters.value', value, 1, 128);
    const test = Object.hasOwn(FILTERS, key) ? FILTERS[key] : undefined;
    if (!test) {
      throw new AwsError(
        'InvalidFilterKey',
        `The specified filter key ${key} is not valid.`,
      );
    }
    return (command: RunCommand, status: string) =>
      test(command, status, value);
  });
  return (command, status) => tests.every(test => test(command, status));
}
