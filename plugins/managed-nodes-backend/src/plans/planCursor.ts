import { InputError } from '@backstage/errors';
import { z } from 'zod';

const cursorSchema = z.object({
  /** Next run and id of the plan to continue after. */
  n: z.number(),
  i: z.string(),
});

/** Where in the plans a page starts. */
export type PlanCursor = z.infer<typeof cursorSchema>;

/** Writes a cursor as the opaque text callers hand back. */
export function encodePlanCursor(cursor: PlanCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/**
 * Reads a cursor.
 *
 * @throws InputError when it is none of ours.
 */
export function decodePlanCursor(text: string): PlanCursor {
  try {
    return cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString()),
    );
  } catch {
    throw new InputError('cursor: expected one that this API returned');
  }
}
