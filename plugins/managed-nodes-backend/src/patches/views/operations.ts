import {
  missingPatchPageSchema,
  missingPatchQuerySchema,
  patchComplianceQuerySchema,
  patchComplianceSchema,
  patchPlanQuerySchema,
  patchTrendQuerySchema,
  patchTrendSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { fileResponse } from '../../api/sendTable';

const NODE_READ =
  'managed-nodes.node.read; the answer is narrowed to the nodes the caller may read';

const missing = missingPatchQuerySchema.omit({ limit: true, cursor: true });

/** The operations of the API that show patches, by their ids. */
export const patchViewOperations = {
  getPatchCompliance: {
    method: 'get' as const,
    path: '/patches/compliance',
    summary: 'How nodes stand with the patch policy',
    access: NODE_READ,
    query: patchComplianceQuerySchema,
    response: { status: 200, schema: patchComplianceSchema },
  },
  getPatchTrend: {
    method: 'get' as const,
    path: '/patches/trend',
    summary: 'How nodes stood with the patch policy, day by day',
    access: NODE_READ,
    query: patchTrendQuerySchema,
    response: { status: 200, schema: patchTrendSchema },
  },
  listMissingPatches: {
    method: 'get' as const,
    path: '/patches/missing',
    summary: 'Patches that lack, each with how many nodes',
    access: NODE_READ,
    query: missingPatchQuerySchema,
    response: { status: 200, schema: missingPatchPageSchema },
  },
  exportPatchCompliance: {
    method: 'get' as const,
    path: '/export/patches/compliance.{format}',
    summary: 'Compliance and its breakdowns as csv or json, all rows',
    access: NODE_READ,
    query: patchComplianceQuerySchema,
    response: fileResponse,
  },
  exportMissingPatches: {
    method: 'get' as const,
    path: '/export/patches/missing.{format}',
    summary: 'Patches that lack as csv or json, streamed',
    access: NODE_READ,
    query: missing,
    response: fileResponse,
  },
  exportAffectedNodes: {
    method: 'get' as const,
    path: '/export/patches/affected.{format}',
    summary: 'Each patch on each node that lacks it as csv or json, streamed',
    access: NODE_READ,
    query: missing,
    response: fileResponse,
  },
  exportPatchPlans: {
    method: 'get' as const,
    path: '/export/patches/plans.{format}',
    summary: 'What will scan or patch nodes as csv or json, streamed',
    access: NODE_READ,
    query: patchPlanQuerySchema.omit({ limit: true, cursor: true }),
    response: fileResponse,
  },
};
