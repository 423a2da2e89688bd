import {
  PatchBucket,
  PatchStanding,
} from '@managed-nodes/plugin-managed-nodes-common';
import { ResolvedFilter, Visibility } from '../../nodes/filters';
import { NodeCriteria, NodePredicate } from '../../nodes/predicates';

/** A column by which rows of a day are told apart. Named as in `nodes`. */
export type SnapshotColumn =
  | 'owner_ref'
  | 'system_ref'
  | 'component_ref'
  | 'environment'
  | 'platform_name'
  | 'account'
  | 'region';

/**
 * What the rows of a day are told apart by, fewest rows first. A question is
 * answered from the first that knows all it is about.
 */
export const GRAINS = {
  all: [],
  owner: ['owner_ref'],
  platform: ['environment', 'platform_name'],
  place: ['account', 'region'],
  app: ['owner_ref', 'system_ref', 'component_ref'],
  full: [
    'owner_ref',
    'system_ref',
    'component_ref',
    'environment',
    'platform_name',
    'account',
    'region',
  ],
} as const satisfies Record<string, readonly SnapshotColumn[]>;

/** A name of a grain as it is stored. */
export type Grain = keyof typeof GRAINS;

/** The columns that count nodes by bucket. */
export const BUCKET_COLUMNS: Record<PatchBucket, string> = {
  'never-reported': 'b_never_reported',
  critical: 'b_critical',
  security: 'b_security',
  other: 'b_other',
  compliant: 'b_compliant',
};

/** The columns that count nodes by standing. */
export const STANDING_COLUMNS: Record<PatchStanding, string> = {
  'never-reported': 's_never_reported',
  overdue: 's_overdue',
  stale: 's_stale',
  due: 's_due',
  excepted: 's_excepted',
  compliant: 's_compliant',
};

/** All columns that count nodes. */
export const COUNT_COLUMNS = [
  'nodes',
  ...Object.values(BUCKET_COLUMNS),
  ...Object.values(STANDING_COLUMNS),
];

type Field = Exclude<NodePredicate, { tag: string }>['field'];

const COLUMNS: Record<Field, SnapshotColumn[]> = {
  owner: ['owner_ref'],
  account: ['account'],
  region: ['region'],
  environment: ['environment'],
  platform: ['platform_name'],
  system: ['system_ref'],
  component: ['component_ref'],
  application: ['system_ref', 'component_ref'],
};

const FIELDS = Object.keys(COLUMNS) as Field[];

/** The columns that criteria are about; undefined where they are about tags. */
function columnsOf(criteria: NodeCriteria): SnapshotColumn[] | undefined {
  const combine = (parts: NodeCriteria[]) => {
    const columns = parts.map(columnsOf);
    return columns.every(part => part !== undefined)
      ? columns.flat()
      : undefined;
  };
  if ('allOf' in criteria) {
    return combine(criteria.allOf);
  }
  if ('anyOf' in criteria) {
    return combine(criteria.anyOf);
  }
  if ('not' in criteria) {
    return columnsOf(criteria.not);
  }
  return 'tag' in criteria ? undefined : COLUMNS[criteria.field];
}

/**
 * The grain with the fewest rows that can answer a question; undefined where
 * none can, as it is about tags.
 */
export function grainFor(
  filter: ResolvedFilter,
  visibility: Visibility,
): Grain | undefined {
  const columns = [
    'all' in visibility ? [] : columnsOf(visibility.criteria),
    filter.related ? columnsOf(filter.related) : [],
    ...FIELDS.filter(
      (field): field is Field & keyof ResolvedFilter =>
        field in filter && Boolean(filter[field as keyof ResolvedFilter]),
    ).map(field => COLUMNS[field]),
  ];
  if (!columns.every(part => part !== undefined)) {
    return undefined;
  }
  const wanted = columns.flat();
  return (Object.keys(GRAINS) as Grain[]).find(grain => {
    const known: readonly SnapshotColumn[] = GRAINS[grain];
    return wanted.every(column => known.includes(column));
  });
}
