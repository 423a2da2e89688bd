import { DocumentDetails, DocumentPage } from '../model/documents';
import { OperationOutput } from '../model/patchOperations';
import {
  DocumentQuery,
  Runbook,
  RunbookList,
  RunbookQuery,
} from '../model/runbooks';
import {
  DecideRun,
  PreviewRun,
  Run,
  RunExecutions,
  RunNodePage,
  RunNodeQuery,
  RunPage,
  RunPreview,
  RunRequest,
  RunResults,
  RunResultsQuery,
  RunSteps,
  RunStepsQuery,
  SignalStep,
  StartRun,
} from '../model/runs';
import { ManagedNodesRequestOptions } from './requestOptions';

/**
 * What users may ask about runbooks, and have done. Answers are narrowed to
 * the runs and nodes the caller may read. Methods throw as those of
 * {@link ManagedNodesApi} do.
 *
 * @public
 */
export interface RunbooksApi {
  /** What is published, each with whether the caller may run it. */
  list(
    query?: RunbookQuery,
    options?: ManagedNodesRequestOptions,
  ): Promise<RunbookList>;

  /** One runbook with its form. Throws with status 404 when there is none. */
  get(id: string, options?: ManagedNodesRequestOptions): Promise<Runbook>;

  /** All documents. Needs `managed-nodes.document.read`. */
  listDocuments(
    query?: Partial<DocumentQuery>,
    options?: ManagedNodesRequestOptions,
  ): Promise<DocumentPage>;

  /** One document, whole. Needs `managed-nodes.document.read`. */
  getDocument(
    name: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<DocumentDetails>;

  /** What a run would do now. Changes nothing. */
  preview(
    request: PreviewRun,
    options?: ManagedNodesRequestOptions,
  ): Promise<RunPreview>;

  /**
   * Starts a run, or asks for its approval. Needs
   * `managed-nodes.runbook.execute` on each node. Throws with status 409 when
   * it would not do what the preview said any more.
   */
  start(request: StartRun, options?: ManagedNodesRequestOptions): Promise<Run>;

  listRuns(
    request?: RunRequest,
    options?: ManagedNodesRequestOptions,
  ): Promise<RunPage>;

  /** The runs a filter finds, as a file that is safe to open in a spreadsheet. */
  exportRuns(
    format: 'csv' | 'json',
    request?: RunRequest,
    options?: ManagedNodesRequestOptions,
  ): Promise<Blob>;

  /** One run. Throws with status 404 when there is none the caller may read. */
  getRun(id: string, options?: ManagedNodesRequestOptions): Promise<Run>;

  listRunNodes(
    id: string,
    query?: Partial<RunNodeQuery>,
    options?: ManagedNodesRequestOptions,
  ): Promise<RunNodePage>;

  /** The commands or automation executions of a run. */
  listRunExecutions(
    id: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<RunExecutions>;

  /** The steps of an Automation run as they were carried out, read from AWS. */
  getRunSteps(
    id: string,
    query?: RunStepsQuery,
    options?: ManagedNodesRequestOptions,
  ): Promise<RunSteps>;

  /** What a node printed in a Run Command run. */
  getRunOutput(
    id: string,
    node: string,
    options?: ManagedNodesRequestOptions,
  ): Promise<OperationOutput>;

  /** The table that the runbook of a run fills. */
  getRunResults(
    id: string,
    query?: Partial<RunResultsQuery>,
    options?: ManagedNodesRequestOptions,
  ): Promise<RunResults>;

  /** Approves or rejects. Needs `managed-nodes.runbook.approve` on each node. */
  decideRun(
    id: string,
    decision: DecideRun,
    options?: ManagedNodesRequestOptions,
  ): Promise<Run>;

  /**
   * Starts a run that was approved; only whoever asked for it may. Throws with
   * status 409 when it would not do what was approved any more.
   */
  launchRun(id: string, options?: ManagedNodesRequestOptions): Promise<Run>;

  /** Takes a request back, or cancels what has not ended. */
  cancelRun(id: string, options?: ManagedNodesRequestOptions): Promise<Run>;

  /** Answers a step that waits for a person. */
  signalRun(
    id: string,
    signal: SignalStep,
    options?: ManagedNodesRequestOptions,
  ): Promise<Run>;
}
