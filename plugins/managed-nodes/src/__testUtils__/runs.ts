import {
  Run,
  RunApproval,
  RunExecution,
  RunNode,
  RunStep,
} from '@managed-nodes/plugin-managed-nodes-common';
import { anOperation } from './operations';

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

/** No node has any outcome. */
export const NO_OUTCOMES: Run['outcomes'] = {
  ...anOperation().outcomes,
  queued: 0,
  running: 0,
};

/** A run on two nodes, under way. */
export function aRun(part: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    runbook: 'restart-service',
    title: 'Restart a service',
    kind: 'command',
    document: 'Company-RestartService',
    version: '3',
    hash: 'f00dfeed',
    state: 'running',
    startedBy: 'user:default/priya',
    startedAt: ago(90_000),
    launchedAt: ago(89_000),
    endedAt: null,
    note: null,
    parameters: [
      { name: 'ServiceName', value: 'nginx', from: 'person' },
      { name: 'Wait', value: true, from: 'publication' },
    ],
    maxConcurrency: '10%',
    maxErrors: '0',
    nodes: 2,
    outcomes: { ...NO_OUTCOMES, queued: 1, running: 1 },
    skipped: [],
    approval: null,
    retryOf: null,
    cancelledBy: null,
    failure: null,
    sentAs: 'person',
    hasResults: false,
    canStart: false,
    canCancel: true,
    canRetry: false,
    ...part,
  };
}

/** A request that nobody has decided. */
export function anApproval(part: Partial<RunApproval> = {}): RunApproval {
  return {
    state: 'pending',
    reasons: ['More than 3 nodes', 'In production'],
    approvers: ['group:default/platform-team'],
    expiresAt: new Date(Date.now() + 2 * 3_600_000 + 60_000).toISOString(),
    decidedBy: null,
    decidedAt: null,
    comment: null,
    canDecide: false,
    ...part,
  };
}

/** One of the nodes of a run. */
export function aRunNode(part: Partial<RunNode> = {}): RunNode {
  return {
    name: 'mi-1',
    title: 'web-1',
    nodeId: 'mi-1',
    account: '111122223333',
    region: 'eu-central-1',
    outcome: 'running',
    detail: null,
    awsId: 'c0ffee00-0000-4000-8000-000000000000',
    startedAt: ago(60_000),
    endedAt: null,
    consoleUrl: null,
    ...part,
  };
}

/** The execution in one account and Region. */
export function anExecution(part: Partial<RunExecution> = {}): RunExecution {
  return {
    account: '111122223333',
    accountName: 'commerce-prod',
    region: 'eu-central-1',
    nodes: 2,
    outcome: 'running',
    detail: null,
    awsId: 'aaaa0000-0000-4000-8000-000000000001',
    startedAt: ago(60_000),
    endedAt: null,
    consoleUrl:
      'https://eu-central-1.console.aws.amazon.com/systems-manager/automation/execution/1',
    ...part,
  };
}

/** A step that went well. */
export function aStep(part: Partial<RunStep> = {}): RunStep {
  return {
    id: 'step-1',
    execution: 'aaaa0000-0000-4000-8000-000000000001',
    account: '111122223333',
    region: 'eu-central-1',
    parentId: null,
    iteration: null,
    iterationValue: null,
    name: 'listNodes',
    action: 'aws:executeAwsApi',
    state: 'succeeded',
    startedAt: ago(60_000),
    endedAt: ago(55_000),
    inputs: {},
    outputs: {},
    failure: null,
    signals: [],
    ...part,
  };
}
