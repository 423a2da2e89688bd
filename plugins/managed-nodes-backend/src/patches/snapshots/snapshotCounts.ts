import {
  PatchBucket,
  PatchCounts,
  PatchStanding,
} from '@managed-nodes/plugin-managed-nodes-common';
import { toCounts } from '../views/cells';
import { BUCKET_COLUMNS, STANDING_COLUMNS } from './grains';

/** Sums of the columns that count nodes, as databases give them. */
export type SnapshotSums = Record<string, string | number | null>;

function read<K extends string>(
  row: SnapshotSums,
  columns: Record<K, string>,
): Record<K, number> {
  return Object.fromEntries(
    Object.entries<string>(columns).map(([name, column]) => [
      name,
      Number(row[column]),
    ]),
  ) as Record<K, number>;
}

/** How nodes stood, from the counts of a snapshot. */
export function snapshotCounts(row: SnapshotSums): PatchCounts {
  return toCounts(
    read<PatchBucket>(row, BUCKET_COLUMNS),
    read<PatchStanding>(row, STANDING_COLUMNS),
  );
}
