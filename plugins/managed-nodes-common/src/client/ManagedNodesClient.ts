import { ResponseError } from '@backstage/errors';
import {
  AbsentQuery,
  AbsentResult,
  absentResultSchema,
  NodeChangesPage,
  nodeChangesPageSchema,
  NodeChangesQuery,
  SkippedReport,
} from '../model/changes';
import { NodeCounters, nodeCountersSchema } from '../model/counters';
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
import { FleetReport, fleetReportSchema } from '../model/report';
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
import { ManagedNodesApi } from './ManagedNodesApi';
import { ManagedNodesRequestOptions } from './requestOptions';
import { MetricsApi } from './MetricsApi';
import { MetricsClient } from './MetricsClient';
import { PatchesApi } from './PatchesApi';
import { PatchesClient } from './PatchesClient';
import { RunbooksApi } from './RunbooksApi';
import { RunbooksClient } from './RunbooksClient';
import { toQueryString } from './queryString';
import { ManagedNodesClientOptions, Transport } from './transport';

function heldPath(target: { account: string; region: string }): string {
  const { account, region } = target;
  return `/sync/targets/${encodeURIComponent(account)}/${encodeURIComponent(
    region,
  )}/held`;
}

/**
 * Speaks to the managed-nodes backend, from a browser or another backend
 * plugin, and checks every answer against the contract.
 *
 * @public
 */
export class ManagedNodesClient implements ManagedNodesApi {
  readonly patches: PatchesApi;
  readonly metrics: MetricsApi;
  readonly runbooks: RunbooksApi;
  readonly #transport: Transport;

  static create(options: ManagedNodesClientOptions): ManagedNodesClient {
    return new ManagedNodesClient(options);
  }

  private constructor(options: ManagedNodesClientOptions) {
    this.#transport = Transport.create(options);
    this.patches = PatchesClient.create(this.#transport);
    this.metrics = MetricsClient.create(this.#transport);
    this.runbooks = RunbooksClient.create(this.#transport);
  }

  async listNodes(
    request: NodeListRequest = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<NodePage> {
    return this.#transport.get(
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
      return await this.#transport.get(
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

  async readCounters(
    name: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<NodeCounters> {
    return this.#transport.post(
      `/nodes/${encodeURIComponent(name)}/counters`,
      nodeCountersSchema,
      {},
      options,
    );
  }

  async getFacets(
    request: NodeFilter & { facet?: FacetName[] } = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<Facets> {
    return this.#transport.get(
      `/facets${toQueryString(request)}`,
      facetsSchema,
      options,
    );
  }

  async getOverview(
    filter: NodeFilter = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<NodeOverview> {
    return this.#transport.get(
      `/overview${toQueryString(filter)}`,
      nodeOverviewSchema,
      options,
    );
  }

  async getReport(options?: ManagedNodesRequestOptions): Promise<FleetReport> {
    return this.#transport.get('/report', fleetReportSchema, options);
  }

  async exportReport(
    format: 'csv' | 'json',
    options?: ManagedNodesRequestOptions,
  ): Promise<Blob> {
    const response = await this.#transport.send(
      'GET',
      `/export/report.${format}`,
      options,
    );
    return response.blob();
  }

  async exportNodes(
    filter: NodeFilter = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<Blob> {
    const response = await this.#transport.send(
      'GET',
      `/export/nodes.csv${toQueryString(filter)}`,
      options,
    );
    return response.blob();
  }

  async getSyncHealth(
    options?: ManagedNodesRequestOptions,
  ): Promise<SyncHealth> {
    return this.#transport.get('/sync', syncHealthSchema, options);
  }

  async startSync(
    request: StartSync = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<void> {
    await this.#transport.send('POST', '/sync/start', options, request);
  }

  async getHeldNodes(
    target: { account: string; region: string },
    options?: ManagedNodesRequestOptions,
  ): Promise<HeldNodes> {
    return this.#transport.get(heldPath(target), heldNodesSchema, options);
  }

  async decideHeld(
    target: { account: string; region: string },
    decision: HeldDecision,
    options?: ManagedNodesRequestOptions,
  ): Promise<HeldDecisionResult> {
    return this.#transport.post(
      heldPath(target),
      heldDecisionResultSchema,
      decision,
      options,
    );
  }

  async listUnmanaged(
    request: UnmanagedRequest = {},
    options?: ManagedNodesRequestOptions,
  ): Promise<UnmanagedPage> {
    return this.#transport.get(
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
    return this.#transport.get(
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
    await this.#transport.send('POST', '/changes/skipped', options, report);
  }

  /** For the catalog module; the backend accepts it from plugins only. */
  async findAbsent(
    query: AbsentQuery,
    options?: ManagedNodesRequestOptions,
  ): Promise<AbsentResult> {
    return this.#transport.post(
      '/changes/absent',
      absentResultSchema,
      query,
      options,
    );
  }
}
