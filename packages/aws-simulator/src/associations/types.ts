import {
  AssociationComplianceSeverity,
  AssociationSyncCompliance,
  InstanceAssociationOutputLocation,
  Target,
} from '@aws-sdk/client-ssm';
import { RunCommand } from '../commands/types';

/** What an association says; every change of it is a version. */
export interface AssociationSettings {
  readonly document: string;
  readonly documentVersion: string | undefined;
  readonly parameters: Readonly<Record<string, readonly string[]>> | undefined;
  readonly targets: readonly Target[];
  /** `cron(…)`, `rate(…)` or `at(…)`; absent when it runs only when it is told to. */
  readonly schedule: string | undefined;
  /** Days to wait after the day that the schedule names. */
  readonly scheduleOffset: number | undefined;
  readonly name: string | undefined;
  readonly maxConcurrency: string | undefined;
  readonly maxErrors: string | undefined;
  readonly severity: AssociationComplianceSeverity | undefined;
  readonly syncCompliance: AssociationSyncCompliance | undefined;
  /** Whether it waits for its schedule when it is new or changed. */
  readonly onlyAtCron: boolean;
  readonly output: InstanceAssociationOutputLocation | undefined;
}

/** A version of an association. It never changes. */
export interface AssociationVersion {
  /** 1, 2, … */
  readonly version: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly settings: AssociationSettings;
}

/** A run of an association that really took place. */
export interface AssociationExecution {
  readonly id: string;
  readonly version: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** What was sent; absent when nothing could be. */
  readonly command: RunCommand | undefined;
}

/** An association of State Manager. Times are epoch milliseconds. */
export interface StoredAssociation {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** Made from the seed: while nobody changed it, its runs are told, not carried out. */
  readonly seeded: boolean;
  /** Oldest first, never empty. */
  versions: readonly AssociationVersion[];
  /** Newest first. */
  executions: readonly AssociationExecution[];
  /** What was sent to each node last, by the latest version. */
  sent: Map<string, RunCommand>;
  tags: ReadonlyArray<{ readonly Key: string; readonly Value: string }>;
  /** When its schedule comes next; absent for one whose runs are only told. */
  nextRunAt: number | undefined;
}

/** How an association stands on a node. */
export interface NodeStatus {
  readonly status: 'Pending' | 'Success' | 'Failed';
  readonly details: string;
  /** Epoch milliseconds; absent before the first time. */
  readonly executedAt: number | undefined;
}
