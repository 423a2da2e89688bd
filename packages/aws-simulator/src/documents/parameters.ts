import { AwsError } from '../protocol/AwsError';
import { DocumentParameter, Json } from './types';

/** Values of parameters, each as its type says. */
export type ParameterValues = Record<string, Json>;

const INSTANCE_ID = /^m?i-[a-z0-9]{8,17}$/;
const ROLE_ARN = /^arn:[^:]+:iam::\d{12}:role\/.+$/;

/** What only values of some types can be; anything goes for the others. */
function formOf(type: string): RegExp | undefined {
  if (type.includes('AWS::EC2::Instance::Id')) {
    return INSTANCE_ID;
  }
  return type.includes('AWS::IAM::Role::Arn') ? ROLE_ARN : undefined;
}

function isList(type: string): boolean {
  return type === 'StringList' || type.startsWith('List<');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A value as its parameter's type says; undefined when it can't be. */
function convert(type: string, values: readonly string[]): Json | undefined {
  if (isList(type)) {
    return [...values];
  }
  if (type === 'MapList') {
    const parsed = values.map(parseJson);
    const items =
      parsed.length === 1 && Array.isArray(parsed[0]) ? parsed[0] : parsed;
    return items.every(item => typeof item === 'object' && item !== null)
      ? (items as Json[])
      : undefined;
  }
  if (values.length !== 1) {
    return undefined;
  }
  const [text] = values;
  switch (type) {
    case 'Integer':
      return /^-?\d+$/.test(text) ? Number(text) : undefined;
    case 'Boolean':
      return /^(true|false)$/i.test(text)
        ? text.toLowerCase() === 'true'
        : undefined;
    case 'StringMap': {
      const parsed = parseJson(text);
      return typeof parsed === 'object' &&
        parsed !== null &&
        !Array.isArray(parsed)
        ? (parsed as Json)
        : undefined;
    }
    default:
      return text;
  }
}

/** Why values are not what a parameter allows. */
function problemOf(
  parameter: DocumentParameter,
  values: readonly string[],
  value: Json | undefined,
): string | undefined {
  const { name, type, allowedValues, allowedPattern } = parameter;
  const { minChars = 0, maxChars = Infinity } = parameter;
  const { minItems = 0, maxItems = Infinity } = parameter;
  if (value === undefined) {
    return `Parameter "${name}" must be of type ${type}.`;
  }
  if (isList(type) && (values.length < minItems || values.length > maxItems)) {
    return `Parameter "${name}" must have ${minItems} to ${maxItems} items.`;
  }
  const form = formOf(type);
  const pattern =
    allowedPattern === undefined
      ? undefined
      : new RegExp(`^(?:${allowedPattern})$`);
  for (const text of values) {
    if (allowedValues && !allowedValues.some(each => String(each) === text)) {
      return `Parameter "${name}" has value "${text}" not in [${allowedValues.join(
        ', ',
      )}].`;
    }
    if (pattern && !pattern.test(text)) {
      return `Parameter "${name}" has value "${text}" not matching "${allowedPattern}".`;
    }
    if (text && form && !form.test(text)) {
      return `Parameter "${name}" has value "${text}", which is not of type ${type}.`;
    }
    if (text.length < minChars || text.length > maxChars) {
      return `Parameter "${name}" must have ${minChars} to ${maxChars} characters.`;
    }
  }
  return undefined;
}

/** A value as it travels: a list of texts. */
export function toTexts(value: Json): string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.map(item =>
    typeof item === 'string' ? item : JSON.stringify(item),
  );
}

/**
 * Values for all parameters of a document, those left out by their defaults.
 *
 * @param code - the error that a bad value is refused with
 * @throws AwsError
 */
export function readParameters(
  parameters: readonly DocumentParameter[],
  given: Readonly<Record<string, readonly string[]>>,
  { code, document }: { code: string; document: string },
): ParameterValues {
  const stranger = Object.keys(given).find(
    name => !parameters.some(parameter => parameter.name === name),
  );
  if (stranger !== undefined) {
    throw new AwsError(
      code,
      `Parameter "${stranger}" is not defined in document ${document}.`,
    );
  }
  return Object.fromEntries(
    parameters.map(parameter => {
      const { name } = parameter;
      const values = given[name];
      if (values === undefined) {
        if (parameter.default === undefined) {
          throw new AwsError(
            code,
            `Parameter "${name}" is required by document ${document}.`,
          );
        }
        return [name, parameter.default];
      }
      const value = convert(parameter.type, values);
      const problem = problemOf(parameter, values, value);
      if (problem !== undefined) {
        throw new AwsError(code, problem);
      }
      return [name, value as Json];
    }),
  );
}
