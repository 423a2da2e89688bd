import { Json } from '../../documents/types';
import { select } from '../jsonPath';
import { StepFailure } from '../StepRun';
import { Action } from './types';

const RETURNS = /^[ \t]*#[ \t]*simulator:returns[ \t]+(.+)$/m;
const FAILS = /^[ \t]*#[ \t]*simulator:fails[ \t]+(.+)$/m;

/** Texts that begin with `$` stand for what they select from the payload. */
function fill(value: Json, payload: Json): Json {
  if (typeof value === 'string') {
    return /^\$(\.|\[|$)/.test(value) ? select(payload, value) ?? null : value;
  }
  if (Array.isArray(value)) {
    return value.map(item => fill(item, payload));
  }
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, fill(item, payload)]),
      )
    : value;
}

/**
 * `aws:executeScript`. No script runs here: one says in a comment what comes
 * of it, and one that says nothing succeeds with an empty payload.
 */
export const executeScript: Action = async run => {
  const { Script } = run.record.step.inputs;
  const script = typeof Script === 'string' ? Script : '';
  const payload = run.input('InputPayload') ?? {};
  await run.sleep(1500);
  const [, fails] = FAILS.exec(script) ?? [];
  if (fails) {
    throw new StepFailure(
      `Step fails when it is Execute action. Function handler failed with error: ${fails}`,
    );
  }
  const [, returns] = RETURNS.exec(script) ?? [];
  let result: Json = {};
  if (returns) {
    try {
      result = fill(JSON.parse(returns) as Json, payload);
    } catch (error) {
      throw new StepFailure(`simulator:returns is not valid: ${error}`);
    }
  }
  return { outputs: { OutputPayload: { Payload: result } } };
};
