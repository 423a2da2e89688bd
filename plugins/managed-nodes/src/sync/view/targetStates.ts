import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { z } from 'zod';

/**
 * What targets are looked for by, the most urgent first: their states, and
 * two things that go with any state, being behind and waiting for a sync that
 * was asked for.
 */
export const shownStateSchema = z.enum([
  'failed',
  'held',
  'partial',
  'stale',
  'running',
  'waiting',
  'never',
  'ok',
]);

/** One of them. */
export type ShownState = z.infer<typeof shownStateSchema>;

/** Whether a removal waits for somebody to decide on it. */
export function isHoldOpen(target: TargetHealth): boolean {
  return target.heldRemovals
    ? target.heldRemovals.dismissedAt === null
    : target.state === 'held';
}

/** The target's state for people: a hold somebody has dismissed is none any more. */
export function stateOf(target: TargetHealth): TargetHealth['state'] {
  return target.state === 'held' && !isHoldOpen(target) ? 'ok' : target.state;
}

/** Whether a target is among those looked for by a state. */
export function isIn(target: TargetHealth, state: ShownState): boolean {
  switch (state) {
    case 'stale':
      return target.stale;
    case 'waiting':
      return target.requestedAt !== null;
    case 'held':
      return isHoldOpen(target);
    case 'ok':
      return stateOf(target) === 'ok' && !target.stale && !isHoldOpen(target);
    default:
      return target.state === state;
  }
}

/** How soon somebody should look at a target; smaller is sooner. */
export function urgency(target: TargetHealth): number {
  return shownStateSchema.options.findIndex(state => isIn(target, state));
}
