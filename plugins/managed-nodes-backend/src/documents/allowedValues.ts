import { ParameterValue } from '@managed-nodes/plugin-managed-nodes-common';
import { isDeepStrictEqual } from 'node:util';

/** Whether two values are the same to AWS, which gets `5` and `'5'` alike. */
function isSame(one: unknown, other: unknown): boolean {
  return typeof one === 'object' || typeof other === 'object'
    ? isDeepStrictEqual(one, other)
    : String(one) === String(other);
}

/**
 * Whether a value is one of those that a publication allows, or a list of
 * nothing but those.
 */
export function isAllowed(value: unknown, allowed: ParameterValue[]): boolean {
  return (
    allowed.some(one => isSame(one, value)) ||
    (Array.isArray(value) &&
      value.length > 0 &&
      value.every(item => allowed.some(one => isSame(one, item))))
  );
}
