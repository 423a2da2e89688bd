import {
  AlarmPage,
  Coverage,
  GroupMetrics,
  ManagedNodesApi,
  MetricSeries,
  NodeMetrics,
} from '@managed-nodes/plugin-managed-nodes-common';

export const START = '2026-11-24T09:00:00.000Z';

export function aSeries(part: Partial<MetricSeries> = {}): MetricSeries {
  return {
    kind: 'cpu',
    label: null,
    source: {
      namespace: 'CWAgent',
      metricName: 'cpu_usage_active',
      dimensions: [{ name: 'InstanceId', value: 'mi-1' }],
    },
    periodSeconds: 60,
    start: START,
    values: [10, null, 30],
    weekBefore: null,
    ...part,
  };
}

export function someMetrics(part: Partial<NodeMetrics> = {}): NodeMetrics {
  return {
    from: START,
    to: '2026-11-24T09:03:00.000Z',
    series: [
      aSeries(),
      aSeries({ kind: 'disk', label: '/', values: [50, 50, 51] }),
      aSeries({ kind: 'disk', label: '/data', values: [70, 70, 71] }),
      aSeries({ kind: 'networkIn', label: 'eth0', values: [1200, 0, 2.5e6] }),
    ],
    lookups: [
      {
        namespace: 'CWAgent',
        dimension: 'InstanceId',
        value: 'mi-1',
        found: 8,
        skipped: null,
      },
    ],
    problems: [],
    ...part,
  };
}

export function groupMetrics(part: Partial<GroupMetrics> = {}): GroupMetrics {
  return {
    kind: 'cpu',
    from: START,
    to: '2026-11-24T09:03:00.000Z',
    start: START,
    periodSeconds: 60,
    nodes: 20,
    asked: 12,
    reporting: 11,
    minimum: [1, 2, null],
    average: [20, 30, null],
    maximum: [90, 95, null],
    weekBefore: null,
    worst: [
      {
        name: 'mi-1',
        title: '<b>busy</b>',
        average: 88.25,
        maximum: 99.9,
        values: [80, 96.5, null],
      },
    ],
    problems: [],
    ...part,
  };
}

export const COVERAGE: Coverage = {
  nodes: 20,
  states: [
    { state: 'monitored', nodes: 12 },
    { state: 'unmonitored', nodes: 6 },
    { state: 'silent', nodes: 2 },
  ],
  byOwner: [],
  byEnvironment: [],
  asOf: START,
  problems: [],
};

export const ALARMS: AlarmPage = {
  items: [
    {
      id: 'a1',
      name: 'cpu-high',
      description: null,
      state: 'alarm',
      since: START,
      reason: 'Threshold Crossed',
      condition: 'Average of CPUUtilization > 80 for 15 minutes',
      account: '111122223333',
      region: 'eu-central-1',
      node: {
        name: 'mi-1',
        title: 'pay-ledger-01',
        ownerRef: 'group:default/payments-team',
      },
      consoleUrl: 'https://console.example.com/alarm',
    },
  ],
  totalItems: 1,
  ringing: 1,
};

/** A backend of metrics that a test plays. */
export function metricsApi(
  part: Partial<ManagedNodesApi['metrics']> = {},
): ManagedNodesApi['metrics'] {
  return {
    ofNode: async () => someMetrics(),
    ofNodes: async () => groupMetrics(),
    coverage: async () => COVERAGE,
    alarms: async () => ALARMS,
    alarmHistory: async () => ({
      items: [{ at: START, state: 'alarm', summary: 'OK to ALARM' }],
    }),
    ...part,
  };
}
