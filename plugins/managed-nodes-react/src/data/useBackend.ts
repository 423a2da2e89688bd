import { useApi } from '@backstage/core-plugin-api';
import { managedNodesApiRef } from './managedNodesApiRef';
import { queryClientOf } from './queryClient';

/** The API and the cache that belongs to it. */
export function useBackend() {
  const api = useApi(managedNodesApiRef);
  return { api, client: queryClientOf(api) };
}
