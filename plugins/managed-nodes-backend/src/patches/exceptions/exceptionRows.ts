import { InputError } from '@backstage/errors';
import { PatchException } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { cleanText } from '../../nodes/text';

/** What an exception is about: a node, or all nodes of an application. */
export type ExceptionSubject = Pick<PatchException, 'scope' | 'subject'>;

/** A row of `patch_exceptions` as the database returns it. */
export interface ExceptionRow {
  id: string;
  scope: 'node' | 'application';
  subject: string;
  patch: string;
  reason: string;
  until: number | string;
  created_by: string;
  created_at: number | string;
  ended_at: number | string | null;
  ended_by: string | null;
}

/** The same with the title of the node it is about. */
export type TitledRow = ExceptionRow & { subject_title?: string | null };

const cursorSchema = z.tuple([z.number().int(), z.uuid()]);

function time(value: number | string): string {
  return new Date(Number(value)).toISOString();
}

function stateOf(row: ExceptionRow, now: number): PatchException['state'] {
  if (row.ended_at !== null) {
    return 'ended';
  }
  return Number(row.until) <= now ? 'expired' : 'active';
}

/** An exception of the API. */
export function present(row: TitledRow, now: number): PatchException {
  return {
    id: row.id,
    scope: row.scope,
    subject: row.subject,
    subjectTitle: row.subject_title ?? null,
    patch: row.patch,
    reason: row.reason,
    until: time(row.until),
    createdBy: row.created_by,
    createdAt: time(row.created_at),
    endedAt: row.ended_at === null ? null : time(row.ended_at),
    endedBy: row.ended_by,
    state: stateOf(row, now),
  };
}

/**
 * What people wrote, without what cannot be seen.
 *
 * @throws InputError when nothing is left.
 */
export function readText(field: string, text: string, max: number): string {
  const clean = cleanText(text, max);
  if (!clean) {
    throw new InputError(`${field}: expected some text`);
  }
  return clean;
}

/** What an exception is from, spelled as patches are. */
export function readPatch(text: string): string {
  const patch = readText('patch', text, 256);
  return /^cve-/i.test(patch) ? patch.toUpperCase() : patch;
}

/** Puts the end of a page into a cursor. */
export function encodeCursor(last: ExceptionRow): string {
  return Buffer.from(JSON.stringify([Number(last.until), last.id])).toString(
    'base64url',
  );
}

/** @throws InputError when it is none of ours. */
export function decodeCursor(cursor: string): [number, string] {
  try {
    return cursorSchema.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString()),
    );
  } catch {
    throw new InputError('cursor: expected one that this API returned');
  }
}

/** The nodes that an exception is about, whoever may see them. */
export function nodesOf(
  knex: Knex,
  { scope, subject }: ExceptionSubject,
): Knex.QueryBuilder {
  return knex('nodes').where(about =>
    scope === 'node'
      ? about.where('nodes.name', subject)
      : about
          .where('nodes.system_ref', subject)
          .orWhere('nodes.component_ref', subject),
  );
}
