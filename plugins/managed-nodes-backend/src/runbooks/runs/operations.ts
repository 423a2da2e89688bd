import {
  decideRunSchema,
  operationOutputSchema,
  previewRunSchema,
  runExecutionsSchema,
  runNodePageSchema,
  runNodeQuerySchema,
  runPageSchema,
  runPreviewSchema,
  runQuerySchema,
  runResultsQuerySchema,
  runResultsSchema,
  runSchema,
  runStepsQuerySchema,
  runStepsSchema,
  signalStepSchema,
  startRunSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { fileResponse } from '../../api/sendTable';

const RUN_READ =
  'managed-nodes.node.read; the answer is narrowed to runs of the caller, and to those with a node the caller may read';
const EXECUTE =
  'managed-nodes.runbook.execute on each node (managed-nodes.fleet-runbook.execute where the runbook takes none), and what the publication says; users only';
const APPROVE =
  'managed-nodes.runbook.approve on each node (managed-nodes.fleet-runbook.execute where the runbook takes none), and what the publication says; never whoever asked; users only';

/** The operations of the API that are about runs, by their ids. */
export const runOperations = {
  previewRun: {
    method: 'post' as const,
    path: '/runs/preview',
    summary: 'What a run would do now; changes nothing',
    access: EXECUTE,
    body: previewRunSchema,
    response: { status: 200, schema: runPreviewSchema },
  },
  startRun: {
    method: 'post' as const,
    path: '/runs',
    summary: 'Starts a run, or asks for its approval',
    access: EXECUTE,
    body: startRunSchema,
    response: { status: 201, schema: runSchema },
  },
  listRuns: {
    method: 'get' as const,
    path: '/runs',
    summary: 'Runs, newest first',
    access: RUN_READ,
    query: runQuerySchema,
    response: { status: 200, schema: runPageSchema },
  },
  exportRuns: {
    method: 'get' as const,
    path: '/export/runs.{format}',
    summary: 'Runs as a file, csv or json',
    access: RUN_READ,
    query: runQuerySchema.omit({ limit: true, cursor: true }),
    response: fileResponse,
  },
  getRun: {
    method: 'get' as const,
    path: '/runs/{id}',
    summary: 'One run',
    access: RUN_READ,
    response: { status: 200, schema: runSchema },
  },
  listRunNodes: {
    method: 'get' as const,
    path: '/runs/{id}/nodes',
    summary: 'What became of the nodes of a run',
    access: RUN_READ,
    query: runNodeQuerySchema,
    response: { status: 200, schema: runNodePageSchema },
  },
  listRunExecutions: {
    method: 'get' as const,
    path: '/runs/{id}/executions',
    summary: 'The commands or automation executions of a run',
    access: RUN_READ,
    response: { status: 200, schema: runExecutionsSchema },
  },
  getRunSteps: {
    method: 'get' as const,
    path: '/runs/{id}/steps',
    summary:
      'The steps of an Automation run, of executions whose nodes the caller may all read',
    access: RUN_READ,
    query: runStepsQuerySchema,
    response: { status: 200, schema: runStepsSchema },
  },
  getRunOutput: {
    method: 'get' as const,
    path: '/runs/{id}/nodes/{node}/output',
    summary: 'What a node printed in a Run Command run',
    access: RUN_READ,
    response: { status: 200, schema: operationOutputSchema },
  },
  getRunResults: {
    method: 'get' as const,
    path: '/runs/{id}/results',
    summary: 'The table that the runbook fills, of nodes the caller may read',
    access: RUN_READ,
    query: runResultsQuerySchema,
    response: { status: 200, schema: runResultsSchema },
  },
  decideRun: {
    method: 'post' as const,
    path: '/runs/{id}/decision',
    summary: 'Approves or rejects a run',
    access: APPROVE,
    body: decideRunSchema,
    response: { status: 200, schema: runSchema },
  },
  launchRun: {
    method: 'post' as const,
    path: '/runs/{id}/launch',
    summary: 'Starts a run that was approved; only whoever asked for it may',
    access: EXECUTE,
    response: { status: 200, schema: runSchema },
  },
  cancelRun: {
    method: 'post' as const,
    path: '/runs/{id}/cancel',
    summary: 'Takes a request back, or cancels what has not ended of a run',
    access: EXECUTE,
    response: { status: 200, schema: runSchema },
  },
  signalRun: {
    method: 'post' as const,
    path: '/runs/{id}/signal',
    summary: 'Answers a step that waits for a person',
    access: APPROVE,
    body: signalStepSchema,
    response: { status: 200, schema: runSchema },
  },
};
