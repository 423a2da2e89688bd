import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  AbsentQuery,
  AbsentResult,
  ManagedNodesClient,
  ManagedNodesRequestOptions,
  NodeChangesPage,
  NodeChangesQuery,
  SkippedReport,
} from '@managed-nodes/plugin-managed-nodes-common';
import { NodeChangeFeed } from './NodeChangeFeed';

/** A request that takes longer is given up, so that it cannot hold up a run. */
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Backends are near one another, and mostly the same: to press a page together
 * and apart again takes longer than to send it.
 */
const fetchPlain: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('Accept-Encoding', 'identity');
  return fetch(input, { ...init, headers });
};

/** Asks the managed-nodes backend over HTTP, as the catalog plugin itself. */
export class RemoteNodeChangeFeed implements NodeChangeFeed {
  readonly #auth: AuthService;
  readonly #client: ManagedNodesClient;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }): RemoteNodeChangeFeed {
    return new RemoteNodeChangeFeed(
      options.auth,
      ManagedNodesClient.create({
        discoveryApi: options.discovery,
        fetchApi: { fetch: fetchPlain },
      }),
    );
  }

  private constructor(auth: AuthService, client: ManagedNodesClient) {
    this.#auth = auth;
    this.#client = client;
  }

  async getChanges(
    query: NodeChangesQuery,
    signal: AbortSignal,
  ): Promise<NodeChangesPage> {
    return this.#client.getChanges(query, await this.#options(signal));
  }

  async reportSkipped(
    report: SkippedReport,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#client.reportSkipped(report, await this.#options(signal));
  }

  async findAbsent(
    query: AbsentQuery,
    signal: AbortSignal,
  ): Promise<AbsentResult> {
    return this.#client.findAbsent(query, await this.#options(signal));
  }

  async #options(signal: AbortSignal): Promise<ManagedNodesRequestOptions> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'managed-nodes',
    });
    return {
      token,
      signal: AbortSignal.any([
        signal,
        AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ]),
    };
  }
}
