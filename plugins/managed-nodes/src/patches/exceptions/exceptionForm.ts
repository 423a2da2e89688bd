import {
  CreatePatchException,
  ManagedNode,
} from '@managed-nodes/plugin-managed-nodes-common';

const DAY = 86_400_000;

/** How long an exception lasts unless somebody says otherwise. */
const DEFAULT_DAYS = 30;

const REASON_LENGTH = [3, 2000] as const;

/** An exception as it is being written. */
export interface ExceptionDraft {
  /** The node's name, or the entity ref of its application. */
  subject: string;
  patch: string;
  /** A day, `2026-12-24`: the exception ends with it, where the reader is. */
  until: string;
  reason: string;
}

/** A day in the reader's own zone as `<input type="date">` writes it. */
export function dayOf(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(
    date.getDate(),
  )}`;
}

/** What is written at first. */
export function newDraft(
  node: Pick<ManagedNode, 'name'>,
  patch: string,
  now: number,
): ExceptionDraft {
  return {
    subject: node.name,
    patch,
    until: dayOf(now + DEFAULT_DAYS * DAY),
    reason: '',
  };
}

/** The last moment of a day, where the reader is. */
function endOf(day: string): Date {
  return new Date(`${day}T23:59:59`);
}

/** What is wrong with each field, as far as something is. */
export function draftProblems(
  draft: ExceptionDraft,
  now: number,
): Partial<Record<'patch' | 'until' | 'reason', string>> {
  const until = endOf(draft.until).getTime();
  const reason = draft.reason.trim().length;
  return {
    ...(!draft.patch.trim() && {
      patch: 'A KB or package, a CVE, or all patches',
    }),
    ...(!(until > now) && { until: 'A day that is still to come' }),
    ...(reason < REASON_LENGTH[0] && {
      reason: 'Why it need not be there: others will read this',
    }),
    ...(reason > REASON_LENGTH[1] && {
      reason: `At most ${REASON_LENGTH[1]} characters`,
    }),
  };
}

/** The exception as the backend takes it. */
export function toException(
  draft: ExceptionDraft,
  node: Pick<ManagedNode, 'name'>,
): CreatePatchException {
  return {
    scope: draft.subject === node.name ? 'node' : 'application',
    subject: draft.subject,
    patch: draft.patch.trim(),
    reason: draft.reason.trim(),
    until: endOf(draft.until).toISOString(),
  };
}
