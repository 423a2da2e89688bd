import { readTargets } from '../targets';
import {
  ApprovalObservation,
  BaselineObservation,
  PlanObservation,
} from '../types';

/** Whom a plan is for, written as AWS does: a node meets all targets of one list. */
export function targetsOf(...lists: Array<Record<string, string[]>>) {
  return readTargets(
    lists.map(list =>
      Object.entries(list).map(([Key, Values]) => ({ Key, Values })),
    ),
  );
}

export function windowId(index: number): string {
  return `mw-${index.toString(16).padStart(17, '0')}`;
}

/** An install of everything in a maintenance window. */
export function plan(
  index: number,
  overrides: Partial<PlanObservation> = {},
): PlanObservation {
  return {
    kind: 'maintenance-window',
    awsId: windowId(index),
    taskId: `task-${index}`,
    name: `window-${index}`,
    operation: 'Install',
    rebootOption: 'RebootIfNeeded',
    schedule: 'cron(0 2 ? * SUN *)',
    scheduleTimezone: 'Europe/Berlin',
    scheduleOffset: null,
    nextRunAt: Date.parse('2030-01-06T01:00:00Z') + index,
    endsAt: null,
    durationHours: 4,
    cutoffHours: 1,
    enabled: true,
    targets: targetsOf({ InstanceIds: ['*'] }),
    lastRunAt: null,
    lastStatus: null,
    ...overrides,
  };
}

export function baseline(
  id: string,
  details: Partial<BaselineObservation['details']> = {},
): BaselineObservation {
  return {
    id,
    name: `baseline ${id}`,
    details: {
      description: null,
      operatingSystem: 'WINDOWS',
      predefined: false,
      defaultBaseline: false,
      rules: [],
      approvedPatches: [],
      rejectedPatches: [],
      patchGroups: [],
      ...details,
    },
  };
}

export function approval(
  baselineId: string,
  kbId: string,
  approvedAt: number,
): ApprovalObservation {
  return {
    baselineId,
    kbId,
    title: `2026-11 Cumulative Update (${kbId})`,
    kind: 'critical',
    severity: 'Critical',
    cves: ['CVE-2026-1000'],
    releasedAt: approvedAt - 7 * 86_400_000,
    approvedAt,
  };
}
