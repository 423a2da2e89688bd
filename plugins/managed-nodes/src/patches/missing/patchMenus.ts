import {
  MissingPatch,
  patchKindSchema,
  PatchState,
  patchStateSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  PATCH_KIND_WORDS,
  PATCH_STATE_WORDS,
} from '@managed-nodes/plugin-managed-nodes-react';
import { FacetOption } from '../../shared/CheckOption';
import { ListedPatchCondition, PatchConditions } from './missingView';

/** The states that make a node noncompliant. */
const LACKING: PatchState[] = [
  'MISSING',
  'FAILED',
  'INSTALLED_PENDING_REBOOT',
  'INSTALLED_REJECTED',
  'AVAILABLE_SECURITY_UPDATE',
];

/** As vendors rate patches, from the gravest. */
const SEVERITIES = [
  'Critical',
  'Important',
  'High',
  'Moderate',
  'Medium',
  'Low',
  'Unspecified',
];

/** What a condition is called. */
export const CONDITION_TITLES: Record<ListedPatchCondition, string> = {
  kind: 'Kind',
  severity: 'Severity',
  state: 'State',
  cve: 'CVE',
};

/** What the value of a condition is called. */
export function conditionLabel(
  name: ListedPatchCondition,
  value: string,
): string {
  if (name === 'kind') {
    const kind = patchKindSchema.safeParse(value).data;
    return kind ? PATCH_KIND_WORDS[kind] : value;
  }
  if (name === 'state') {
    const state = patchStateSchema.safeParse(value).data;
    return state ? PATCH_STATE_WORDS[state] : value;
  }
  return value;
}

/** The menus that narrow patches. The API does not count them, so they have no counts. */
export function patchMenus(
  conditions: PatchConditions,
  listed: MissingPatch[],
): Array<{
  name: ListedPatchCondition;
  label: string;
  options: FacetOption[];
}> {
  const menu = (name: ListedPatchCondition, values: string[]) => {
    const chosen: string[] = conditions[name] ?? [];
    return {
      name,
      label: CONDITION_TITLES[name],
      options: [...new Set([...values, ...chosen])].map(value => ({
        value,
        label: conditionLabel(name, value),
        chosen: chosen.includes(value),
      })),
    };
  };
  const severities = listed.flatMap(({ severity }) => severity ?? []);
  const rank = (severity: string) => {
    const index = SEVERITIES.indexOf(severity);
    return index < 0 ? SEVERITIES.length : index;
  };
  return [
    menu('kind', patchKindSchema.options),
    menu(
      'severity',
      [...new Set([...severities, ...(conditions.severity ?? [])])].sort(
        (a, b) => rank(a) - rank(b) || a.localeCompare(b),
      ),
    ),
    menu('state', LACKING),
    menu('cve', [...new Set(listed.flatMap(({ cves }) => cves))].sort()),
  ];
}
