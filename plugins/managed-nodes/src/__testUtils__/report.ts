import { FleetReport } from '@managed-nodes/plugin-managed-nodes-common';

/** The figures of a fleet that got somewhat better. */
export const REPORT_FIGURES = {
  nodes: 1200,
  nodesBefore: 1188,
  score: 0.87,
  scoreBefore: 0.84,
  overdue: 90,
  overdueBefore: 100,
  watched: 0.71,
};

const RUNS = { started: 0, succeeded: 0, failed: 0, cancelled: 0 };

/** The report on 1,200 machines. */
export const aReport = (part: Partial<FleetReport> = {}): FleetReport => ({
  total: REPORT_FIGURES,
  online: 1140,
  alarming: 7,
  unclaimed: 12,
  neverReported: 30,
  breakdowns: {
    environment: [{ ...REPORT_FIGURES, value: 'azure' }],
    owner: Array.from({ length: 12 }, (_, index) => ({
      ...REPORT_FIGURES,
      value: `group:default/team-${index}`,
    })),
    application: [
      {
        ...REPORT_FIGURES,
        value: 'none',
        nodesBefore: null,
        scoreBefore: null,
      },
    ],
  },
  oldest: [
    {
      owner: 'group:default/team-3',
      dueAt: '2026-01-05T00:00:00.000Z',
      overdue: 4,
    },
  ],
  trend: [],
  runs: {
    now: { started: 12, succeeded: 9, failed: 1, cancelled: 1 },
    before: RUNS,
  },
  comparedTo: '2026-10-23',
  policy: {
    days: { critical: 7, security: 14, other: 30 },
    staleAfterDays: 14,
    countFrom: 'reported',
  },
  asOf: new Date().toISOString(),
  ...part,
});
