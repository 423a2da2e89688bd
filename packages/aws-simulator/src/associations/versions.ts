import { Schedule } from '../maintenance/schedule';
import { AssociationVersion, StoredAssociation } from './types';

/** The version that counts: the latest. */
export function latestOf({ versions }: StoredAssociation): AssociationVersion {
  return versions[versions.length - 1];
}

/** Whether the runs of an association are only told. */
export function isOnlyTold({ seeded, versions }: StoredAssociation): boolean {
  return seeded && versions.length === 1;
}

/** When a version runs; undefined for one without a schedule. */
export function scheduleOf({
  settings,
  createdAt,
}: AssociationVersion): Schedule | undefined {
  const { schedule, scheduleOffset } = settings;
  return schedule === undefined
    ? undefined
    : { expression: schedule, offsetDays: scheduleOffset, createdAt };
}
