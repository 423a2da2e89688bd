import {
  MissingPatchPage,
  MissingPatchRequest,
  NodePatches,
} from '../model/missingPatches';
import {
  PatchCompliance,
  PatchComplianceQuery,
  PatchTrend,
  PatchTrendQuery,
} from '../model/patchCompliance';
import {
  CreatePatchException,
  PatchException,
  PatchExceptionPage,
  PatchExceptionQuery,
} from '../model/patchExceptions';
import {
  OperationNodePage,
  OperationNodeQuery,
  OperationOutput,
  PatchOperation,
  PatchOperationPage,
  PatchOperationRequest,
  PatchPreview,
  PreviewPatch,
  StartPatch,
} from '../model/patchOperations';
import {
  NodePatchPlan,
  PatchPlanPage,
  PatchPlanRequest,
  PendingApprovals,
} from '../model/patchPlans';
import { NodeFilter } from '../model/query';
import { ManagedNodesRequestOptions } from './requestOptions';

/** What can be exported. @public */
export type PatchExport = 'compliance' | 'missing' | 'affected' | 'plans';

/**
 * What users may ask about patches, and have done. Answers are narrowed to
 * the nodes the caller may read. Methods throw as those of
 * {@link ManagedNodesApi} do.
 *
 * @public
 */
export interface PatchesApi {
  /** Compliance under a filter, with the breakdowns asked for in `by`. */
  getCompliance(
    query?: Partial<PatchComplianceQuery>,
    options?: ManagedNodesRequestOptions,
  ): Promise<PatchCompliance>;

  /** Compliance day by day. */
  getTrend(
    query?: Partial<PatchTrendQuery>,
    options?: ManagedNodesRequestOptions,
  ): Promise<PatchTrend>;

  /** Patches that lack, each with how many nodes. */
  listMissing(
    request?: MissingPatchRequest,
    options?: ManagedNodesRequestOptions,
  ): Promise<MissingPatchPage>;

  /** The patches of one node, read from AWS. Throws with status 404 when there is none the caller may read. */
  getNodePatches(
    name: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<NodePatches>;

  /** How and when a node is patched. */
  getNodePlan(
    name: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<NodePatchPlan>;

  /** What will scan or patch the caller's nodes. */
  listPlans(
    request?: PatchPlanRequest,
    options?: ManagedNodesRequestOptions,
  ): Promise<PatchPlanPage>;

  /** Patches that will be approved, by day. */
  listPendingApprovals(
    filter?: NodeFilter,
    options?: ManagedNodesRequestOptions,
  ): Promise<PendingApprovals>;

  /** A table as a file, safe to open in a spreadsheet: `affected` is one row for each patch on each node. */
  export(
    what: PatchExport,
    format: 'csv' | 'json',
    query?: MissingPatchRequest | PatchPlanRequest,
    options?: ManagedNodesRequestOptions,
  ): Promise<Blob>;

  listExceptions(
    query?: Partial<PatchExceptionQuery>,
    options?: ManagedNodesRequestOptions,
  ): Promise<PatchExceptionPage>;

  /** Needs `managed-nodes.patch.except` on the node, or on all nodes of the application. */
  createException(
    exception: CreatePatchException,
    options?: ManagedNodesRequestOptions,
  ): Promise<PatchException>;

  /** Ends an exception before its time. Needs the same. */
  endException(
    id: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<PatchException>;

  /** What a scan or install would do now. Changes nothing. */
  preview(
    request: PreviewPatch,
    options?: ManagedNodesRequestOptions,
  ): Promise<PatchPreview>;

  /**
   * Starts a scan or install. Needs `managed-nodes.patch.scan` or
   * `managed-nodes.patch.install` on each node. Throws with status 409 when
   * the nodes are not those of the preview any more.
   */
  start(
    request: StartPatch,
    options?: ManagedNodesRequestOptions,
  ): Promise<PatchOperation>;

  listOperations(
    request?: PatchOperationRequest,
    options?: ManagedNodesRequestOptions,
  ): Promise<PatchOperationPage>;

  /** One operation. Throws with status 404 when there is none with a node the caller may read. */
  getOperation(
    id: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<PatchOperation>;

  listOperationNodes(
    id: string,
    query?: Partial<OperationNodeQuery>,
    options?: ManagedNodesRequestOptions,
  ): Promise<OperationNodePage>;

  /** What a node printed. */
  getOperationOutput(
    id: string,
    node: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<OperationOutput>;

  /** Cancels what has not ended. Needs the permission of the action on all nodes that have not. */
  cancelOperation(
    id: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<PatchOperation>;
}
