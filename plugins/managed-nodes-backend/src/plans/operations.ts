import {
  nodeFilterSchema,
  nodePatchPlanSchema,
  patchPlanPageSchema,
  patchPlanQuerySchema,
  pendingApprovalsSchema,
} from '@managed-nodes/plugin-managed-nodes-common';

const NODE_READ =
  'managed-nodes.node.read; the answer is narrowed to the nodes the caller may read';

/** The operations of the API that are about plans to patch, by their ids. */
export const planOperations = {
  listPatchPlans: {
    method: 'get' as const,
    path: '/patches/plans',
    summary: 'What will scan or patch nodes, next run first',
    access: NODE_READ,
    query: patchPlanQuerySchema,
    response: { status: 200, schema: patchPlanPageSchema },
  },
  getNodePatchPlan: {
    method: 'get' as const,
    path: '/nodes/{name}/patch-plan',
    summary: 'How and when a node is patched',
    access: NODE_READ,
    response: { status: 200, schema: nodePatchPlanSchema },
  },
  listPendingApprovals: {
    method: 'get' as const,
    path: '/patches/pending-approvals',
    summary: 'What patch baselines will approve, soonest first',
    access: NODE_READ,
    query: nodeFilterSchema,
    response: { status: 200, schema: pendingApprovalsSchema },
  },
};
