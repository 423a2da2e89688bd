import { documentDetailsSchema, documentPageSchema } from '../model/documents';
import { operationOutputSchema } from '../model/patchOperations';
import { runbookListSchema, runbookSchema } from '../model/runbooks';
import {
  runExecutionsSchema,
  runNodePageSchema,
  runPageSchema,
  runPreviewSchema,
  runResultsSchema,
  runSchema,
  runStepsSchema,
} from '../model/runs';
import { toQueryString } from './queryString';
import { RunbooksApi } from './RunbooksApi';
import { Transport } from './transport';

type Call<K extends keyof RunbooksApi> = RunbooksApi[K];

function runPath(id: string, ...rest: string[]): string {
  return ['/runs', id, ...rest].map(encodePart).join('/');
}

function encodePart(part: string, index: number): string {
  return index === 0 ? part : encodeURIComponent(part);
}

/** The part of the client that is about runbooks. */
export class RunbooksClient implements RunbooksApi {
  readonly #transport: Transport;

  static create(transport: Transport): RunbooksClient {
    return new RunbooksClient(transport);
  }

  private constructor(transport: Transport) {
    this.#transport = transport;
  }

  list: Call<'list'> = (query = {}, options) =>
    this.#transport.get(
      `/runbooks${toQueryString(query)}`,
      runbookListSchema,
      options,
    );

  get: Call<'get'> = (id, options) =>
    this.#transport.get(
      `/runbooks/${encodeURIComponent(id)}`,
      runbookSchema,
      options,
    );

  listDocuments: Call<'listDocuments'> = (query = {}, options) =>
    this.#transport.get(
      `/documents${toQueryString(query)}`,
      documentPageSchema,
      options,
    );

  getDocument: Call<'getDocument'> = (name, options) =>
    this.#transport.get(
      `/documents/${encodeURIComponent(name)}`,
      documentDetailsSchema,
      options,
    );

  preview: Call<'preview'> = (request, options) =>
    this.#transport.post('/runs/preview', runPreviewSchema, request, options);

  start: Call<'start'> = (request, options) =>
    this.#transport.post('/runs', runSchema, request, options);

  listRuns: Call<'listRuns'> = (request = {}, options) =>
    this.#transport.get(
      `/runs${toQueryString(request)}`,
      runPageSchema,
      options,
    );

  exportRuns: Call<'exportRuns'> = async (format, request = {}, options) => {
    const response = await this.#transport.send(
      'GET',
      `/export/runs.${format}${toQueryString(request)}`,
      options,
    );
    return response.blob();
  };

  getRun: Call<'getRun'> = (id, options) =>
    this.#transport.get(runPath(id), runSchema, options);

  listRunNodes: Call<'listRunNodes'> = (id, query = {}, options) =>
    this.#transport.get(
      `${runPath(id, 'nodes')}${toQueryString(query)}`,
      runNodePageSchema,
      options,
    );

  listRunExecutions: Call<'listRunExecutions'> = (id, options) =>
    this.#transport.get(
      runPath(id, 'executions'),
      runExecutionsSchema,
      options,
    );

  getRunSteps: Call<'getRunSteps'> = (id, query = {}, options) =>
    this.#transport.get(
      `${runPath(id, 'steps')}${toQueryString(query)}`,
      runStepsSchema,
      options,
    );

  getRunOutput: Call<'getRunOutput'> = (id, node, options) =>
    this.#transport.get(
      runPath(id, 'nodes', node, 'output'),
      operationOutputSchema,
      options,
    );

  getRunResults: Call<'getRunResults'> = (id, query = {}, options) =>
    this.#transport.get(
      `${runPath(id, 'results')}${toQueryString(query)}`,
      runResultsSchema,
      options,
    );

  decideRun: Call<'decideRun'> = (id, decision, options) =>
    this.#transport.post(runPath(id, 'decision'), runSchema, decision, options);

  launchRun: Call<'launchRun'> = (id, options) =>
    this.#transport.post(runPath(id, 'launch'), runSchema, {}, options);

  cancelRun: Call<'cancelRun'> = (id, options) =>
    this.#transport.post(runPath(id, 'cancel'), runSchema, {}, options);

  signalRun: Call<'signalRun'> = (id, signal, options) =>
    this.#transport.post(runPath(id, 'signal'), runSchema, signal, options);
}
