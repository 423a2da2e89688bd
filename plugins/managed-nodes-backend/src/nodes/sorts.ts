import { InputError } from '@backstage/errors';
import { NodeSortField } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { z } from 'zod';

/** The columns that can be sorted by; ties are broken by id. */
export const SORT_COLUMNS: Record<NodeSortField, string> = {
  title: 'nodes.sort_title',
  status: 'nodes.status',
  owner: 'nodes.owner_ref',
  application: "COALESCE(nodes.system_ref, nodes.component_ref, '')",
  environment: 'nodes.environment',
  platform:
    "COALESCE(nodes.platform_name, '') || ' ' || COALESCE(nodes.platform_version, '')",
  account: 'nodes.account',
  region: 'nodes.region',
  agentVersion: "COALESCE(nodes.agent_version_sort, '')",
  lastPing: 'COALESCE(node_beats.last_ping_at, 0)',
  patch: 'nodes.patch_rank',
  // Those that nothing is due on come last; as large as a number can be.
  patchDue: 'COALESCE(nodes.patch_due_at, 9007199254740991)',
  patchReport: 'COALESCE(nodes.patch_operation_at, 0)',
  firstSeen: 'nodes.first_seen_at',
};

const cursorSchema = z.object({
  /** Sort field and order the cursor belongs to. */
  s: z.string(),
  o: z.enum(['asc', 'desc']),
  /** Sort value and id of the row to continue from. */
  v: z.union([z.string(), z.number()]),
  i: z.number().int(),
  /** Whether the page lies before that row rather than after it. */
  b: z.boolean(),
});

/** Where in a sorted list a page starts. */
export type Cursor = z.infer<typeof cursorSchema>;

/** Writes a cursor as the opaque text callers hand back. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/**
 * Reads a cursor.
 *
 * @throws InputError when it is none of ours, or belongs to another sort.
 */
export function decodeCursor(
  text: string,
  sort: string,
  order: 'asc' | 'desc',
): Cursor {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw new InputError('cursor: expected one that this API returned');
  }
  const parsed = cursorSchema.safeParse(json);
  if (!parsed.success) {
    throw new InputError('cursor: expected one that this API returned');
  }
  if (parsed.data.s !== sort || parsed.data.o !== order) {
    throw new InputError(
      `cursor: belongs to sort=${parsed.data.s}&order=${parsed.data.o}`,
    );
  }
  return parsed.data;
}

/** Sorts a query by a column and lets it start at the cursor. */
export function applySort(
  query: Knex.QueryBuilder,
  column: string,
  order: 'asc' | 'desc',
  cursor: Cursor | undefined,
): void {
  const ascending = (order === 'asc') !== Boolean(cursor?.b);
  if (cursor) {
    query.whereRaw(`(${column}, nodes.id) ${ascending ? '>' : '<'} (?, ?)`, [
      cursor.v,
      cursor.i,
    ]);
  }
  const direction = ascending ? 'asc' : 'desc';
  query.orderByRaw(`${column} ${direction}, nodes.id ${direction}`);
}
