import { z } from 'zod';
import { items, text, texts, whole } from './parse';
import { BaselineObservation } from './types';

/** More than AWS allows. */
const MOST_RULES = 50;
const MOST_PATCHES = 200;
const MOST_GROUPS = 200;

const ruleSchema = z.object({
  PatchFilterGroup: z.object({
    PatchFilters: items(
      z.object({ Key: z.string(), Values: texts(128, 50) }),
      20,
    ),
  }),
  ComplianceLevel: text(32),
  ApproveAfterDays: whole(0, 3650),
  ApproveUntilDate: text(32),
  EnableNonSecurity: z.boolean().nullish().catch(null),
});

const baselineSchema = z.object({
  Name: text(256),
  OperatingSystem: text(64),
  Description: text(1024),
  ApprovalRules: z
    .object({ PatchRules: items(ruleSchema, MOST_RULES) })
    .nullish()
    .catch(null),
  ApprovedPatches: texts(256, MOST_PATCHES),
  RejectedPatches: texts(256, MOST_PATCHES),
});

const identitySchema = z.object({
  BaselineId: z.string().min(1).max(256),
  DefaultBaseline: z.boolean().nullish().catch(null),
});

const mappingSchema = z.object({
  PatchGroup: text(256),
  BaselineIdentity: z.object({ BaselineId: z.string().min(1).max(256) }),
});

/** A baseline as listings name it. */
export interface BaselineIdentity {
  /** What AWS calls it: the ARN of one of its own, the id of others. */
  reference: string;
  id: string;
  defaultBaseline: boolean;
  predefined: boolean;
}

/** The id of a baseline, from it or from its ARN. */
export function baselineIdOf(reference: string): string {
  return (text(256).parse(reference) ?? '')
    .slice(reference.lastIndexOf('/') + 1)
    .slice(0, 128);
}

/** Reads a page of `DescribePatchBaselines`. */
export function readIdentities(
  page: unknown,
  predefined: boolean,
): BaselineIdentity[] {
  return items(identitySchema, 1000)
    .parse(page)
    .map(({ BaselineId, DefaultBaseline }) => ({
      reference: BaselineId,
      id: baselineIdOf(BaselineId),
      defaultBaseline: DefaultBaseline === true,
      predefined,
    }));
}

/** Reads a page of `DescribePatchGroups`: which baseline a patch group has. */
export function readPatchGroups(
  page: unknown,
): Array<{ group: string; baselineId: string }> {
  return items(mappingSchema, 1000)
    .parse(page)
    .flatMap(({ PatchGroup: group, BaselineIdentity }) =>
      group
        ? [{ group, baselineId: baselineIdOf(BaselineIdentity.BaselineId) }]
        : [],
    );
}

function titleCase(value: string): string {
  return value.charAt(0) + value.slice(1).toLowerCase();
}

function whenApproved(rule: z.infer<typeof ruleSchema>): string {
  if (rule.ApproveUntilDate) {
    return `approved when released by ${rule.ApproveUntilDate}`;
  }
  const days = rule.ApproveAfterDays ?? 0;
  if (days === 0) {
    return 'approved at once';
  }
  return `approved ${days} ${days === 1 ? 'day' : 'days'} after release`;
}

const FILTER_NAMES: Record<string, string> = {
  CLASSIFICATION: 'classification',
  SEVERITY: 'severity',
  MSRC_SEVERITY: 'severity',
  PRODUCT: 'product',
  PRODUCT_FAMILY: 'product family',
  PATCH_SET: 'patch set',
  PATCH_ID: 'patch',
};

/** E.g. `Classification Security, severity Critical or Important: approved 7 days after release, reported as Critical`. */
function ruleInWords(rule: z.infer<typeof ruleSchema>): string {
  const filters = rule.PatchFilterGroup.PatchFilters.filter(
    ({ Values }) => Values.length && !Values.includes('*'),
  ).map(
    ({ Key, Values }) =>
      `${FILTER_NAMES[Key] ?? Key.toLowerCase()} ${Values.join(' or ')}`,
  );
  const level = rule.ComplianceLevel;
  const said = [
    `${filters.join(', ') || 'all patches'}: ${whenApproved(rule)}`,
    ...(level && level !== 'UNSPECIFIED'
      ? [`reported as ${titleCase(level)}`]
      : []),
    ...(rule.EnableNonSecurity ? ['other updates included'] : []),
  ].join(', ');
  return text(1024).parse(said.charAt(0).toUpperCase() + said.slice(1))!;
}

/** Reads what `GetPatchBaseline` says of a baseline. */
export function readBaseline(
  identity: BaselineIdentity,
  answer: unknown,
  patchGroups: string[],
): BaselineObservation {
  const baseline = baselineSchema.parse(answer);
  return {
    id: identity.id,
    name: baseline.Name ?? identity.id,
    details: {
      description: baseline.Description,
      // AWS's own default.
      operatingSystem: baseline.OperatingSystem ?? 'WINDOWS',
      predefined: identity.predefined,
      defaultBaseline: identity.defaultBaseline,
      rules: (baseline.ApprovalRules?.PatchRules ?? []).map(ruleInWords),
      approvedPatches: baseline.ApprovedPatches,
      rejectedPatches: baseline.RejectedPatches,
      patchGroups: [...new Set(patchGroups)].sort().slice(0, MOST_GROUPS),
    },
  };
}
