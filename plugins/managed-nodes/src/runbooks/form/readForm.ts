import {
  ParameterValue,
  parameterValueSchema,
  ParameterValues,
  RunbookParameter,
} from '@managed-nodes/plugin-managed-nodes-common';
import { valueProblem } from './checks';
import { fieldKind, FieldState, FormState, stateOf } from './fields';

type Read = { value: ParameterValue } | { problem: string };

function readJson(parameter: RunbookParameter, text: string): Read {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'It is not valid JSON' };
  }
  const isMapList = parameter.type === 'MapList';
  const read = parameterValueSchema.safeParse(json);
  if (
    !read.success ||
    typeof read.data !== 'object' ||
    Array.isArray(read.data) !== isMapList ||
    (Array.isArray(read.data) &&
      read.data.some(item => typeof item !== 'object'))
  ) {
    return {
      problem: isMapList
        ? 'Expected a list of objects: [{ … }]'
        : 'Expected an object: { … }',
    };
  }
  return { value: read.data };
}

function readText(parameter: RunbookParameter, text: string): Read {
  switch (fieldKind(parameter)) {
    case 'json':
      return readJson(parameter, text);
    case 'yes-no':
      return { value: text === 'true' };
    case 'number':
      return /^-?\d{1,15}$/.test(text.trim())
        ? { value: Number(text.trim()) }
        : { problem: 'Expected a whole number' };
    case 'choice':
      return {
        value:
          parameter.allowedValues?.find(one => String(one) === text) ?? text,
      };
    case 'list':
      return {
        value: text
          .split('\n')
          .map(line => line.trim())
          .filter(line => line !== ''),
      };
    default:
      return { value: text };
  }
}

function isEmpty(parameter: RunbookParameter, state: FieldState): boolean {
  return fieldKind(parameter) === 'text' && !parameter.multiline
    ? state === ''
    : state.length === 0 || (typeof state === 'string' && state.trim() === '');
}

/** What somebody filled in, or what is wrong with it. Undefined: it is left to the default. */
export function readField(
  parameter: RunbookParameter,
  state: FieldState,
): Read | undefined {
  const preset = parameter.default;
  if (
    preset !== null &&
    JSON.stringify(state) === JSON.stringify(stateOf(parameter, preset))
  ) {
    return undefined;
  }
  if (isEmpty(parameter, state)) {
    if (parameter.required) {
      return { problem: 'It has to be filled in' };
    }
    if (!['text', 'list', 'choices'].includes(fieldKind(parameter))) {
      // There is no empty value of these.
      return undefined;
    }
  }
  const read: Read =
    typeof state === 'string' ? readText(parameter, state) : { value: state };
  if ('problem' in read) {
    return read;
  }
  const problem = valueProblem(parameter, read.value);
  return problem ? { problem } : read;
}

/**
 * What a form comes to: the values that differ from the defaults, as those are
 * said by somebody else, and what is wrong, by the names of parameters.
 */
export function readForm(
  form: RunbookParameter[],
  state: FormState,
): { values: ParameterValues; problems: Record<string, string> } {
  const values: ParameterValues = {};
  const problems: Record<string, string> = {};
  form
    .filter(({ takesNodes }) => !takesNodes)
    .forEach(parameter => {
      const read = readField(parameter, state[parameter.name] ?? '');
      if (read && 'problem' in read) {
        problems[parameter.name] = read.problem;
      } else if (read) {
        values[parameter.name] = read.value;
      }
    });
  return { values, problems };
}
