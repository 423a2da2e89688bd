import { ResponseError } from '@backstage/errors';
import { ManagedNodesApi } from '@managed-nodes/plugin-managed-nodes-common';
import { QueryClient } from '@tanstack/react-query';

const clients = new WeakMap<ManagedNodesApi, QueryClient>();

/** Asking again does not help when the backend understood and refused. */
function mayRetry(failures: number, error: Error): boolean {
  if (error instanceof ResponseError && error.statusCode < 500) {
    return false;
  }
  return failures < 1;
}

/**
 * The cache that belongs to an API instance. Keeping it there, not in a React
 * context, lets our hooks work anywhere in anybody's portal, next to whatever
 * react-query provider that portal may have.
 */
export function queryClientOf(api: ManagedNodesApi): QueryClient {
  let client = clients.get(api);
  if (!client) {
    client = new QueryClient({
      defaultOptions: {
        queries: {
          staleTime: 15_000,
          gcTime: 5 * 60_000,
          retry: mayRetry,
          retryDelay: 500,
        },
      },
    });
    clients.set(api, client);
  }
  return client;
}
