import {
  EventsHealth,
  HeldNodes,
  HeldRemovals,
  OrganizationHealth,
  SyncHealth,
  TargetHealth,
} from '@managed-nodes/plugin-managed-nodes-common';

const now = () => new Date().toISOString();

/** A target whose last listing completed, except for what a test says. */
export function aTarget(overrides: Partial<TargetHealth> = {}): TargetHealth {
  return {
    account: '111122223333',
    accountName: 'commerce-prod',
    organizationalUnits: ['Workloads', 'Production'],
    region: 'eu-central-1',
    source: 'ssm',
    state: 'ok',
    requestedAt: null,
    lastStartedAt: now(),
    lastFinishedAt: now(),
    lastSuccessAt: now(),
    durationMs: 1200,
    stale: false,
    nodes: 42,
    pages: 3,
    calls: 9,
    throttles: 0,
    listed: 42,
    added: 0,
    changed: 0,
    missing: 0,
    removed: 0,
    heldRemovals: null,
    error: null,
    warnings: [],
    ...overrides,
  };
}

/** A removal of 95 of 100 nodes that nobody has decided on. */
export function aHold(overrides: Partial<HeldRemovals> = {}): HeldRemovals {
  return {
    generation: 7,
    missing: 95,
    known: 100,
    since: now(),
    dismissedAt: null,
    dismissedBy: null,
    ...overrides,
  };
}

/** What is held in commerce-prod, eu-central-1: two nodes of three. */
export function someHeld(overrides: Partial<HeldRemovals> = {}): HeldNodes {
  const node = (name: string, title: string) => ({
    name,
    title,
    nodeId: name,
    ownerRef: 'group:default/payments-team',
    lastSeenAt: now(),
  });
  return {
    account: '111122223333',
    region: 'eu-central-1',
    held: aHold({ missing: 2, known: 3, ...overrides }),
    nodes: [
      node('mi-0000000000000000a', 'payments-api-prod-001'),
      node('mi-0000000000000000b', '<img src=x onerror=alert(1)>'),
    ],
  };
}

/** A listing of the whole organization that works. */
export function anOrganization(
  overrides: Partial<OrganizationHealth> = {},
): OrganizationHealth {
  return {
    state: 'ok',
    lastStartedAt: now(),
    lastFinishedAt: now(),
    lastSuccessAt: now(),
    listed: 300,
    calls: 15,
    throttles: 0,
    error: null,
    ...overrides,
  };
}

/** Events that arrive and can be read. */
export function someEvents(
  overrides: Partial<EventsHealth> = {},
): EventsHealth {
  return {
    lastReceivedAt: now(),
    received: 1204,
    refreshed: 988,
    ignored: 16,
    problems: [],
    ...overrides,
  };
}

/** Sync health of the given targets, with a catalog that keeps up. */
export function someHealth(
  targets: TargetHealth[],
  overrides: Partial<SyncHealth> = {},
): SyncHealth {
  return {
    asOf: now(),
    intervalSeconds: 30,
    targets,
    discovery: null,
    organization: null,
    events: null,
    ...overrides,
    catalog: {
      headRevision: 12,
      acknowledgedRevision: 12,
      acknowledgedAt: now(),
      skipped: [],
      skippedTotal: 0,
      ...overrides.catalog,
    },
  };
}
