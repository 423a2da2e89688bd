import {
  createPatchExceptionSchema,
  patchExceptionPageSchema,
  patchExceptionQuerySchema,
  patchExceptionSchema,
} from '@managed-nodes/plugin-managed-nodes-common';

const EXCEPT =
  'managed-nodes.patch.except on the node, or on every node of the application; users only';

/** The operations of the API that are about exceptions, by their ids. */
export const exceptionOperations = {
  listPatchExceptions: {
    method: 'get' as const,
    path: '/patches/exceptions',
    summary: 'Exceptions about nodes the caller may read, soonest end first',
    access: 'managed-nodes.node.read',
    query: patchExceptionQuerySchema,
    response: { status: 200, schema: patchExceptionPageSchema },
  },
  createPatchException: {
    method: 'post' as const,
    path: '/patches/exceptions',
    summary: 'Excepts a node or an application from a patch for a while',
    access: EXCEPT,
    body: createPatchExceptionSchema,
    response: { status: 201, schema: patchExceptionSchema },
  },
  endPatchException: {
    method: 'post' as const,
    path: '/patches/exceptions/{id}/end',
    summary: 'Ends an exception before its time',
    access: EXCEPT,
    response: { status: 200, schema: patchExceptionSchema },
  },
};
