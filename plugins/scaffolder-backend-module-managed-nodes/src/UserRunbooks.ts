import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ConsumedResponse, ResponseError } from '@backstage/errors';
import {
  ManagedNodesClient,
  RunbooksApi,
} from '@managed-nodes/plugin-managed-nodes-common';

/** What asks the backend in the name of somebody. */
export interface UserRunbooksOptions {
  auth: AuthService;
  discovery: DiscoveryService;
}

/** The backend's own words: tasks show nothing but the message. */
async function refusal(response: Response): Promise<ResponseError> {
  const error = await ResponseError.fromResponse(
    response as ConsumedResponse & Response,
  );
  error.message = `${error.cause.message} (${response.status})`;
  return error;
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
        const response = await fetch(input, { ...init, headers });
        if (!response.ok) {
          throw await refusal(response);
        }
        return response;
      },
    },
  });
  return client.runbooks;
}
