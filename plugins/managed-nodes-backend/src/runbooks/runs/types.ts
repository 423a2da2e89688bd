import {
  ParameterValues,
  runParameterSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { z } from 'zod';
import { OperationRow } from '../../commands/types';
import { Publication } from '../../documents/publicationSchema';

/** `kind` of operations that are runs. */
export const RUN_KIND = 'runbook';

/** How the approval of a run stands. A withdrawn one was taken back by whoever asked. */
export type ApprovalState =
  | 'pending'
  | 'approved'
  | 'rejected'
  | 'expired'
  | 'withdrawn';

/** A parameter as it is shown. */
export type ShownParameter = z.infer<typeof runParameterSchema>;

/** A row of `runs`. */
export interface RunRow {
  operation_id: string;
  runbook: string;
  title: string;
  hash: string;
  shown_parameters: string;
  given_parameters: string;
  results: string | null;
  approval: ApprovalState | null;
  approval_reasons: string | null;
  approvers: string | null;
  approval_expires_at: number | string | null;
  decided_by: string | null;
  decided_at: number | string | null;
  decision_comment: string | null;
  launched_at: number | string | null;
}

/** A run with its operation. */
export type RunWithOperation = OperationRow & RunRow;

/** The table that a run fills. */
export type ResultsTable = NonNullable<Publication['results']>;

/** What is kept of a run besides its operation. */
export interface NewRun {
  runbook: string;
  title: string;
  hash: string;
  shown: ShownParameter[];
  given: ParameterValues;
  results: ResultsTable | undefined;
  /** Undefined where nobody has to approve it. Times in milliseconds since the epoch. */
  approval:
    | { reasons: string[]; approvers: string[]; expiresAt: number }
    | undefined;
}

/** What somebody decided about a run. */
export interface Decision {
  approved: boolean;
  /** Entity ref of the user. */
  by: string;
  comment: string | null;
}
