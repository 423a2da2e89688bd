import {
  OperationNode,
  PatchOperation,
  PatchPreview,
  PatchTargetNode,
} from '@managed-nodes/plugin-managed-nodes-common';

/** An install on two nodes, under way. */
export function anOperation(
  part: Partial<PatchOperation> = {},
): PatchOperation {
  return {
    id: 'op-1',
    action: 'install',
    state: 'running',
    startedBy: 'user:default/priya',
    startedAt: new Date(Date.now() - 90_000).toISOString(),
    endedAt: null,
    note: null,
    rebootOption: 'RebootIfNeeded',
    maxConcurrency: '10%',
    maxErrors: '2',
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
    retryOf: null,
    cancelledBy: null,
    sentAs: 'person',
    canCancel: true,
    canRetry: false,
    ...part,
  };
}

/** One of its nodes. */
export function anOperationNode(
  part: Partial<OperationNode> = {},
): OperationNode {
  return {
    name: 'mi-1',
    title: 'web-1',
    nodeId: 'mi-1',
    account: '111122223333',
    region: 'eu-central-1',
    outcome: 'running',
    detail: null,
    commandId: 'c0ffee00-0000-4000-8000-000000000000',
    startedAt: new Date(Date.now() - 60_000).toISOString(),
    endedAt: null,
    bucketBefore: 'critical',
    missingBefore: 3,
    bucketAfter: null,
    missingAfter: null,
    consoleUrl: null,
    ...part,
  };
}

/** A node that takes part. */
export function aTargetNode(
  index: number,
  part: Partial<PatchTargetNode> = {},
): PatchTargetNode {
  return {
    name: `mi-${index}`,
    title: `web-${index}`,
    nodeId: `mi-${index}`,
    account: '111122223333',
    accountName: 'commerce-prod',
    region: 'eu-central-1',
    environment: 'vmware',
    platformName: 'Ubuntu',
    ownerRef: 'group:default/payments-team',
    status: 'online',
    patchBucket: 'critical',
    missing: 3,
    ...part,
  };
}

/** A preview of two nodes of one account. */
export function aPreview(part: Partial<PatchPreview> = {}): PatchPreview {
  const nodes = part.nodes ?? [aTargetNode(1), aTargetNode(2)];
  return {
    action: 'install',
    nodes,
    skipped: [],
    places: [
      {
        account: '111122223333',
        accountName: 'commerce-prod',
        region: 'eu-central-1',
        nodes: nodes.length,
        commands: 1,
      },
    ],
    defaults: {
      maxConcurrency: '10%',
      maxErrors: '2',
      rebootOption: 'RebootIfNeeded',
    },
    confirm: null,
    maxNodes: 500,
    digest: `digest of ${nodes.map(({ name }) => name).join()}`,
    ...part,
  };
}
