import {
  countOf,
  relativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import { ListedPlan } from './planDays';

/** The answer first: when something is installed next, on how many nodes. */
export function comingSentence(plans: ListedPlan[], now: number): string {
  const next = plans.find(
    plan => plan.operation === 'Install' && plan.nextRunAt !== null,
  );
  if (next?.nextRunAt) {
    return `The next install is ${relativeTime(
      next.nextRunAt,
      now,
    )}, on ${countOf(next.nodes, 'node')}`;
  }
  return plans.some(plan => plan.nextRunAt !== null)
    ? 'Scans are planned, but no install is'
    : 'Nothing is planned';
}
