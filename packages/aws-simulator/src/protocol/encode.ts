import { Shape } from './shapes';

/**
 * A response that the service's own model does not allow: a defect of the
 * simulator, never of its client.
 */
export class ContractViolationError extends Error {
  override name = 'ContractViolationError';
}

function violation(path: string, expected: string, value: unknown): never {
  throw new ContractViolationError(
    `${path}: expected ${expected}, got ${
      value === null ? 'null' : typeof value
    }`,
  );
}

function encodeMembers(
  shape: Extract<Shape, { members: unknown }>,
  value: object,
  path: string,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  let present = 0;
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) {
      continue;
    }
    const member = shape.members.get(key);
    if (!member) {
      violation(`${path}.${key}`, `a member of ${shape.name}`, item);
    }
    result[key] = encodeJson(member.shape(), item, `${path}.${key}`);
    present += 1;
  }
  if (shape.kind === 'union' && present !== 1) {
    violation(path, `exactly one member of the union ${shape.name}`, value);
  }
  for (const member of shape.members.values()) {
    if (!member.required) {
      // Required members come first.
      break;
    }
    if (result[member.name] === undefined) {
      violation(`${path}.${member.name}`, 'a required member', undefined);
    }
  }
  return result;
}

/**
 * Turns an output into what awsJson puts on the wire (timestamps as epoch
 * seconds), checking every member against the service model on the way. Doing
 * both in one walk is what makes checking every response affordable.
 *
 * @throws ContractViolationError when a member is unknown, missing or of the
 * wrong type.
 */
export function encodeJson(
  shape: Shape,
  value: unknown,
  path: string,
): unknown {
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? value : violation(path, 'text', value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
        ? value
        : violation(path, 'a number', value);
    case 'boolean':
      return typeof value === 'boolean'
        ? value
        : violation(path, 'a boolean', value);
    case 'timestamp':
      return value instanceof Date && Number.isFinite(value.getTime())
        ? value.getTime() / 1000
        : violation(path, 'a Date', value);
    case 'list': {
      if (!Array.isArray(value)) {
        return violation(path, 'a list', value);
      }
      const item = shape.value();
      const itemPath = `${path}[]`;
      return value.map(entry => encodeJson(item, entry, itemPath));
    }
    case 'map': {
      if (typeof value !== 'object' || value === null) {
        return violation(path, 'a map', value);
      }
      const item = shape.value();
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [
          key,
          encodeJson(item, entry, `${path}.${key}`),
        ]),
      );
    }
    case 'structure':
    case 'union':
      return typeof value === 'object' && value !== null
        ? encodeMembers(shape, value, path)
        : violation(path, `the structure ${shape.name}`, value);
    case 'unit':
      return {};
    default:
      return violation(path, `no ${shape.kind}`, value);
  }
}
