import { PatchKind } from '@managed-nodes/plugin-managed-nodes-common';

/** What tells the kind of a patch. */
export interface PatchFacts {
  severity: string | null;
  classification: string | null;
  cves: string[];
}

/**
 * What the policy makes of a patch: critical where its severity says so,
 * security where its classification does or it names CVEs, other otherwise.
 */
export function patchKind({
  severity,
  classification,
  cves,
}: PatchFacts): PatchKind {
  if (severity?.toLowerCase() === 'critical') {
    return 'critical';
  }
  return cves.length || /security/i.test(classification ?? '')
    ? 'security'
    : 'other';
}
