import { loopSteps } from '../documents/steps';
import { Json } from '../documents/types';
import { holds } from './conditions';
import { ListResult, pendingRecord } from './records';
import {
  ActionResult,
  StepFailure,
  StepInterruption,
  StepRun,
} from './StepRun';
import { StepRecord } from './types';
import { toText } from './values';

/** No loop goes round more often, and none has more iterators. */
const MOST_ITERATIONS = 100;

/** Carries out the steps of a round. */
export type RoundRunner = (
  records: readonly StepRecord[],
) => Promise<ListResult>;

function iteratorsOf(run: StepRun): Json[] | undefined {
  const given = run.input('Iterators');
  if (given === undefined) {
    return undefined;
  }
  const iterators = Array.isArray(given) ? given : [given];
  if (iterators.length > MOST_ITERATIONS) {
    throw new StepFailure(
      `The number of iterators ${iterators.length} exceeds the maximum of ${MOST_ITERATIONS}.`,
      { stage: 'InputValidation' },
    );
  }
  return iterators;
}

/** A round that did not end well ends the loop. */
function check({ status, failureMessage }: ListResult, iteration: number) {
  if (status === 'Cancelled') {
    throw new StepInterruption('Cancelled');
  }
  if (status !== 'Success') {
    throw new StepFailure(
      failureMessage ?? `Iteration ${iteration} did not succeed.`,
      { type: status },
    );
  }
}

/** `aws:loop`: for each of several values, or while a condition holds. */
export async function runLoop(
  run: StepRun,
  runRound: RoundRunner,
): Promise<ActionResult> {
  const { record } = run;
  const iterators = iteratorsOf(run);
  const most = Math.min(
    MOST_ITERATIONS,
    Number(run.text('MaxIterations') ?? MOST_ITERATIONS),
    iterators?.length ?? Infinity,
  );
  const steps = loopSteps(record.step);
  const { LoopCondition } = record.step.inputs;
  let iteration = 0;
  while (iteration < most) {
    const value = iterators?.[iteration];
    iteration += 1;
    record.values = {
      CurrentIteration: iteration,
      ...(value !== undefined && { CurrentIteratorValue: value }),
    };
    const round = {
      stepExecutionId: record.id,
      stepName: record.name,
      iteration,
      iteratorValue: value === undefined ? undefined : toText(value),
    };
    check(
      await runRound(steps.map(step => pendingRecord(step, round))),
      iteration,
    );
    if (
      LoopCondition !== undefined &&
      !holds(LoopCondition, each => run.resolved(each))
    ) {
      break;
    }
  }
  return { outputs: { Iterations: iteration } };
}
