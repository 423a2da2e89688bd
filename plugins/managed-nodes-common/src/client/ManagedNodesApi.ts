import { FacetName, Facets, NodeFilter, NodeListRequest } from '../model/query';
import { NodeCounters } from '../model/counters';
import { ManagedNode, NodePage } from '../model/node';
import { NodeOverview } from '../model/overview';
import {
  HeldDecision,
  HeldDecisionResult,
  HeldNodes,
  StartSync,
  SyncHealth,
} from '../model/sync';
import { FleetReport } from '../model/report';
import { MetricsApi } from './MetricsApi';
import { PatchesApi } from './PatchesApi';
import { RunbooksApi } from './RunbooksApi';
import { ManagedNodesRequestOptions } from './requestOptions';
import { UnmanagedPage, UnmanagedRequest } from '../model/unmanaged';

/**
 * What users may ask of the managed-nodes backend. Every answer is narrowed
 * to the nodes the caller may read.
 *
 * Methods throw `ResponseError` from `@backstage/errors` when the backend
 * refuses, and `Error` when its answer is not of the documented shape.
 *
 * @public
 */
export interface ManagedNodesApi {
  /** All about patches. */
  readonly patches: PatchesApi;

  /** All about metrics, alarms and monitoring. */
  readonly metrics: MetricsApi;

  /** All about runbooks and their runs. */
  readonly runbooks: RunbooksApi;

  /** One page of nodes. */
  listNodes(
    request?: NodeListRequest,
    options?: ManagedNodesRequestOptions,
  ): Promise<NodePage>;

  /** One node, also when it left. Undefined when there is none the caller may read. */
  getNode(
    name: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<ManagedNode | undefined>;

  /**
   * How busy a node is right now, read on it. Takes about three seconds. Needs
   * `managed-nodes.counters.read`. Throws with status 409 when the node cannot
   * be asked or does not answer, and 429 when the caller asked too often.
   */
  readCounters(
    name: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<NodeCounters>;

  /** Counts by value for the given facets, or for all. */
  getFacets(
    request?: NodeFilter & { facet?: FacetName[] },
    options?: ManagedNodesRequestOptions,
  ): Promise<Facets>;

  /** Headline counts. */
  getOverview(
    filter?: NodeFilter,
    options?: ManagedNodesRequestOptions,
  ): Promise<NodeOverview>;

  /** How the whole fleet is run. Needs `managed-nodes.report.read`. */
  getReport(options?: ManagedNodesRequestOptions): Promise<FleetReport>;

  /** The breakdowns of the report as a file. Needs `managed-nodes.report.read`. */
  exportReport(
    format: 'csv' | 'json',
    options?: ManagedNodesRequestOptions,
  ): Promise<Blob>;

  /** The filtered nodes as CSV with a header row, safe to open in a spreadsheet. */
  exportNodes(
    filter?: NodeFilter,
    options?: ManagedNodesRequestOptions,
  ): Promise<Blob>;

  /** How every target is doing. Needs `managed-nodes.sync.read`. */
  getSyncHealth(options?: ManagedNodesRequestOptions): Promise<SyncHealth>;

  /**
   * Asks for a sync now, of all targets or of those given. Targets whose sync
   * is running are done again after it. Needs `managed-nodes.sync.manage`.
   */
  startSync(
    request?: StartSync,
    options?: ManagedNodesRequestOptions,
  ): Promise<void>;

  /**
   * The nodes a target's last listing did not show and that are kept. Needs
   * `managed-nodes.sync.manage`. Throws with status 404 when nothing is held.
   */
  getHeldNodes(
    target: { account: string; region: string },
    options?: ManagedNodesRequestOptions,
  ): Promise<HeldNodes>;

  /**
   * Lets held nodes go, or keeps them. Needs `managed-nodes.sync.manage`.
   * Throws with status 409 when another listing came since.
   */
  decideHeld(
    target: { account: string; region: string },
    decision: HeldDecision,
    options?: ManagedNodesRequestOptions,
  ): Promise<HeldDecisionResult>;

  /** EC2 instances that Systems Manager does not manage, of those the caller may see. */
  listUnmanaged(
    request?: UnmanagedRequest,
    options?: ManagedNodesRequestOptions,
  ): Promise<UnmanagedPage>;
}
