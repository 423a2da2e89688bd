import { z } from 'zod';
import { flag, many } from './many';
import {
  alarmStateSchema,
  environmentSchema,
  monitoringStateSchema,
  nodeResourceTypeSchema,
  nodeStatusSchema,
  patchAgeSchema,
  patchBucketSchema,
  patchReasonSchema,
  patchStandingSchema,
} from './vocabulary';

const word = z.string().min(1).max(256);

/**
 * What narrows a set of nodes. Values of one field are alternatives, but for
 * `tag`, of which all must hold; fields must all hold. The same names are used in the API's query string, in the
 * pages' URLs and in this type. Nodes that left are only included when
 * `status` asks for `left`.
 *
 * @public
 */
export const nodeFilterSchema = z.object({
  /** Free text: every word must occur in title, node id, computer name, IP, account, owner or application. */
  q: z.string().max(256).optional(),
  /** Names of nodes. */
  name: many(word),
  /** Entity refs of Groups or Users. */
  owner: many(word),
  /** Entity refs of Systems or Components. */
  application: many(word),
  environment: many(environmentSchema),
  /** Operating system name as Systems Manager says it, e.g. `Ubuntu`. `none` for nodes that have none. */
  platform: many(word),
  platformVersion: many(word),
  account: many(word),
  region: many(word),
  status: many(nodeStatusSchema),
  patchBucket: many(patchBucketSchema),
  patchStanding: many(patchStandingSchema),
  patchReason: many(patchReasonSchema),
  /** Age of the last patch report. */
  patchAge: many(patchAgeSchema),
  /** Ids of patches that lack (`id` of a missing patch). */
  patch: many(word),
  /** KBs or packages, or CVEs, that lack. */
  patchName: many(word),
  resourceType: many(nodeResourceTypeSchema),
  /** Whether the CloudWatch agent reports. */
  monitoring: many(monitoringStateSchema),
  /** The worst state among its alarms. */
  alarm: many(alarmStateSchema),
  /** `key` (has the tag) or `key=value`. */
  tag: many(z.string().min(1).max(512)),
  unclaimed: flag,
  agentOutdated: flag,
  /** Any catalog entity: nodes that belong to that Component, System, Domain, Group or User. */
  relatedTo: word.optional(),
});

/** @public */
export type NodeFilter = z.infer<typeof nodeFilterSchema>;

/** @public */
export const nodeSortFieldSchema = z.enum([
  'title',
  'status',
  'owner',
  'application',
  'environment',
  'platform',
  'account',
  'region',
  'agentVersion',
  'lastPing',
  'patch',
  'patchDue',
  'patchReport',
  'firstSeen',
]);

/** @public */
export type NodeSortField = z.infer<typeof nodeSortFieldSchema>;

/** The most rows a page may have. @public */
export const MAX_PAGE_SIZE = 200;

/**
 * A list request: a filter, a sort and a place to continue from.
 *
 * @public
 */
export const nodeListQuerySchema = nodeFilterSchema.extend({
  sort: nodeSortFieldSchema.default('title'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(50),
  cursor: z.string().max(2048).optional(),
});

/** @public */
export type NodeListQuery = z.infer<typeof nodeListQuerySchema>;

/** What a caller writes: everything optional. @public */
export type NodeListRequest = z.input<typeof nodeListQuerySchema> & NodeFilter;

/** @public */
export const facetNameSchema = z.enum([
  'owner',
  'application',
  'environment',
  'platform',
  'platformVersion',
  'account',
  'region',
  'status',
  'patchBucket',
  'resourceType',
  'monitoring',
  'alarm',
]);

/** @public */
export type FacetName = z.infer<typeof facetNameSchema>;

/** @public */
export const facetQuerySchema = nodeFilterSchema.extend({
  facet: many(facetNameSchema),
});

/** @public */
export type FacetQuery = z.infer<typeof facetQuerySchema>;

/**
 * Counts by value, largest first, empty values absent. Each facet is counted
 * under all filters but its own, so that a second value can be chosen.
 *
 * @public
 */
export const facetsSchema = z.object({
  facets: z.partialRecord(
    facetNameSchema,
    z.array(
      z.object({
        value: z.string(),
        /** What people call the value, where it is known: the name of an account. */
        label: z.string().optional(),
        count: z.number().int().nonnegative(),
      }),
    ),
  ),
});

/** @public */
export type Facets = z.infer<typeof facetsSchema>;
