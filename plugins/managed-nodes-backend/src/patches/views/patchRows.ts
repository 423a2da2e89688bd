import {
  MissingPatch,
  MissingPatchQuery,
  Patch,
  PatchKind,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { whereAny } from '../../nodes/filters';

/** A row of `patches` as the database returns it. */
export interface PatchRow {
  id: number;
  digest: string;
  kb_id: string;
  title: string;
  classification: string | null;
  severity: string | null;
  kind: PatchKind;
  kind_rank: number;
  cves: string;
  released_at: number | string | null;
}

/** A patch with how many nodes lack it. */
export interface MissingPatchRow extends PatchRow {
  nodes: number | string;
  failed: number | string;
  pending: number | string;
  first_at: number | string;
  due_at: number | string | null;
}

/** What narrows patches, rather than nodes. */
export type PatchSelection = Pick<
  MissingPatchQuery,
  'text' | 'kind' | 'severity' | 'classification' | 'cve' | 'state'
>;

/** Milliseconds as the API writes them. */
export function timeOf(value: number | string): string {
  return new Date(Number(value)).toISOString();
}

/** A patch of the API. */
export function toPatch(row: PatchRow): Patch {
  return {
    id: row.digest,
    kbId: row.kb_id,
    title: row.title,
    classification: row.classification,
    severity: row.severity,
    kind: row.kind,
    cves: JSON.parse(row.cves),
    releasedAt: row.released_at === null ? null : timeOf(row.released_at),
  };
}

/** A missing patch of the API. */
export function toMissingPatch(row: MissingPatchRow): MissingPatch {
  return {
    ...toPatch(row),
    nodes: Number(row.nodes),
    failed: Number(row.failed),
    pendingReboot: Number(row.pending),
    oldestAt: timeOf(row.first_at),
    dueAt: row.due_at === null ? null : timeOf(row.due_at),
  };
}

function like(text: string): string {
  return `%${text.replace(/[\\%_]/g, match => `\\${match}`)}%`;
}

/** Whether a selection tells patches apart by more than their kind. */
export function isByPatch(selection: PatchSelection): boolean {
  const { text, severity, classification, cve } = selection;
  return Boolean(
    text?.trim() || severity?.length || classification?.length || cve?.length,
  );
}

/** Narrows a query over `patches`. */
export function wherePatch(
  query: Knex.QueryBuilder,
  { text, kind, severity, classification, cve }: PatchSelection,
): void {
  for (const word of (text ?? '').toLowerCase().split(/\s+/u)) {
    if (word) {
      query.whereRaw("patches.search_text LIKE ? ESCAPE '\\'", [like(word)]);
    }
  }
  if (kind?.length) {
    query.whereIn('patches.kind', kind);
  }
  whereAny(query, 'patches.severity', severity);
  whereAny(query, 'patches.classification', classification);
  if (cve?.length) {
    query.where(named => {
      for (const id of cve) {
        // A JSON list of texts without quotes in them, in upper case.
        named.orWhereRaw("patches.cves LIKE ? ESCAPE '\\'", [
          like(`"${id.toUpperCase()}"`),
        ]);
      }
    });
  }
}
