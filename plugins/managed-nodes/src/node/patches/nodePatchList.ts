import {
  NodePatch,
  PatchKind,
  PatchState,
  patchStateSchema,
} from '@managed-nodes/plugin-managed-nodes-common';

const KIND_RANKS: Record<PatchKind, number> = {
  critical: 0,
  security: 1,
  other: 2,
};

const STATES: PatchState[] = patchStateSchema.options;

/** How many patches there are in each state, what lacks first; states without any are left out. */
export function stateCounts(
  patches: NodePatch[],
): Array<{ state: PatchState; count: number }> {
  const counts = new Map<PatchState, number>();
  for (const { state } of patches) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return STATES.flatMap(state => {
    const count = counts.get(state);
    return count ? [{ state, count }] : [];
  });
}

/** The patches in a state and with a text in KB, title or CVE; what lacks first, then the gravest, then what is due first. */
export function selectPatches(
  patches: NodePatch[],
  { state, text }: { state?: PatchState; text: string },
): NodePatch[] {
  const words = text.toLocaleLowerCase('en-US').split(/\s+/).filter(Boolean);
  return patches
    .filter(patch => {
      const all = [patch.kbId, patch.title, ...patch.cves]
        .join(' ')
        .toLocaleLowerCase('en-US');
      return (
        (!state || patch.state === state) &&
        words.every(word => all.includes(word))
      );
    })
    .sort(
      (a, b) =>
        STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
        KIND_RANKS[a.kind] - KIND_RANKS[b.kind] ||
        (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9') ||
        a.kbId.localeCompare(b.kbId),
    );
}
