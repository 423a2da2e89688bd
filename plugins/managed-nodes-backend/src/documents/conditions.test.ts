import { conditionInWords } from './conditions';

const variable = '{{ step.Out }}';

describe('conditionInWords', () => {
  it.each([
    ['StringEquals', 'a', `step.Out is 'a'`],
    ['EqualsIgnoreCase', 'a', `step.Out is, ignoring case, 'a'`],
    ['StartsWith', 'a', `step.Out starts with 'a'`],
    ['EndsWith', 'a', `step.Out ends with 'a'`],
    ['Contains', 'a', `step.Out contains 'a'`],
    ['NumericEquals', 1, 'step.Out is 1'],
    ['NumericGreater', 1, 'step.Out is greater than 1'],
    ['NumericLesser', 1, 'step.Out is less than 1'],
    ['NumericGreaterOrEquals', 1, 'step.Out is at least 1'],
    ['NumericLesserOrEquals', 1, 'step.Out is at most 1'],
    ['BooleanEquals', false, 'step.Out is false'],
  ])('says %s', (operator, operand, words) => {
    expect(
      conditionInWords({ Variable: variable, [operator]: operand }, 'x'),
    ).toBe(words);
  });

  const a = { Variable: 'a', NumericEquals: 1 };
  const b = { Variable: 'b', NumericEquals: 2 };

  it('says And, Or and Not, one in the other', () => {
    expect(conditionInWords({ And: [a, b] }, 'x')).toBe('a is 1 and b is 2');
    expect(conditionInWords({ Or: [a, { And: [a, b] }] }, 'x')).toBe(
      'a is 1 or (a is 1 and b is 2)',
    );
    expect(conditionInWords({ Not: { Or: [a, b] } }, 'x')).toBe(
      'not (a is 1 or b is 2)',
    );
    expect(conditionInWords({ Not: [a] }, 'x')).toBe('not (a is 1)');
    expect(conditionInWords({ And: [{ Or: [a, b] }] }, 'x')).toBe(
      'a is 1 or b is 2',
    );
  });

  it('compares with other values', () => {
    expect(
      conditionInWords({ Variable: 'a', StringEquals: '{{ b.C }}' }, 'x'),
    ).toBe('a is b.C');
  });

  it('is cut, and not held up by a text made to', () => {
    const long = { Variable: `{{${' '.repeat(60_000)}`, StringEquals: 'a' };
    const started = Date.now();
    expect(conditionInWords(long, 'x').length).toBeLessThanOrEqual(500);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it.each([
    [{ Variable: 'a' }, 'x: expected And'],
    [{ Variable: 1, StringEquals: 'a' }, 'x.Variable'],
    [{ And: [] }, 'x.And: expected a list'],
    [{ And: [a, 'b'] }, 'x.And[1]: expected a condition'],
    [{ Not: 'a' }, 'x.Not: expected a condition'],
    [undefined, 'x: expected a condition'],
  ])('refuses %j', (condition, message) => {
    expect(() => conditionInWords(condition, 'x')).toThrow(message);
  });
});
