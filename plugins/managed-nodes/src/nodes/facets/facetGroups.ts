import { parseEntityRef } from '@backstage/catalog-model';
import { humanizeEntityRef } from '@backstage/plugin-catalog-react';
import {
  alarmStateSchema,
  environmentSchema,
  FacetName,
  monitoringStateSchema,
  NodeFilter,
  nodeResourceTypeSchema,
  nodeStatusSchema,
  patchAgeSchema,
  patchBucketSchema,
  patchReasonSchema,
  patchStandingSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  ALARM_WORDS,
  ENVIRONMENT_WORDS,
  MONITORING_WORDS,
  PATCH_AGE_WORDS,
  PATCH_BUCKET_WORDS,
  PATCH_REASON_WORDS,
  PATCH_STANDING_WORDS,
  RESOURCE_TYPE_WORDS,
  STATUS_WORDS,
} from '@managed-nodes/plugin-managed-nodes-react';

/** A group of the filter panel. */
export interface FacetGroup {
  name: FacetName;
  title: string;
  /** Only when that facet has a choice already: versions say little without a name. */
  under?: FacetName;
  /** Values in the order they are told in, instead of by count. */
  order?: string[];
  /** Values are entity refs. */
  entities?: boolean;
}

/** The worst first. */
const PATCH_ORDER = [
  'critical',
  'security',
  'other',
  'never-reported',
  'compliant',
];

/** The groups of the filter panel, what is asked most first. */
export const FACET_GROUPS: FacetGroup[] = [
  { name: 'status', title: 'Status', order: nodeStatusSchema.options },
  { name: 'patchBucket', title: 'Patches', order: PATCH_ORDER },
  { name: 'environment', title: 'Environment' },
  { name: 'application', title: 'Application', entities: true },
  { name: 'owner', title: 'Owner', entities: true },
  { name: 'platform', title: 'Operating system' },
  { name: 'platformVersion', title: 'Version', under: 'platform' },
  { name: 'account', title: 'Account' },
  { name: 'region', title: 'Region' },
  { name: 'resourceType', title: 'Kind' },
  {
    name: 'monitoring',
    title: 'Monitoring',
    order: monitoringStateSchema.options,
  },
  { name: 'alarm', title: 'Alarms', order: alarmStateSchema.options },
];

/** A condition that no facet counts. */
export type PatchCondition =
  | 'patchStanding'
  | 'patchReason'
  | 'patchAge'
  | 'patch'
  | 'patchName';

/** What else nodes can be narrowed by where their patches are concerned. */
export const PATCH_CONDITIONS: Array<{ name: PatchCondition; title: string }> =
  [
    { name: 'patchStanding', title: 'Patch policy' },
    { name: 'patchReason', title: 'Patches' },
    { name: 'patchAge', title: 'Patch report' },
    { name: 'patch', title: 'Lacks' },
    { name: 'patchName', title: 'Lacks' },
  ];

/** The conditions that may have several values. */
export type ListedCondition = FacetName | PatchCondition;

/** The facets to count. */
export const COUNTED_FACETS: FacetName[] = FACET_GROUPS.map(
  group => group.name,
);

function entityName(ref: string): string {
  try {
    const { kind } = parseEntityRef(ref);
    return humanizeEntityRef(parseEntityRef(ref), { defaultKind: kind });
  } catch {
    return ref;
  }
}

/** What a filter's value is called; patches and accounts by the names given. */
export function valueLabel(
  name: keyof NodeFilter,
  value: string,
  accountNames?: ReadonlyMap<string, string>,
  patchNames?: ReadonlyMap<string, string>,
): string {
  // None is a state of alarms like the others.
  if (value === 'none' && name !== 'alarm') {
    return 'None';
  }
  switch (name) {
    case 'monitoring': {
      const state = monitoringStateSchema.safeParse(value).data;
      return state ? MONITORING_WORDS[state] : value;
    }
    case 'alarm': {
      const state = alarmStateSchema.safeParse(value).data;
      return state ? ALARM_WORDS[state] : value;
    }
    case 'status': {
      const status = nodeStatusSchema.safeParse(value).data;
      return status ? STATUS_WORDS[status] : value;
    }
    case 'patchBucket': {
      const bucket = patchBucketSchema.safeParse(value).data;
      return bucket ? PATCH_BUCKET_WORDS[bucket] : value;
    }
    case 'patchStanding': {
      const standing = patchStandingSchema.safeParse(value).data;
      return standing ? PATCH_STANDING_WORDS[standing] : value;
    }
    case 'patchReason': {
      const reason = patchReasonSchema.safeParse(value).data;
      return reason ? PATCH_REASON_WORDS[reason] : value;
    }
    case 'patchAge': {
      const age = patchAgeSchema.safeParse(value).data;
      return age ? PATCH_AGE_WORDS[age] : value;
    }
    case 'patch':
      return patchNames?.get(value) ?? 'a certain patch';
    case 'environment': {
      const environment = environmentSchema.safeParse(value).data;
      return environment ? ENVIRONMENT_WORDS[environment] : value;
    }
    case 'resourceType': {
      const type = nodeResourceTypeSchema.safeParse(value).data;
      return type ? RESOURCE_TYPE_WORDS[type] : value;
    }
    case 'owner':
    case 'application':
    case 'relatedTo':
      return entityName(value);
    case 'account':
      return accountNames?.get(value) ?? value;
    default:
      return value;
  }
}

/** The values chosen for a condition, as text. */
export function chosenValues(
  filter: NodeFilter,
  name: ListedCondition,
): string[] {
  return filter[name] ?? [];
}

/** What changes when one more or one less value of a condition is chosen. */
export function toggled(
  filter: NodeFilter,
  name: ListedCondition,
  value: string,
): Partial<NodeFilter> {
  const chosen = chosenValues(filter, name);
  const next = chosen.includes(value)
    ? chosen.filter(other => other !== value)
    : [...chosen, value];
  return { [name]: next.length ? next : undefined };
}
