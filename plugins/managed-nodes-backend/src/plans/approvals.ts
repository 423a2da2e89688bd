import { z } from 'zod';
import { patchKind } from '../nodes/patchKind';
import { items, moment, text, texts } from './parse';
import { ApprovalObservation, PatchName, ReleasedPatch } from './types';

const MOST_CVES = 100;

const effectiveSchema = z.object({
  Patch: z.object({
    Id: text(256),
    KbNumber: text(64),
    Name: text(256),
    Arch: text(32),
    Epoch: z.number().nullish().catch(null),
    Version: text(128),
    Release: text(128),
    Title: text(512),
    Classification: text(128),
    Severity: text(64),
    MsrcSeverity: text(64),
    CVEIds: texts(64, MOST_CVES),
    ReleaseDate: moment,
  }),
  PatchStatus: z
    .object({ DeploymentStatus: text(64), ApprovalDate: moment })
    .nullish()
    .catch(null),
});

type EffectivePatch = z.infer<typeof effectiveSchema>;

/**
 * The names that the reports of nodes have for a patch: the KB of Windows, the
 * package with its architecture of Linux.
 *
 * @returns undefined where it has no name at all.
 */
function nameOf({ Patch: patch }: EffectivePatch): PatchName | undefined {
  const dotted =
    patch.Name && patch.Arch ? `${patch.Name}.${patch.Arch}` : patch.Name;
  const kbId = patch.KbNumber ?? dotted ?? patch.Id;
  if (!kbId) {
    return undefined;
  }
  const version = [patch.Version, patch.Release].filter(Boolean).join('-');
  const title =
    patch.Title ??
    (version ? `${kbId}:${patch.Epoch ?? 0}:${version}` : kbId).slice(0, 512);
  return { kbId, title };
}

/** Reads a page of `DescribeEffectivePatchesForPatchBaseline`. */
export function readEffectivePatches(
  baselineId: string,
  page: unknown,
): { pending: ApprovalObservation[]; released: ReleasedPatch[] } {
  const pending: ApprovalObservation[] = [];
  const released: ReleasedPatch[] = [];
  for (const effective of items(effectiveSchema, 1000).parse(page)) {
    const name = nameOf(effective);
    if (name) {
      const { Patch: patch, PatchStatus: status } = effective;
      const releasedAt = patch.ReleaseDate;
      if (releasedAt !== null) {
        released.push({ ...name, releasedAt });
      }
      const approvedAt = status?.ApprovalDate ?? null;
      if (
        status?.DeploymentStatus === 'PENDING_APPROVAL' &&
        approvedAt !== null
      ) {
        const severity = patch.Severity ?? patch.MsrcSeverity;
        pending.push({
          ...name,
          baselineId,
          kind: patchKind({
            severity,
            classification: patch.Classification,
            cves: patch.CVEIds,
          }),
          severity,
          cves: patch.CVEIds,
          releasedAt,
          approvedAt,
        });
      }
    }
  }
  return { pending, released };
}
