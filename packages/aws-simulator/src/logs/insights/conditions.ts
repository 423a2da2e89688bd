import { getterOf } from './operandValues';
import { Row } from './Row';
import { Comparison, Condition } from './types';
import { compareValues } from './values';

type Test = (row: Row) => boolean;

const COMPARISONS: Readonly<Record<Comparison, (order: number) => boolean>> = {
  '=': order => order === 0,
  '!=': order => order !== 0,
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
};

function likeTest({
  operand,
  pattern,
}: Extract<Condition, { kind: 'like' }>): Test {
  const get = getterOf(operand);
  const matches =
    typeof pattern === 'string'
      ? (text: string) => text.includes(pattern)
      : (text: string) => pattern.test(text);
  return row => {
    const value = get(row);
    return value !== undefined && matches(value);
  };
}

/**
 * How to tell whether a row satisfies a condition. Nothing is true of a field
 * that is not there, and so its opposite is.
 */
export function testOf(condition: Condition): Test {
  switch (condition.kind) {
    case 'any':
    case 'all': {
      const tests = condition.conditions.map(testOf);
      return condition.kind === 'any'
        ? row => tests.some(test => test(row))
        : row => tests.every(test => test(row));
    }
    case 'not': {
      const test = testOf(condition.condition);
      return row => !test(row);
    }
    case 'present':
      return row => row.get(condition.field) !== undefined;
    case 'in': {
      const get = getterOf(condition.operand);
      return row => {
        const value = get(row);
        return (
          value !== undefined &&
          condition.values.some(each => compareValues(value, each) === 0)
        );
      };
    }
    case 'like':
      return likeTest(condition);
    default: {
      const left = getterOf(condition.left);
      const right = getterOf(condition.right);
      const holds = COMPARISONS[condition.operator];
      return row => {
        const first = left(row);
        const second = right(row);
        return (
          first !== undefined &&
          second !== undefined &&
          holds(compareValues(first, second))
        );
      };
    }
  }
}
