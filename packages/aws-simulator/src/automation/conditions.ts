import { Json } from '../documents/types';
import { toText } from './values';

type Test = (value: Json, wanted: Json) => boolean;

const text =
  (test: (value: string, wanted: string) => boolean): Test =>
  (value, wanted) =>
    test(toText(value), toText(wanted));
const number =
  (test: (value: number, wanted: number) => boolean): Test =>
  (value, wanted) =>
    test(Number(value), Number(wanted));

const OPERATORS: Record<string, Test> = {
  StringEquals: text((value, wanted) => value === wanted),
  EqualsIgnoreCase: text(
    (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  ),
  StartsWith: text((value, wanted) => value.startsWith(wanted)),
  EndsWith: text((value, wanted) => value.endsWith(wanted)),
  Contains: (value, wanted) =>
    Array.isArray(value)
      ? value.some(item => toText(item) === toText(wanted))
      : toText(value).includes(toText(wanted)),
  NumericEquals: number((value, wanted) => value === wanted),
  NumericGreater: number((value, wanted) => value > wanted),
  NumericGreaterOrEquals: number((value, wanted) => value >= wanted),
  NumericLesser: number((value, wanted) => value < wanted),
  NumericLesserOrEquals: number((value, wanted) => value <= wanted),
  BooleanEquals: text(
    (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  ),
};

function isRecord(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether a condition of a branch or a loop holds.
 *
 * @param condition - as it stands in the document
 * @param resolve - puts values in place of references
 * @throws Error for an operator that there is not
 */
export function holds(
  condition: Json,
  resolve: (value: Json) => Json,
): boolean {
  if (!isRecord(condition)) {
    throw new Error('A condition must be an object');
  }
  if (Array.isArray(condition.And)) {
    return condition.And.every(each => holds(each, resolve));
  }
  if (Array.isArray(condition.Or)) {
    return condition.Or.some(each => holds(each, resolve));
  }
  if (condition.Not !== undefined) {
    return !holds(condition.Not, resolve);
  }
  const operator = Object.keys(condition).find(
    key => key !== 'Variable' && key !== 'NextStep',
  );
  if (
    condition.Variable === undefined ||
    operator === undefined ||
    !Object.hasOwn(OPERATORS, operator)
  ) {
    throw new Error(`Unknown operator ${operator} in a choice`);
  }
  return OPERATORS[operator](
    resolve(condition.Variable),
    resolve(condition[operator]),
  );
}
