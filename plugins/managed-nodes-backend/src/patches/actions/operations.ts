import {
  operationNodePageSchema,
  operationNodeQuerySchema,
  operationOutputSchema,
  patchOperationPageSchema,
  patchOperationQuerySchema,
  patchOperationSchema,
  patchPreviewSchema,
  previewPatchSchema,
  startPatchSchema,
} from '@managed-nodes/plugin-managed-nodes-common';

const NODE_READ =
  'managed-nodes.node.read; the answer is narrowed to the nodes the caller may read';
const ACTION =
  'managed-nodes.node.read, and managed-nodes.patch.scan or managed-nodes.patch.install on each node; users only';

/** The operations of the API that are about scans and installs, by their ids. */
export const patchActionOperations = {
  previewPatch: {
    method: 'post' as const,
    path: '/patches/preview',
    summary: 'What a scan or install would do now; changes nothing',
    access: NODE_READ,
    body: previewPatchSchema,
    response: { status: 200, schema: patchPreviewSchema },
  },
  startPatch: {
    method: 'post' as const,
    path: '/patches/operations',
    summary: 'Starts a scan or install',
    access: ACTION,
    body: startPatchSchema,
    response: { status: 201, schema: patchOperationSchema },
  },
  listPatchOperations: {
    method: 'get' as const,
    path: '/patches/operations',
    summary: 'Scans and installs with a node the caller may read, newest first',
    access: NODE_READ,
    query: patchOperationQuerySchema,
    response: { status: 200, schema: patchOperationPageSchema },
  },
  getPatchOperation: {
    method: 'get' as const,
    path: '/patches/operations/{id}',
    summary: 'One scan or install',
    access: NODE_READ,
    response: { status: 200, schema: patchOperationSchema },
  },
  listPatchOperationNodes: {
    method: 'get' as const,
    path: '/patches/operations/{id}/nodes',
    summary: 'What became of the nodes of a scan or install',
    access: NODE_READ,
    query: operationNodeQuerySchema,
    response: { status: 200, schema: operationNodePageSchema },
  },
  getPatchOperationOutput: {
    method: 'get' as const,
    path: '/patches/operations/{id}/nodes/{node}/output',
    summary: 'What a node printed',
    access: NODE_READ,
    response: { status: 200, schema: operationOutputSchema },
  },
  cancelPatchOperation: {
    method: 'post' as const,
    path: '/patches/operations/{id}/cancel',
    summary: 'Cancels what has not ended of a scan or install',
    access: ACTION,
    response: { status: 200, schema: patchOperationSchema },
  },
};
