import { AwsError } from './AwsError';
import { Shape } from './shapes';

const TYPE_NAMES: Record<string, string> = {
  string: 'STRING_VALUE',
  number: 'NUMBER_VALUE',
  boolean: 'TRUE_VALUE',
  object: 'START_OBJECT',
};

function mismatch(value: unknown, expected: string): never {
  const found = Array.isArray(value)
    ? 'START_ARRAY'
    : TYPE_NAMES[typeof value] ?? 'NULL_VALUE';
  throw new AwsError(
    'SerializationException',
    `${found} can not be converted to ${expected}`,
  );
}

/** Member names in AWS's validation messages start in lower case. */
export function memberPath(path: string, member: string): string {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return path ? `${path}.${name}` : name;
}

function decodeMembers(
  shape: Extract<Shape, { members: unknown }>,
  value: object,
  path: string,
  missing: string[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const member = shape.members.get(key);
    if (!member) {
      throw new AwsError(
        'SerializationException',
        `Unexpected field '${key}' in ${shape.name}`,
      );
    }
    if (item !== null && item !== undefined) {
      result[key] = decodeInput(
        member.shape(),
        item,
        memberPath(path, key),
        missing,
      );
    }
  }
  for (const member of shape.members.values()) {
    if (!member.required) {
      break;
    }
    if (result[member.name] === undefined) {
      missing.push(memberPath(path, member.name));
    }
  }
  return result;
}

/**
 * Reads a parsed request body as the service model describes it. Unlike AWS,
 * which ignores members it does not know, this refuses them: they are always
 * a mistake of the client.
 *
 * @param missing - collects the paths of required members that are not there
 * @throws AwsError SerializationException when a member is unknown or of the
 * wrong type.
 */
export function decodeInput(
  shape: Shape,
  value: unknown,
  path: string,
  missing: string[],
): unknown {
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? value : mismatch(value, 'String');
    case 'number':
      return typeof value === 'number' ? value : mismatch(value, 'Integer');
    case 'boolean':
      return typeof value === 'boolean' ? value : mismatch(value, 'Boolean');
    case 'timestamp':
      return typeof value === 'number'
        ? new Date(value * 1000)
        : mismatch(value, 'Timestamp');
    case 'list': {
      if (!Array.isArray(value)) {
        return mismatch(value, 'List');
      }
      const item = shape.value();
      return value.map((entry, index) =>
        decodeInput(item, entry, `${path}.${index + 1}.member`, missing),
      );
    }
    case 'map': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return mismatch(value, 'Map');
      }
      const item = shape.value();
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [
          key,
          decodeInput(item, entry, `${path}.${key}.member`, missing),
        ]),
      );
    }
    case 'structure':
    case 'union':
      return typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value)
        ? decodeMembers(shape, value, path, missing)
        : mismatch(value, shape.name);
    case 'unit':
      return {};
    default:
      return mismatch(value, shape.kind);
  }
}
