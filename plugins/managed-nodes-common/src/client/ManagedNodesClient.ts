import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import {
  AbsentQuery,
  AbsentResult,
  absentResultSchema,
  NodeChangesPage,
  nodeChangesPageSchema,
  NodeChangesQuery,
  SkippedReport,
} from '../model/changes';
import {
  ManagedNode,
  managedNodeSchema,
  NodePage,
  nodePageSchema,
} from '../model/node';
import { NodeOverview, nodeOverviewSchema } from '../model/overview';
import {
  FacetName,
  Facets,
  facetsSchema,
  NodeFilter,
  NodeListRequest,
} from '../model/query';
import {
  HeldDecision,
  HeldDecisionResult,
  heldDecisionResultSchema,
  HeldNodes,
  heldNodesSchema,
  StartSync,
  SyncHealth,
  syncHealthSchema,
} from '../model/sync';
import {
  UnmanagedPage,
  unmanagedPageSchema,
  UnmanagedRequest,
} from '../model/unmanaged';
import { ManagedNodesApi, ManagedNodesRequestOptions } from './ManagedNodesApi';
import { toQueryString } from './queryString';

type Method = 'GET' | 'POST';

function heldPath(target: { account: string; region: string }): string {
  const { account, region } = target;
  return `/sync/targets/${encodeURIComponent(account)}/${encodeURIComponent(
    region,
  )}/held`;
}

function read<T extends z.ZodTypeAny>(
  path: string,
  schema: T,
  body: unknown,
): z.infer<T> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    // Usually a frontend and a backend of different versions.
    const [first, ...others] = parsed.error.issues;
    throw new Error(
      `The managed-nodes backend answered ${path} in an unknown form: ${first.path.join(
        '.',
      )}: ${first.message}${
        others.length ? `, and ${others.length} more` : ''
      }`,
    );
  }
  return parsed.data;
}

/**
 * Speaks to the managed-nodes backend, from a browser or another backend
 * plugin, and checks every answer against the contract.
 *
 * @public
 */
export class ManagedNodesClient implements ManagedNodesApi {
  readonly #discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetch: typeof fetch;

  static create(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }): ManagedNodesClient {
    return new ManagedNodesClient(options);
  }

  private constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetch = options.fetchApi
      ? (...args) => options.fetchApi!.fetch(...args)
      : (...args) => fetch(...args);
  }

  async listNodes(
    request: NodeListRequest = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<NodePage> {
    return this.#json(
      `/nodes${toQueryString(request)}`,
      nodePageSchema,
      options,
    );
  }

  async getNode(
    name: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<ManagedNode | undefined> {
    try {
      return await this.#json(
        `/nodes/${encodeURIComponent(name)}`,
        managedNodeSchema,
        options,
      );
    } catch (error) {
      if (error instanceof ResponseError && error.statusCode === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async getFacets(
    request: NodeFilter & { facet?: FacetName[] } = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<Facets> {
    return this.#json(
      `/facets${toQueryString(request)}`,
      facetsSchema,
      options,
    );
  }

  async getOverview(
    filter: NodeFilter = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<NodeOverview> {
    return this.#json(
      `/overview${toQueryString(filter)}`,
      nodeOverviewSchema,
      options,
    );
  }

  async exportNodes(
    filter: NodeFilter = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<Blob> {
    const response = await this.#send(
      'GET',
      `/export/nodes.csv${toQueryString(filter)}`,
      options,
    );
    return response.blob();
  }

  async getSyncHealth(
    options?: ManagedNodesRequestOptions,
  ): Promise<SyncHealth> {
    return this.#json('/sync', syncHealthSchema, options);
  }

  async startSync(
    request: StartSync = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<void> {
    await this.#send('POST', '/sync/start', options, request);
  }

  async getHeldNodes(
    target: { account: string; region: string },
    options?: ManagedNodesRequestOptions,
  ): Promise<HeldNodes> {
    return this.#json(heldPath(target), heldNodesSchema, options);
  }

  async decideHeld(
    target: { account: string; region: string },
    decision: HeldDecision,
    options?: ManagedNodesRequestOptions,
  ): Promise<HeldDecisionResult> {
    const path = heldPath(target);
    const response = await this.#send('POST', path, options, decision);
    return read(path, heldDecisionResultSchema, await response.json());
  }

  async listUnmanaged(
    request: UnmanagedRequest = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<UnmanagedPage> {
    return this.#json(
      `/unmanaged${toQueryString(request)}`,
      unmanagedPageSchema,
      options,
    );
  }

  /** For the catalog module; the backend accepts it from plugins only. */
  async getChanges(
    query: NodeChangesQuery,
    options?: ManagedNodesRequestOptions,
  ): Promise<NodeChangesPage> {
    return this.#json(
      `/changes${toQueryString(query)}`,
      nodeChangesPageSchema,
      options,
    );
  }

  /** For the catalog module; the backend accepts it from plugins only. */
  async reportSkipped(
    report: SkippedReport,
    options?: ManagedNodesRequestOptions,
  ): Promise<void> {
    await this.#send('POST', '/changes/skipped', options, report);
  }

  /** For the catalog module; the backend accepts it from plugins only. */
  async findAbsent(
    query: AbsentQuery,
    options?: ManagedNodesRequestOptions,
  ): Promise<AbsentResult> {
    const response = await this.#send(
      'POST',
      '/changes/absent',
      options,
      query,
    );
    return read('/changes/absent', absentResultSchema, await response.json());
  }

  async #json<T extends z.ZodTypeAny>(
    path: string,
    schema: T,
    options?: ManagedNodesRequestOptions,
  ): Promise<z.infer<T>> {
    const response = await this.#send('GET', path, options);
    return read(path, schema, await response.json());
  }

  async #send(
    method: Method,
    path: string,
    options?: ManagedNodesRequestOptions,
    body?: unknown,
  ): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('managed-nodes');
    const response = await this.#fetch(`${baseUrl}${path}`, {
      method,
      signal: options?.signal,
      headers: {
        ...(options?.token && { authorization: `Bearer ${options.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}
