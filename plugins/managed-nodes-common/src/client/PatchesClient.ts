import {
  missingPatchPageSchema,
  nodePatchesSchema,
} from '../model/missingPatches';
import {
  patchComplianceSchema,
  patchTrendSchema,
} from '../model/patchCompliance';
import {
  patchExceptionPageSchema,
  patchExceptionSchema,
} from '../model/patchExceptions';
import {
  operationNodePageSchema,
  operationOutputSchema,
  patchOperationPageSchema,
  patchOperationSchema,
  patchPreviewSchema,
} from '../model/patchOperations';
import {
  nodePatchPlanSchema,
  patchPlanPageSchema,
  pendingApprovalsSchema,
} from '../model/patchPlans';
import { PatchesApi } from './PatchesApi';
import { toQueryString } from './queryString';
import { Transport } from './transport';

type Call<K extends keyof PatchesApi> = PatchesApi[K];

/** The part of the client that is about patches. */
export class PatchesClient implements PatchesApi {
  readonly #transport: Transport;

  static create(transport: Transport): PatchesClient {
    return new PatchesClient(transport);
  }

  private constructor(transport: Transport) {
    this.#transport = transport;
  }

  getCompliance: Call<'getCompliance'> = (query = {}, options) =>
    this.#transport.get(
      `/patches/compliance${toQueryString(query)}`,
      patchComplianceSchema,
      options,
    );

  getTrend: Call<'getTrend'> = (query = {}, options) =>
    this.#transport.get(
      `/patches/trend${toQueryString(query)}`,
      patchTrendSchema,
      options,
    );

  listMissing: Call<'listMissing'> = (request = {}, options) =>
    this.#transport.get(
      `/patches/missing${toQueryString(request)}`,
      missingPatchPageSchema,
      options,
    );

  getNodePatches: Call<'getNodePatches'> = (name, options) =>
    this.#transport.get(
      `/nodes/${encodeURIComponent(name)}/patches`,
      nodePatchesSchema,
      options,
    );

  getNodePlan: Call<'getNodePlan'> = (name, options) =>
    this.#transport.get(
      `/nodes/${encodeURIComponent(name)}/patch-plan`,
      nodePatchPlanSchema,
      options,
    );

  listPlans: Call<'listPlans'> = (request = {}, options) =>
    this.#transport.get(
      `/patches/plans${toQueryString(request)}`,
      patchPlanPageSchema,
      options,
    );

  listPendingApprovals: Call<'listPendingApprovals'> = (filter = {}, options) =>
    this.#transport.get(
      `/patches/pending-approvals${toQueryString(filter)}`,
      pendingApprovalsSchema,
      options,
    );

  export: Call<'export'> = async (what, format, query = {}, options) => {
    const response = await this.#transport.send(
      'GET',
      `/export/patches/${what}.${format}${toQueryString(query)}`,
      options,
    );
    return response.blob();
  };

  listExceptions: Call<'listExceptions'> = (query = {}, options) =>
    this.#transport.get(
      `/patches/exceptions${toQueryString(query)}`,
      patchExceptionPageSchema,
      options,
    );

  createException: Call<'createException'> = (exception, options) =>
    this.#transport.post(
      '/patches/exceptions',
      patchExceptionSchema,
      exception,
      options,
    );

  endException: Call<'endException'> = (id, options) =>
    this.#transport.post(
      `/patches/exceptions/${encodeURIComponent(id)}/end`,
      patchExceptionSchema,
      {},
      options,
    );

  preview: Call<'preview'> = (request, options) =>
    this.#transport.post(
      '/patches/preview',
      patchPreviewSchema,
      request,
      options,
    );

  start: Call<'start'> = (request, options) =>
    this.#transport.post(
      '/patches/operations',
      patchOperationSchema,
      request,
      options,
    );

  listOperations: Call<'listOperations'> = (request = {}, options) =>
    this.#transport.get(
      `/patches/operations${toQueryString(request)}`,
      patchOperationPageSchema,
      options,
    );

  getOperation: Call<'getOperation'> = (id, options) =>
    this.#transport.get(
      `/patches/operations/${encodeURIComponent(id)}`,
      patchOperationSchema,
      options,
    );

  listOperationNodes: Call<'listOperationNodes'> = (id, query = {}, options) =>
    this.#transport.get(
      `/patches/operations/${encodeURIComponent(id)}/nodes${toQueryString(
        query,
      )}`,
      operationNodePageSchema,
      options,
    );

  getOperationOutput: Call<'getOperationOutput'> = (id, node, options) =>
    this.#transport.get(
      `/patches/operations/${encodeURIComponent(id)}/nodes/${encodeURIComponent(
        node,
      )}/output`,
      operationOutputSchema,
      options,
    );

  cancelOperation: Call<'cancelOperation'> = (id, options) =>
    this.#transport.post(
      `/patches/operations/${encodeURIComponent(id)}/cancel`,
      patchOperationSchema,
      {},
      options,
    );
}
