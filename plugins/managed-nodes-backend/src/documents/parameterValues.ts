import {
  DocumentParameter,
  ParameterValue,
} from '@managed-nodes/plugin-managed-nodes-common';
import { InputError } from '@backstage/errors';
import { cleanText } from '../nodes/text';
import { matchesPattern, patternInWords } from './patterns';
import { isListOfTexts } from './readParameters';
import { cleanName } from './rawDocument';

const INSTANCE_ID = /^m?i-[a-z0-9]{8,17}$/;
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;

/** Types of AWS that are written in one way. */
const RESOURCES: ReadonlyMap<string, { pattern: RegExp; words: string }> =
  new Map([
    [
      'AWS::EC2::Instance::Id',
      {
        pattern: INSTANCE_ID,
        words: 'the id of a node, such as i-0123456789abcdef0',
      },
    ],
    [
      'AWS::S3::Bucket::Name',
      { pattern: BUCKET_NAME, words: 'the name of a bucket' },
    ],
    ['AWS::IAM::Role::Arn', { pattern: ROLE_ARN, words: 'the ARN of a role' }],
  ]);

const MAX_DEPTH = 10;

function wrong({ name }: DocumentParameter, message: string): InputError {
  return new InputError(`${cleanName(name)}: ${message}`);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkNesting(
  parameter: DocumentParameter,
  value: unknown,
  depth = 0,
): void {
  if (depth > MAX_DEPTH) {
    throw wrong(parameter, `nested more than ${MAX_DEPTH} deep`);
  }
  if (typeof value === 'object' && value !== null) {
    if (Object.keys(value).includes('__proto__')) {
      throw wrong(parameter, 'nothing may be named __proto__');
    }
    Object.values(value).forEach(item =>
      checkNesting(parameter, item, depth + 1),
    );
  }
}

function asText(parameter: DocumentParameter, value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value !== 'string') {
    throw wrong(parameter, 'expected a text');
  }
  return value;
}

function inType(
  parameter: DocumentParameter,
  value: ParameterValue,
): ParameterValue {
  const { type } = parameter;
  if (isListOfTexts(type)) {
    if (!Array.isArray(value)) {
      throw wrong(parameter, 'expected a list of texts');
    }
    return value.map((item: unknown) => asText(parameter, item));
  }
  switch (type) {
    case 'Integer':
      if (
        /^-?\d{1,15}$/.test(String(value)) &&
        typeof value !== 'object' &&
        typeof value !== 'boolean'
      ) {
        return Number(value);
      }
      throw wrong(parameter, 'expected a whole number');
    case 'Boolean':
      if (['true', 'false'].includes(String(value)) && !Array.isArray(value)) {
        return String(value) === 'true';
      }
      throw wrong(parameter, 'expected true or false');
    case 'StringMap':
      checkNesting(parameter, value);
      if (isMap(value)) {
        return value;
      }
      throw wrong(parameter, 'expected an object');
    case 'MapList': {
      checkNesting(parameter, value);
      const items: unknown[] = Array.isArray(value) ? value : [undefined];
      const maps = items.filter(isMap);
      if (maps.length !== items.length) {
        throw wrong(parameter, 'expected a list of objects');
      }
      return maps;
    }
    default:
      return asText(parameter, value);
  }
}

function checkResource(parameter: DocumentParameter, texts: string[]): void {
  const type = parameter.type.replace(/^List<(.*)>$/, '$1');
  const resource = RESOURCES.get(type);
  // An empty text is how documents say that a resource was not given.
  if (
    resource &&
    !texts.every(text => text === '' || resource.pattern.test(text))
  ) {
    throw wrong(parameter, `expected ${resource.words}`);
  }
}

function checkLimits(parameter: DocumentParameter, value: ParameterValue) {
  const { minChars, maxChars, minItems, maxItems } = parameter;
  if (Array.isArray(value)) {
    if (value.length < (minItems ?? 0)) {
      throw wrong(parameter, `expected at least ${minItems} items`);
    }
    if (value.length > (maxItems ?? Infinity)) {
      throw wrong(parameter, `expected at most ${maxItems} items`);
    }
  }
  for (const text of textsOf(value)) {
    // As Java counts: in UTF-16 units.
    if (text.length < (minChars ?? 0)) {
      throw wrong(parameter, `expected at least ${minChars} characters`);
    }
    if (text.length > (maxChars ?? Infinity)) {
      throw wrong(parameter, `expected at most ${maxChars} characters`);
    }
  }
}

/** What the rules of a document are applied to: the text, number or truth value, or each item. */
export function textsOf(value: ParameterValue): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.map(item =>
    typeof item === 'object' ? JSON.stringify(item) : String(item),
  );
}

function checkAllowed(parameter: DocumentParameter, texts: string[]): void {
  const { allowedValues, allowedPattern } = parameter;
  if (allowedValues) {
    const allowed = new Set(allowedValues.map(String));
    if (!texts.every(text => allowed.has(text))) {
      const words = [...allowed].map(text => cleanText(text, 50)).join(', ');
      throw wrong(parameter, `expected one of ${cleanText(words, 500)}`);
    }
  }
  if (allowedPattern) {
    const matches = matchesPattern(allowedPattern, texts);
    if (matches === 'unknown') {
      throw wrong(
        parameter,
        `the document allows what matches ${patternInWords(
          allowedPattern,
        )}, which cannot be checked here; the publication has to list the values that are allowed`,
      );
    }
    if (matches === 'no') {
      throw wrong(
        parameter,
        `expected what matches ${patternInWords(allowedPattern)}`,
      );
    }
  }
}

/**
 * Checks a value by everything that the document says of its parameter.
 *
 * @param options - `trusted`: what comes from the publication. Where we cannot
 * tell whether it matches the document's pattern, AWS is left to.
 * @returns the value in the type of the parameter: `'5'` for an Integer is 5.
 * @throws InputError naming the parameter and the rule.
 */
export function checkValue(
  parameter: DocumentParameter,
  value: ParameterValue,
  options: { trusted?: boolean } = {},
): ParameterValue {
  const typed = inType(parameter, value);
  const texts = textsOf(typed);
  checkResource(parameter, texts);
  checkLimits(parameter, typed);
  const { allowedPattern } = parameter;
  const leave =
    options.trusted &&
    allowedPattern &&
    matchesPattern(allowedPattern, texts) === 'unknown';
  checkAllowed(
    leave ? { ...parameter, allowedPattern: null } : parameter,
    texts,
  );
  return typed;
}
