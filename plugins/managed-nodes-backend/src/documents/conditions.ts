import { InputError } from '@backstage/errors';
import { JsonObject, JsonValue } from '@backstage/types';
import { cleanText } from '../nodes/text';

const MAX_WORDS = 500;

/** The operators of aws:branch and of the conditions of aws:loop. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['StringEquals', 'is'],
  ['EqualsIgnoreCase', 'is, ignoring case,'],
  ['StartsWith', 'starts with'],
  ['EndsWith', 'ends with'],
  ['Contains', 'contains'],
  ['NumericEquals', 'is'],
  ['NumericGreater', 'is greater than'],
  ['NumericLesser', 'is less than'],
  ['NumericGreaterOrEquals', 'is at least'],
  ['NumericLesserOrEquals', 'is at most'],
  ['BooleanEquals', 'is'],
]);

/** `{{ step.Output }}` is put as `step.Output`. */
function bare(text: string): string {
  return text.replace(/\{\{([^{}]*)\}\}/g, (_, name: string) => name.trim());
}

function said(value: JsonValue | undefined): string {
  if (typeof value === 'string') {
    const reference = bare(value);
    return reference === value ? `'${value}'` : reference;
  }
  return JSON.stringify(value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function joined(
  value: JsonValue | undefined,
  word: string,
  where: string,
  nested: boolean,
): string {
  if (!Array.isArray(value) || value.length === 0) {
    throw new InputError(`${where}: expected a list of conditions`);
  }
  const several = value.length > 1;
  const words = value
    .map((item, index) => describe(item, `${where}[${index}]`, several))
    .join(` ${word} `);
  return several && nested ? `(${words})` : words;
}

function compared(value: JsonObject, where: string): string {
  const operator = Object.keys(value).find(key => OPERATORS.has(key));
  if (!operator) {
    const known = [...OPERATORS.keys()].join(', ');
    throw new InputError(`${where}: expected And, Or, Not or one of ${known}`);
  }
  if (typeof value.Variable !== 'string') {
    throw new InputError(`${where}.Variable: expected a text`);
  }
  const words = OPERATORS.get(operator);
  return `${bare(value.Variable)} ${words} ${said(value[operator])}`;
}

function describe(
  value: JsonValue | undefined,
  where: string,
  nested: boolean,
): string {
  if (!isObject(value)) {
    throw new InputError(`${where}: expected a condition`);
  }
  if ('And' in value) {
    return joined(value.And, 'and', `${where}.And`, nested);
  }
  if ('Or' in value) {
    return joined(value.Or, 'or', `${where}.Or`, nested);
  }
  if ('Not' in value) {
    const not = Array.isArray(value.Not)
      ? joined(value.Not, 'and', `${where}.Not`, false)
      : describe(value.Not, `${where}.Not`, false);
    return `not (${not})`;
  }
  return compared(value, where);
}

/**
 * A choice of aws:branch in words, e.g. `Platform is 'Linux'`.
 *
 * @throws InputError when it is none, saying where.
 */
export function conditionInWords(
  condition: JsonValue | undefined,
  where: string,
): string {
  return cleanText(describe(condition, where, false), MAX_WORDS) ?? '';
}

/**
 * The precondition of a step of a Command document in words, or undefined when
 * it has none.
 */
export function preconditionInWords(
  precondition: JsonValue | undefined,
  where: string,
): string | undefined {
  if (precondition === undefined) {
    return undefined;
  }
  if (!isObject(precondition)) {
    throw new InputError(`${where}: expected an object`);
  }
  const parts = Object.entries(precondition).map(([operator, operands]) => {
    if (!Array.isArray(operands)) {
      throw new InputError(`${where}.${operator}: expected a list`);
    }
    const [left, right] = operands;
    return `${bare(String(left))} is ${said(right)}`;
  });
  return cleanText(parts.join(' and '), MAX_WORDS);
}
