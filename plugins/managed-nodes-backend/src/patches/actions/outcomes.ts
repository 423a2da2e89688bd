import { Knex } from 'knex';
import { countOutcomes } from '../../commands/OperationNodes';
import { OperationRow } from '../../commands/types';

/** Installs that a person started, that ended in some time. */
export interface EndedInstalls {
  startedBy: string;
  installs: number;
  nodes: number;
  failed: number;
  lastId: string;
}

/** Installs that ended in a time, by who started them. `to` is not part of it. */
export async function endedInstalls(
  knex: Knex,
  from: number,
  to: number,
): Promise<EndedInstalls[]> {
  const rows: OperationRow[] = await knex('command_operations')
    .where({ kind: 'patch', action: 'install' })
    .where('ended_at', '>=', from)
    .where('ended_at', '<', to)
    .orderBy('ended_at')
    .orderBy('id');
  const outcomes = await countOutcomes(
    knex,
    rows.map(({ id }) => id),
  );
  const people = new Map<string, EndedInstalls>();
  for (const row of rows) {
    const counted = Object.entries(outcomes.get(row.id) ?? {});
    const sum = (entries: typeof counted) =>
      entries.reduce((total, [, count]) => total + count, 0);
    const before = people.get(row.started_by);
    people.set(row.started_by, {
      startedBy: row.started_by,
      installs: (before?.installs ?? 0) + 1,
      nodes: (before?.nodes ?? 0) + sum(counted),
      failed:
        (before?.failed ?? 0) +
        sum(counted.filter(([outcome]) => outcome !== 'succeeded')),
      lastId: row.id,
    });
  }
  return [...people.values()];
}
