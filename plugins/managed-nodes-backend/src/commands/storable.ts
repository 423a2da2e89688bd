import { InputError } from '@backstage/errors';

/** Whether a text can be kept: PostgreSQL takes none with a NUL. */
export function isStorable(text: string): boolean {
  return !text.includes('\0');
}

/**
 * Hands on what a caller sent.
 *
 * @throws InputError when there is a text in it that cannot be kept.
 */
export function storable<T>(value: T): T {
  JSON.stringify(value, (key, item) => {
    if (!isStorable(key) || (typeof item === 'string' && !isStorable(item))) {
      throw new InputError('request: a text in it has a NUL character');
    }
    return item;
  });
  return value;
}
