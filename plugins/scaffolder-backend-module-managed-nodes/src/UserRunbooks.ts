import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  ManagedNodesClient,
  RunbooksApi,
} from '@managed-nodes/plugin-managed-nodes-common';

/** What asks the backend in the name of somebody. */
export interface UserRunbooksOptions {
  auth: AuthService;
  discovery: DiscoveryService;
}

/**
 * Runbooks as the person sees them who started the task: each request carries
 * a new token in their name, as tasks can take longer than a token is valid.
 * The scaffolder's own rights are never used.
 *
 * @param credentials - gives those of the person
 */
export function runbooksOf(
  { auth, discovery }: UserRunbooksOptions,
  credentials: () => Promise<BackstageCredentials>,
): RunbooksApi {
  const client = ManagedNodesClient.create({
    discoveryApi: discovery,
    fetchApi: {
      fetch: async (input, init) => {
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: await credentials(),
          targetPluginId: 'managed-nodes',
        });
        const headers = new Headers(init?.headers);
        headers.set('authorization', `Bearer ${token}`);
        return fetch(input, { ...init, headers });
      },
    },
  });
  return client.runbooks;
}
