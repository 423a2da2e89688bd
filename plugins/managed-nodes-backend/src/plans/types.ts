import {
  PatchKind,
  PatchPlan,
} from '@managed-nodes/plugin-managed-nodes-common';

/** One condition of a target; any of the values meets it. */
export type TargetTerm =
  | { kind: 'all' }
  | { kind: 'node'; values: string[] }
  | {
      kind: 'tag';
      key: string;
      /** Null: the node has the tag, whatever its value. */
      values: string[] | null;
    };

/** Whom a plan is for. */
export interface PlanTargets {
  /** The nodes that meet all terms of one of these. */
  alternatives: TargetTerm[][];
  /** False when it is also for something that cannot be told from nodes. */
  known: boolean;
  /** The same in words. */
  text: string;
}

/** What will scan or patch nodes, as a read saw it. Times are milliseconds since the epoch. */
export interface PlanObservation {
  kind: PatchPlan['kind'];
  awsId: string;
  /** Tells apart the patch tasks of one maintenance window. */
  taskId: string | null;
  name: string;
  operation: PatchPlan['operation'];
  rebootOption: PatchPlan['rebootOption'];
  schedule: string | null;
  scheduleTimezone: string | null;
  scheduleOffset: number | null;
  nextRunAt: number | null;
  /** No run begins later. */
  endsAt: number | null;
  durationHours: number | null;
  cutoffHours: number | null;
  enabled: boolean;
  targets: PlanTargets;
  lastRunAt: number | null;
  lastStatus: string | null;
}

/** A patch baseline as a read saw it. */
export interface BaselineObservation {
  /** `pb-…`, also where AWS calls it by its ARN. */
  id: string;
  name: string;
  details: {
    description: string | null;
    operatingSystem: string;
    predefined: boolean;
    defaultBaseline: boolean;
    rules: string[];
    approvedPatches: string[];
    rejectedPatches: string[];
    patchGroups: string[];
  };
}

/** A patch by the names that reports of nodes have for it. */
export interface PatchName {
  kbId: string;
  title: string;
}

/** A patch that a baseline will approve. Times are milliseconds since the epoch. */
export interface ApprovalObservation extends PatchName {
  baselineId: string;
  kind: PatchKind;
  severity: string | null;
  cves: string[];
  releasedAt: number | null;
  approvedAt: number;
}

/** When a patch was released, in milliseconds since the epoch. */
export interface ReleasedPatch extends PatchName {
  releasedAt: number;
}
