import {
  PatchPlanPage,
  PendingApproval,
} from '@managed-nodes/plugin-managed-nodes-common';

/** A plan as the list has it. */
export type ListedPlan = PatchPlanPage['items'][number];

/** What happens on one day. */
export interface DayGroup<T> {
  /** Unset for what has no day. */
  at?: string;
  title: string;
  items: T[];
}

const DAY_MS = 86_400_000;

/** A day in the reader's own zone: `Today, 3 November`, `Thursday, 5 November`. */
export function dayTitle(at: Date, now: number): string {
  const date = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year:
      at.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric',
  }).format(at);
  const key = at.toDateString();
  if (key === new Date(now).toDateString()) {
    return `Today, ${date}`;
  }
  if (key === new Date(now + DAY_MS).toDateString()) {
    return `Tomorrow, ${date}`;
  }
  const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' });
  return `${weekday.format(at)}, ${date}`;
}

function byDay<T>(
  items: T[],
  timeOf: (item: T) => string | null,
  now: number,
): DayGroup<T>[] {
  const days = new Map<string, DayGroup<T>>();
  const undated: T[] = [];
  for (const item of items) {
    const time = timeOf(item);
    if (time === null) {
      undated.push(item);
    } else {
      const at = new Date(time);
      const key = at.toDateString();
      const day = days.get(key) ?? {
        at: time,
        title: dayTitle(at, now),
        items: [],
      };
      day.items.push(item);
      days.set(key, day);
    }
  }
  return [
    ...days.values(),
    ...(undated.length ? [{ title: 'No next run', items: undated }] : []),
  ];
}

/** Plans by the day of their next run, in the order they come in; those without one last. */
export function plansByDay(
  plans: ListedPlan[],
  now: number,
): DayGroup<ListedPlan>[] {
  return byDay(plans, plan => plan.nextRunAt, now);
}

/** Approvals by their day, in the order they come in. */
export function approvalsByDay(
  approvals: PendingApproval[],
  now: number,
): DayGroup<PendingApproval>[] {
  return byDay(approvals, approval => approval.approvedAt, now);
}

/** The hour and minute in the reader's own zone, with the zone: `02:00 CET`. */
export function hour(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(iso));
}
