import { z } from 'zod';
import { Json } from '../../documents/types';
import { StepFailure, StepInterruption, StepRun } from '../StepRun';
import { isOver } from '../types';
import { toOutput } from '../values';
import { Action } from './types';

const POLL = 2000;
const PASSED_ON = [
  'DocumentName',
  'DocumentVersion',
  'MaxConcurrency',
  'MaxErrors',
  'TargetParameterName',
];

const startedSchema = z.object({ AutomationExecutionId: z.string() });
const executionSchema = z.object({
  AutomationExecution: z.object({
    AutomationExecutionStatus: z.string(),
    FailureMessage: z.string().optional(),
    Outputs: z.record(z.string(), z.array(z.string())).optional(),
  }),
});

function requestOf(run: StepRun): { [key: string]: Json } {
  const parameters = run.input('RuntimeParameters') ?? {};
  const targets = run.input('Targets');
  const maps = run.input('TargetMaps');
  return {
    ...Object.fromEntries(
      PASSED_ON.flatMap(name => {
        const value = run.text(name);
        return value ? [[name, value]] : [];
      }),
    ),
    ...(targets && { Targets: targets }),
    ...(maps && { TargetMaps: maps }),
    Parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        toOutput(value as Json),
      ]),
    ),
  };
}

/** `aws:executeAutomation`: another document, to its end. */
export const executeAutomation: Action = async run => {
  const { AutomationExecutionId } = startedSchema.parse(
    await run.call('ssm', 'StartAutomationExecution', requestOf(run)),
  );
  run.state.adopt(AutomationExecutionId);
  run.record.values = { ExecutionId: AutomationExecutionId };
  for (;;) {
    try {
      await run.sleep(POLL);
    } catch (error) {
      if (error instanceof StepInterruption) {
        await run.state.call('ssm', 'StopAutomationExecution', {
          AutomationExecutionId,
        });
      }
      throw error;
    }
    const { AutomationExecution: child } = executionSchema.parse(
      await run.call('ssm', 'GetAutomationExecution', {
        AutomationExecutionId,
      }),
    );
    const Status = child.AutomationExecutionStatus;
    if (isOver(Status)) {
      const outputs: Record<string, Json> = {
        ExecutionId: AutomationExecutionId,
        Status,
        Output: Object.values(child.Outputs ?? {}).flat(),
      };
      if (Status !== 'Success') {
        throw new StepFailure(
          `Step fails when it is Poll action status for completion. Automation execution ${AutomationExecutionId} ended with status ${Status}. ${
            child.FailureMessage ?? ''
          }`.trim(),
          { stage: 'Verification', type: Status, outputs },
        );
      }
      return { outputs };
    }
  }
};
