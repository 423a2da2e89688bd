import {
  PatchComplianceLevel,
  PatchDeploymentStatus,
  PatchFilter,
} from '@aws-sdk/client-ssm';
import { ApprovalRule, PatchBaseline } from './baselineTypes';
import { CataloguePatch } from './types';

const DAY = 86_400_000;

/** What a baseline says of a patch. */
export interface Approval {
  /** As of the moment that was asked about. */
  readonly status: PatchDeploymentStatus;
  readonly level: PatchComplianceLevel;
  /** Epoch milliseconds; also when it is still to come. */
  readonly approvedAt: number;
}

const GETTERS: Record<string, (patch: CataloguePatch) => string | undefined> = {
  PRODUCT: patch => patch.product.product,
  PRODUCT_FAMILY: patch => patch.product.productFamily,
  CLASSIFICATION: patch => patch.classification,
  SEVERITY: patch => patch.severity,
  MSRC_SEVERITY: patch => patch.severity,
  PATCH_ID: patch => patch.kbId,
  PATCH_SET: () => 'OS',
  NAME: patch => patch.name,
  ARCH: patch => patch.product.arch,
  REPOSITORY: patch => patch.product.repository,
  CVE_ID: () => undefined,
};
/** What Debian packages have and the catalogue does not tell: they pass. */
const UNKNOWN = ['PRIORITY', 'SECTION'];

/** Whether a patch passes a filter. */
export function passes(
  patch: CataloguePatch,
  { Key = 'PRODUCT', Values = [] }: PatchFilter,
): boolean {
  if (Values.includes('*') || UNKNOWN.includes(Key)) {
    return true;
  }
  if (Key === 'CVE_ID') {
    return patch.cves.some(cve => Values.includes(cve));
  }
  return Values.includes(GETTERS[Key]?.(patch) ?? '');
}

/** Whether a list of a baseline names a patch: a KB, a package, or a start of one before `*`. */
function names(list: readonly string[], { kbId, name, title }: CataloguePatch) {
  return list.some(entry =>
    entry.endsWith('*')
      ? (name ?? kbId).startsWith(entry.slice(0, -1))
      : [kbId, name, title].includes(entry),
  );
}

function applies(rule: ApprovalRule, patch: CataloguePatch): boolean {
  return (
    rule.filters.every(filter => passes(patch, filter)) &&
    (patch.product.family !== 'deb' ||
      rule.enableNonSecurity ||
      patch.kind !== 'other')
  );
}

function approvedBy(
  { approveAfterDays = 0, approveUntil }: ApprovalRule,
  { releasedAt }: CataloguePatch,
): number | undefined {
  if (approveUntil === undefined) {
    return releasedAt + approveAfterDays * DAY;
  }
  return releasedAt < Date.parse(approveUntil) + DAY ? releasedAt : undefined;
}

/** Whether a baseline never allows a patch. */
export function isRejected(
  baseline: PatchBaseline,
  patch: CataloguePatch,
): boolean {
  return names(baseline.rejectedPatches, patch);
}

/**
 * What a baseline says of a patch at a moment: the first of its rules that
 * applies approves it. Undefined when none ever does.
 *
 * @param now - epoch milliseconds
 */
export function approvalOf(
  baseline: PatchBaseline,
  patch: CataloguePatch,
  now: number,
): Approval | undefined {
  const { releasedAt } = patch;
  if (isRejected(baseline, patch)) {
    return {
      status: 'EXPLICIT_REJECTED',
      level: 'UNSPECIFIED',
      approvedAt: releasedAt,
    };
  }
  if (names(baseline.approvedPatches, patch)) {
    return {
      status: 'EXPLICIT_APPROVED',
      level: baseline.approvedLevel,
      approvedAt: releasedAt,
    };
  }
  if (!baseline.globalFilters.every(filter => passes(patch, filter))) {
    return undefined;
  }
  for (const rule of baseline.rules) {
    const approvedAt = applies(rule, patch)
      ? approvedBy(rule, patch)
      : undefined;
    if (approvedAt !== undefined) {
      return {
        status: approvedAt <= now ? 'APPROVED' : 'PENDING_APPROVAL',
        level: rule.level,
        approvedAt,
      };
    }
  }
  return undefined;
}
