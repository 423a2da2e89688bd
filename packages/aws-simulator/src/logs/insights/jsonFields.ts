import { Value } from './values';

function textOf(value: unknown): Value {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return String(value);
    case 'boolean':
      return value ? '1' : '0';
    default:
      return value === null || value === undefined
        ? undefined
        : JSON.stringify(value);
  }
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/**
 * A field of a line in JSON. Dots lead into objects and lists, unless there is
 * a field with such a name.
 */
export function jsonField(json: unknown, field: string): Value {
  const direct = memberOf(json, field);
  return textOf(
    direct === undefined ? field.split('.').reduce(memberOf, json) : direct,
  );
}
