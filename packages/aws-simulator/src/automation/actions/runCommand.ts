import { z } from 'zod';
import { Json } from '../../documents/types';
import { StepFailure, StepInterruption, StepRun } from '../StepRun';
import { toOutput } from '../values';
import { Action } from './types';

const POLL = 2000;
const PASSED_ON = [
  'DocumentName',
  'DocumentVersion',
  'Comment',
  'MaxConcurrency',
  'MaxErrors',
  'OutputS3BucketName',
  'OutputS3KeyPrefix',
];
const TERMINAL = ['Success', 'Failed', 'TimedOut', 'Cancelled'];

const sentSchema = z.object({ Command: z.object({ CommandId: z.string() }) });
const statusSchema = z.object({
  Commands: z.array(z.object({ Status: z.string() })).min(1),
});
const listedSchema = z.object({
  CommandInvocations: z.array(
    z.object({
      CommandPlugins: z.array(
        z.object({ ResponseCode: z.number(), Output: z.string() }),
      ),
    }),
  ),
});

function requestOf(run: StepRun): { [key: string]: Json } {
  const parameters = run.input('Parameters') ?? {};
  const instanceIds = run.list('InstanceIds').filter(Boolean);
  const targets = run.input('Targets');
  const timeout = run.text('TimeoutSeconds');
  return {
    ...Object.fromEntries(
      PASSED_ON.flatMap(name => {
        const value = run.text(name);
        return value ? [[name, value]] : [];
      }),
    ),
    ...(instanceIds.length && { InstanceIds: instanceIds }),
    ...(Array.isArray(targets) && targets.length && { Targets: targets }),
    ...(timeout && { TimeoutSeconds: Number(timeout) }),
    Parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        toOutput(value as Json),
      ]),
    ),
  };
}

async function outputsOf(run: StepRun, CommandId: string, Status: string) {
  const { CommandInvocations } = listedSchema.parse(
    await run.call('ssm', 'ListCommandInvocations', {
      CommandId,
      Details: true,
    }),
  );
  const plugins = CommandInvocations.flatMap(each => each.CommandPlugins);
  const failed = plugins.find(({ ResponseCode }) => ResponseCode !== 0);
  const ResponseCode = failed?.ResponseCode ?? (plugins.length ? 0 : -1);
  const Output =
    plugins
      .map(plugin => plugin.Output)
      .filter(Boolean)
      .join('\n') ||
    'No output available yet because the step is not successfully executed';
  return {
    CommandId,
    Status,
    ResponseCode,
    Output,
    OutputPayload: { Status, ResponseCode, Output, CommandId },
  };
}

/** `aws:runCommand` */
export const runCommand: Action = async run => {
  const { CommandId } = sentSchema.parse(
    await run.call('ssm', 'SendCommand', requestOf(run)),
  ).Command;
  run.record.values = { CommandId };
  for (;;) {
    try {
      await run.sleep(POLL);
    } catch (error) {
      if (error instanceof StepInterruption) {
        await run.state.call('ssm', 'CancelCommand', { CommandId });
      }
      throw error;
    }
    const { Commands } = statusSchema.parse(
      await run.call('ssm', 'ListCommands', { CommandId }),
    );
    const [{ Status }] = Commands;
    if (TERMINAL.includes(Status)) {
      const outputs = await outputsOf(run, CommandId, Status);
      if (Status !== 'Success') {
        throw new StepFailure(
          `Step fails when it is Poll action status for completion. Command '${CommandId}' returns unexpected invocation result: {Status=[${Status}], ResponseCode=[${
            outputs.ResponseCode
          }], Output=[${outputs.Output}], OutputPayload=[${JSON.stringify(
            outputs.OutputPayload,
          )}], CommandId=[${CommandId}]}. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.`,
          { stage: 'Verification', type: Status, outputs },
        );
      }
      return { outputs, responseCode: String(outputs.ResponseCode) };
    }
  }
};
