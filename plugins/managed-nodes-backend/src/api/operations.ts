import {
  absentQuerySchema,
  absentResultSchema,
  facetQuerySchema,
  facetsSchema,
  managedNodeSchema,
  nodeChangesPageSchema,
  nodeChangesQuerySchema,
  nodeFilterSchema,
  nodeListQuerySchema,
  nodeOverviewSchema,
  nodePageSchema,
  skippedReportSchema,
  heldDecisionResultSchema,
  heldDecisionSchema,
  heldNodesSchema,
  startSyncSchema,
  syncHealthSchema,
  unmanagedPageSchema,
  unmanagedQuerySchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { z } from 'zod';

/** One operation of the REST API: what the router checks and the OpenAPI document says. */
export interface Operation {
  method: 'get' | 'post';
  path: string;
  summary: string;
  /** Who may call it, in words. */
  access: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  response: { status: number; schema?: z.ZodType; contentType?: string };
}

const NODE_READ =
  'managed-nodes.node.read; the answer is narrowed to the nodes the caller may read';
const SYNC_MANAGE = 'managed-nodes.sync.manage';
const PLUGINS = 'other backend plugins only';

/** Every operation of the API by its id. */
export const operations = {
  listNodes: {
    method: 'get',
    path: '/nodes',
    summary: 'One page of nodes',
    access: NODE_READ,
    query: nodeListQuerySchema,
    response: { status: 200, schema: nodePageSchema },
  },
  getNode: {
    method: 'get',
    path: '/nodes/{name}',
    summary: 'One node, also when it left',
    access: NODE_READ,
    response: { status: 200, schema: managedNodeSchema },
  },
  getFacets: {
    method: 'get',
    path: '/facets',
    summary: 'Counts of nodes by value',
    access: NODE_READ,
    query: facetQuerySchema,
    response: { status: 200, schema: facetsSchema },
  },
  getOverview: {
    method: 'get',
    path: '/overview',
    summary: 'Headline counts',
    access: NODE_READ,
    query: nodeFilterSchema,
    response: { status: 200, schema: nodeOverviewSchema },
  },
  exportNodes: {
    method: 'get',
    path: '/export/nodes.csv',
    summary: 'The filtered nodes as CSV, streamed',
    access: NODE_READ,
    query: nodeFilterSchema,
    response: { status: 200, contentType: 'text/csv' },
  },
  getSyncHealth: {
    method: 'get',
    path: '/sync',
    summary: 'How the sync of every target is doing',
    access: 'managed-nodes.sync.read',
    response: { status: 200, schema: syncHealthSchema },
  },
  startSync: {
    method: 'post',
    path: '/sync/start',
    summary: 'Asks for a sync now, of all targets or of those given',
    access: SYNC_MANAGE,
    body: startSyncSchema,
    response: { status: 202 },
  },
  getHeldNodes: {
    method: 'get',
    path: '/sync/targets/{account}/{region}/held',
    summary: "The nodes a target's last listing did not show and that are kept",
    access: SYNC_MANAGE,
    response: { status: 200, schema: heldNodesSchema },
  },
  decideHeld: {
    method: 'post',
    path: '/sync/targets/{account}/{region}/held',
    summary: 'Lets held nodes go, or keeps them',
    access: SYNC_MANAGE,
    body: heldDecisionSchema,
    response: { status: 200, schema: heldDecisionResultSchema },
  },
  listUnmanaged: {
    method: 'get',
    path: '/unmanaged',
    summary: 'EC2 instances that Systems Manager does not manage',
    access: NODE_READ,
    query: unmanagedQuerySchema,
    response: { status: 200, schema: unmanagedPageSchema },
  },
  getChanges: {
    method: 'get',
    path: '/changes',
    summary: 'Identity changes in revision order',
    access: PLUGINS,
    query: nodeChangesQuerySchema,
    response: { status: 200, schema: nodeChangesPageSchema },
  },
  reportSkipped: {
    method: 'post',
    path: '/changes/skipped',
    summary: 'Notes which nodes a consumer could not take over',
    access: PLUGINS,
    body: skippedReportSchema,
    response: { status: 204 },
  },
  findAbsent: {
    method: 'post',
    path: '/changes/absent',
    summary: 'Which of these nodes are gone',
    access: PLUGINS,
    body: absentQuerySchema,
    response: { status: 200, schema: absentResultSchema },
  },
  getOpenApi: {
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    access: 'any signed-in user',
    response: { status: 200, schema: z.record(z.string(), z.unknown()) },
  },
} satisfies Record<string, Operation>;

/** @internal */
export type OperationId = keyof typeof operations;
