import { SimulatedNode } from '../fleet/types';
import { Maintenance, PastRun } from '../maintenance/Maintenance';
import { runsBetween } from '../maintenance/schedule';
import { hash } from '../model/random';
import { NodeStatus, StoredAssociation } from './types';
import { isOnlyTold, latestOf, scheduleOf } from './versions';

const DAY = 86_400_000;
const HOUR = DAY / 24;
/** Longer than any seeded association waits. */
const LONGEST_WAIT = 15 * DAY;
/** Of 100 nodes, this many last failed at a seeded association. */
const FAILING = 3;

/** When a seeded association is said to have run last. Epoch milliseconds. */
export function toldRunOf(
  association: StoredAssociation,
  now: number,
): number | undefined {
  const schedule = scheduleOf(latestOf(association));
  return schedule && isOnlyTold(association)
    ? runsBetween(schedule, now - LONGEST_WAIT, now).at(-1)
    : undefined;
}

/** The runs that a seeded association is said to have had, the latest first. */
export function toldRuns(
  association: StoredAssociation,
  now: number,
): PastRun[] {
  const [first] = association.versions;
  const schedule = scheduleOf(first);
  if (!association.seeded || !schedule) {
    return [];
  }
  const changedAt = association.versions.at(1)?.createdAt ?? now;
  return Maintenance.pastRuns(
    { id: association.id, schedule, until: changedAt },
    HOUR,
  );
}

/** How a seeded association is said to have gone on a node. */
export function toldStatus(
  { id }: StoredAssociation,
  node: SimulatedNode,
  executedAt: number | undefined,
): NodeStatus {
  const status = hash(id, node.seed) % 100 < FAILING ? 'Failed' : 'Success';
  return { status, details: status, executedAt };
}
