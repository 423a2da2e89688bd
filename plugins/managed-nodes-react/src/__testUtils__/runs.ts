import {
  ManagedNodesApi,
  Run,
  RunbooksApi,
} from '@managed-nodes/plugin-managed-nodes-common';

/** A run on two nodes, under way. */
export function aRun(part: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    runbook: 'restart-service',
    title: 'Restart a service',
    kind: 'command',
    document: 'RestartService',
    version: '3',
    hash: 'f00d',
    state: 'running',
    startedBy: 'user:default/priya',
    startedAt: '2026-11-23T10:00:00Z',
    launchedAt: '2026-11-23T10:00:01Z',
    endedAt: null,
    note: null,
    parameters: [],
    maxConcurrency: '10%',
    maxErrors: '0',
    nodes: 2,
    outcomes: {
      queued: 1,
      running: 1,
      waiting: 0,
      succeeded: 0,
      failed: 0,
      'timed-out': 0,
      cancelled: 0,
      'not-sent': 0,
    },
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

/** A backend that answers what a test says about runbooks, and nothing else. */
export function runsApi(
  answers: Partial<RunbooksApi>,
): Partial<ManagedNodesApi> {
  return { runbooks: answers as RunbooksApi };
}
