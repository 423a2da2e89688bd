import {
  MissingPatch,
  MissingPatchPage,
  NodePatch,
  PatchCompliance,
  PatchCounts,
  PatchesApi,
  PatchPlanPage,
} from '@managed-nodes/plugin-managed-nodes-common';

const DAY = 86_400_000;

const unanswered = async (): Promise<never> => {
  throw new Error('This test does not answer that');
};

/** A time some days from now, and a little. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * DAY + 60_000).toISOString();
}

/** The patches part of a backend that answers what a test says. */
export function somePatches(overrides: Partial<PatchesApi>): PatchesApi {
  return {
    getCompliance: unanswered,
    getTrend: async () => ({ days: [], unavailable: null }),
    listMissing: unanswered,
    getNodePatches: unanswered,
    getNodePlan: unanswered,
    listPlans: unanswered,
    listPendingApprovals: async () => ({ items: [] }),
    export: unanswered,
    listExceptions: async () => ({ items: [], nextCursor: null }),
    createException: unanswered,
    endException: unanswered,
    preview: unanswered,
    start: unanswered,
    listOperations: async () => ({ items: [], nextCursor: null }),
    getOperation: unanswered,
    listOperationNodes: unanswered,
    getOperationOutput: unanswered,
    cancelOperation: unanswered,
    ...overrides,
  };
}

/** 1,200 nodes of which not all keep the policy. */
export function someCounts(overrides: Partial<PatchCounts> = {}): PatchCounts {
  return {
    nodes: 1200,
    buckets: {
      'never-reported': 25,
      critical: 40,
      security: 160,
      other: 60,
      compliant: 915,
    },
    standings: {
      'never-reported': 25,
      overdue: 31,
      stale: 12,
      due: 212,
      excepted: 5,
      compliant: 915,
    },
    score: 0.943,
    ...overrides,
  };
}

/** The compliance of 1,200 nodes. */
export function aCompliance(
  overrides: Partial<PatchCompliance> = {},
): PatchCompliance {
  return {
    total: someCounts(),
    reasons: { missing: 250, failed: 8, 'pending-reboot': 17, rejected: 1 },
    ages: { '7d': 1100, '30d': 63, older: 12, never: 25 },
    nextDueAt: inDays(2),
    unread: 0,
    breakdowns: {},
    policy: {
      days: { critical: 7, security: 14, other: 30 },
      staleAfterDays: 14,
      countFrom: 'reported',
    },
    asOf: new Date().toISOString(),
    ...overrides,
  };
}

/** Standings in which every node is compliant, but for what a test says. */
export function standings(
  overrides: Partial<PatchCounts['standings']> = {},
): PatchCounts['standings'] {
  return {
    'never-reported': 0,
    overdue: 0,
    stale: 0,
    due: 0,
    excepted: 0,
    compliant: 0,
    ...overrides,
  };
}

/** A critical patch missing on three nodes. */
export function aMissingPatch(
  overrides: Partial<MissingPatch> = {},
): MissingPatch {
  return {
    id: '4f1c',
    kbId: 'KB5031364',
    title: '2026-10 Cumulative Update for Windows Server 2022',
    classification: 'SecurityUpdates',
    severity: 'Critical',
    kind: 'critical',
    cves: ['CVE-2026-1001', 'CVE-2026-1002', 'CVE-2026-1003'],
    releasedAt: '2026-10-14T00:00:00Z',
    nodes: 3,
    failed: 0,
    pendingReboot: 0,
    oldestAt: inDays(-9),
    dueAt: inDays(-2),
    ...overrides,
  };
}

/** One page of missing patches. */
export function aMissingPage(
  overrides: Partial<MissingPatchPage> = {},
): MissingPatchPage {
  return {
    items: [aMissingPatch()],
    totalItems: 1,
    totalNodes: 3,
    nextCursor: null,
    previousCursor: null,
    unread: 0,
    ...overrides,
  };
}

/** A patch missing on a node. */
export function aNodePatch(overrides: Partial<NodePatch> = {}): NodePatch {
  const { id, kbId, title, classification, severity, kind, cves, releasedAt } =
    aMissingPatch();
  return {
    id,
    kbId,
    title,
    classification,
    severity,
    kind,
    cves,
    releasedAt,
    state: 'MISSING',
    installedAt: null,
    firstReportedAt: inDays(-9),
    dueAt: inDays(-2),
    exceptionId: null,
    ...overrides,
  };
}

/** A plan as the list of what comes up has it. */
export function aPlan(
  overrides: Partial<PatchPlanPage['items'][number]> = {},
): PatchPlanPage['items'][number] {
  return {
    id: 'plan-1',
    kind: 'maintenance-window',
    awsId: 'mw-0123456789abcdef0',
    name: 'sunday-night',
    account: '111122223333',
    accountName: 'commerce-prod',
    region: 'eu-central-1',
    operation: 'Install',
    rebootOption: 'RebootIfNeeded',
    schedule: 'cron(0 2 ? * SUN *)',
    scheduleTimezone: 'Europe/Berlin',
    nextRunAt: inDays(2),
    durationHours: 4,
    cutoffHours: 1,
    enabled: true,
    targetsText: 'tag Patch Group = web',
    targetsKnown: true,
    lastRunAt: inDays(-5),
    lastStatus: 'SUCCESS',
    consoleUrl:
      'https://eu-central-1.console.aws.amazon.com/systems-manager/maintenance-windows/mw-0123456789abcdef0',
    nodes: 40,
    missing: 120,
    ...overrides,
  };
}
