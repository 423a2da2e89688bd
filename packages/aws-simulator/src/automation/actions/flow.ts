import { Json } from '../../documents/types';
import { holds } from '../conditions';
import { StepFailure } from '../StepRun';
import { cast, durationOf } from '../values';
import { Action } from './types';

/** `aws:branch` */
export const branch: Action = async run => {
  const { Choices, Default } = run.record.step.inputs;
  const choices = Array.isArray(Choices) ? Choices : [];
  const chosen = choices.find(choice =>
    holds(choice, value => run.resolved(value)),
  );
  const next =
    typeof chosen === 'object' && chosen !== null && !Array.isArray(chosen)
      ? String(chosen.NextStep)
      : undefined;
  const fallback = typeof Default === 'string' ? Default : undefined;
  return { next: next ?? fallback };
};

/** `aws:sleep` */
export const sleep: Action = async run => {
  const duration = run.text('Duration');
  const until = run.text('Timestamp');
  const length =
    duration === undefined
      ? Date.parse(until ?? '') - run.state.now
      : durationOf(duration);
  if (length === undefined || Number.isNaN(length)) {
    throw new StepFailure(
      `Input Duration ${duration ?? until} is not in ISO 8601 format.`,
      { stage: 'InputValidation' },
    );
  }
  await run.sleep(length);
  return {};
};

/** `aws:pause`: until somebody resumes it. */
export const pause: Action = async run => {
  run.record.status = 'Waiting';
  run.state.setStatus('Waiting');
  await run.signal(
    ({ type, payload }) =>
      type === 'Resume' &&
      [run.record.name, run.record.id].includes(
        (payload.StepName ?? payload.StepExecutionId ?? [])[0],
      ),
  );
  run.state.setStatus('InProgress');
  return {};
};

/** `aws:updateVariable` */
export const updateVariable: Action = async run => {
  const name = (run.text('Name') ?? '').replace(/^variable:/, '');
  const { content } = run.state.execution.request;
  const declared = Object.hasOwn(content.variables, name)
    ? content.variables[name]
    : undefined;
  if (!declared) {
    throw new StepFailure(`Variable ${name} is not defined.`, {
      stage: 'InputValidation',
    });
  }
  const value: Json = cast(run.input('Value') ?? '', declared.type);
  run.state.execution.variables[name] = value;
  return { outputs: { [name]: value } };
};
