import {
  DocumentParameter,
  DocumentParameterType,
  documentParameterTypeSchema,
  parameterValueSchema,
  ParameterValue,
} from '@managed-nodes/plugin-managed-nodes-common';
import { InputError } from '@backstage/errors';
import { JsonValue } from '@backstage/types';
import { cleanLines, cleanName, RawParameter, readPart } from './rawDocument';

const MAX_DESCRIPTION = 4096;
const MAX_PATTERN = 4096;
const MAX_ALLOWED = 500;

/** Other types of resources than those of the contract are texts to us. */
function typeOf(raw: string, where: string): DocumentParameterType {
  const known = documentParameterTypeSchema.safeParse(raw);
  if (known.success) {
    return known.data;
  }
  if (/^AWS::[A-Za-z0-9:]+$/.test(raw)) {
    return 'String';
  }
  if (/^List<AWS::[A-Za-z0-9:]+>$/.test(raw)) {
    return 'StringList';
  }
  throw new InputError(`${where}.type: '${cleanName(raw)}' is not known`);
}

/** Whether values of a type are lists of texts. */
export function isListOfTexts(type: DocumentParameterType): boolean {
  return type === 'StringList' || type.startsWith('List<');
}

function asText(value: JsonValue): JsonValue {
  return typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : value;
}

function parsed(value: JsonValue): JsonValue {
  if (typeof value !== 'string') {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    // Not JSON: a reference such as {{ssm:name}}, which is a text.
    return value;
  }
}

/** Puts a default into the type of its parameter, for documents write `'5'`, `true` and `a` for 5, 'true' and ['a']. */
function inType(type: DocumentParameterType, value: JsonValue): JsonValue {
  if (isListOfTexts(type)) {
    const list = Array.isArray(value) ? value : [value];
    return list.map(asText);
  }
  switch (type) {
    case 'Integer':
    case 'Boolean':
    case 'StringMap':
      return parsed(value);
    case 'MapList':
      return Array.isArray(value) ? value.map(parsed) : parsed(value);
    default:
      return typeof value === 'object' ? JSON.stringify(value) : asText(value);
  }
}

function readDefault(
  type: DocumentParameterType,
  value: JsonValue | undefined,
  where: string,
): ParameterValue | null {
  if (value === undefined || value === null) {
    return null;
  }
  return readPart(parameterValueSchema, inType(type, value), where);
}

function readParameter(name: string, raw: RawParameter): DocumentParameter {
  const where = `parameters.${cleanName(name)}`;
  if (name.length > 50 || cleanName(name) !== name) {
    throw new InputError(`${where}: not the name of a parameter`);
  }
  if ((raw.allowedValues?.length ?? 0) > MAX_ALLOWED) {
    throw new InputError(`${where}.allowedValues: more than ${MAX_ALLOWED}`);
  }
  if ((raw.allowedPattern?.length ?? 0) > MAX_PATTERN) {
    throw new InputError(
      `${where}.allowedPattern: longer than ${MAX_PATTERN} characters`,
    );
  }
  const type = typeOf(raw.type, where);
  return {
    name,
    type,
    description: cleanLines(raw.description, MAX_DESCRIPTION),
    default: readDefault(type, raw.default, `${where}.default`),
    allowedValues: raw.allowedValues ?? null,
    allowedPattern: raw.allowedPattern || null,
    minChars: raw.minChars ?? null,
    maxChars: raw.maxChars ?? null,
    minItems: raw.minItems ?? null,
    maxItems: raw.maxItems ?? null,
    multiline: raw.displayType === 'textarea',
  };
}

/**
 * Reads the parameters of a document, in its order.
 *
 * @throws InputError naming the parameter and what is wrong with it.
 */
export function readParameters(
  parameters: Record<string, RawParameter> | null | undefined,
): DocumentParameter[] {
  return Object.entries(parameters ?? {}).map(([name, raw]) =>
    readParameter(name, raw),
  );
}
