import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { isStorable } from './storable';

/** Where in the operations a page starts: when the one before began, and its id. */
export const operationCursor = z.object({ t: z.int(), i: z.uuid() });

/** Where in an operation's nodes a page starts: rank, title and id of the one before. */
export const nodeCursor = z.object({
  r: z.int32(),
  t: z.string().refine(isStorable),
  i: z.int32(),
});

/** Writes a cursor as the opaque text callers hand back. */
export function encodeCursor(cursor: object): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/**
 * Reads a cursor.
 *
 * @throws InputError when it is none of ours.
 */
export function decodeCursor<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new InputError('cursor: expected one that this API returned');
  }
}
