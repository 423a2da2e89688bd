import { ContractViolationError } from './encode';
import { Shape } from './shapes';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
  '\n': '&#xA;',
  '\u0085': '&#x85;',
  '\u2028': '&#x2028;',
};

// Characters that XML 1.0 cannot hold at all, not even as references.
const FORBIDDEN = /(?![\t\n\r\u0080-\u009F])[\p{Cc}\uFFFE\uFFFF]/gu;

/** Escapes text for XML; what XML cannot carry becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(FORBIDDEN, '\uFFFD')
    .replace(/[&<>"\r\n\u0085\u2028]/g, found => ENTITIES[found]);
}

function fail(path: string, expected: string): never {
  throw new ContractViolationError(`${path}: expected ${expected}`);
}

function members(
  shape: Extract<Shape, { members: unknown }>,
  value: object,
  path: string,
): string {
  const known = new Map(Object.entries(value));
  let xml = '';
  for (const member of shape.members.values()) {
    const item: unknown = known.get(member.name);
    known.delete(member.name);
    const memberPath = `${path}.${member.name}`;
    if (item === undefined) {
      if (member.required) {
        fail(memberPath, 'a required member');
      }
      continue;
    }
    const name = member.xmlName ?? member.name;
    xml += `<${name}>${content(member.shape(), item, memberPath)}</${name}>`;
  }
  for (const [key, item] of known) {
    if (item !== undefined) {
      fail(`${path}.${key}`, `a member of ${shape.name}`);
    }
  }
  return xml;
}

function content(shape: Shape, value: unknown, path: string): string {
  switch (shape.kind) {
    case 'structure':
      return typeof value === 'object' && value !== null
        ? members(shape, value, path)
        : fail(path, `the structure ${shape.name}`);
    case 'list':
      return Array.isArray(value)
        ? value
            .map(
              item =>
                `<${shape.valueXmlName}>${content(
                  shape.value(),
                  item,
                  `${path}[]`,
                )}</${shape.valueXmlName}>`,
            )
            .join('')
        : fail(path, 'a list');
    case 'string':
      return typeof value === 'string' ? escapeXml(value) : fail(path, 'text');
    case 'number':
      return typeof value === 'number' ? String(value) : fail(path, 'a number');
    case 'boolean':
      return typeof value === 'boolean'
        ? String(value)
        : fail(path, 'a boolean');
    case 'timestamp':
      return value instanceof Date ? value.toISOString() : fail(path, 'a Date');
    default:
      return fail(path, `no ${shape.kind}`);
  }
}

/**
 * Writes the members of an output as XML, checking them against the service
 * model.
 *
 * @throws ContractViolationError when a member is unknown, missing or of the
 * wrong type.
 */
export function encodeXml(shape: Shape, value: object, path: string): string {
  return shape.kind === 'structure' ? members(shape, value, path) : '';
}
