import {
  PatchComplianceLevel,
  PatchFilter,
  PatchAction,
} from '@aws-sdk/client-ssm';

/** Which patches a baseline approves, and when. */
export interface ApprovalRule {
  readonly filters: readonly PatchFilter[];
  readonly level: PatchComplianceLevel;
  /** Days after the release. Either this or a date. */
  readonly approveAfterDays?: number;
  /** Approves what was released until this day, `YYYY-MM-DD`. */
  readonly approveUntil?: string;
  /** Whether it approves more than security updates. Debian and Ubuntu only. */
  readonly enableNonSecurity: boolean;
}

/** What decides which patches a machine should have. Times are epoch milliseconds. */
export interface PatchBaseline {
  /** `pb-…` */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly operatingSystem: string;
  /** Provided by AWS, whose ARN it then goes by. */
  readonly predefined: boolean;
  /** Holds for machines of its operating system without a patch group. */
  readonly isDefault: boolean;
  readonly rules: readonly ApprovalRule[];
  readonly globalFilters: readonly PatchFilter[];
  readonly approvedPatches: readonly string[];
  readonly approvedLevel: PatchComplianceLevel;
  readonly rejectedPatches: readonly string[];
  readonly rejectedAction: PatchAction;
  readonly patchGroups: readonly string[];
  readonly createdAt: number;
  readonly modifiedAt: number;
}
