import {
  MaintenanceWindowResourceType,
  MaintenanceWindowTaskType,
  Target,
} from '@aws-sdk/client-ssm';
import { Schedule } from './schedule';

/** What a maintenance window may work on. */
export interface WindowTarget {
  readonly id: string;
  readonly resourceType: MaintenanceWindowResourceType;
  readonly targets: readonly Target[];
  readonly name: string;
  readonly ownerInformation: string;
}

/** What a maintenance window does. */
export interface WindowTask {
  readonly id: string;
  /** Document, function or state machine. */
  readonly arn: string;
  readonly type: MaintenanceWindowTaskType;
  readonly targetIds: readonly string[];
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly priority: number;
  readonly maxConcurrency: string;
  readonly maxErrors: string;
  readonly name: string;
}

/** A maintenance window. Times are epoch milliseconds. */
export interface MaintenanceWindow {
  /** `mw-…` */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly schedule: Schedule;
  /** Hours. */
  readonly duration: number;
  /** Hours before its end from which nothing new begins. */
  readonly cutoff: number;
  readonly modifiedAt: number;
  readonly targets: readonly WindowTarget[];
  readonly tasks: readonly WindowTask[];
}
