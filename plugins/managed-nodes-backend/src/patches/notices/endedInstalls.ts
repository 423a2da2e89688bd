import { Knex } from 'knex';
import { EndedInstalls } from './words';

interface EndedRow {
  id: string;
  started_by: string;
  ended_at: number | string;
  nodes: number | string;
  failed: number | string;
}

/**
 * The installs that ended in a time, by who started them.
 *
 * @param from - milliseconds since the epoch, as `to`
 */
export async function endedInstalls(
  knex: Knex,
  from: number,
  to: number,
): Promise<EndedInstalls[]> {
  const rows: EndedRow[] = await knex('command_operations')
    .join(
      'command_nodes',
      'command_nodes.operation_id',
      'command_operations.id',
    )
    .where({ kind: 'patch', action: 'install' })
    .whereBetween('command_operations.ended_at', [from, to])
    .groupBy('command_operations.id')
    .orderBy([
      { column: 'command_operations.ended_at' },
      'command_operations.id',
    ])
    .select(
      'command_operations.id',
      'command_operations.started_by',
      'command_operations.ended_at',
      knex.raw('COUNT(*) AS nodes'),
      knex.raw(
        "SUM(CASE WHEN command_nodes.outcome = 'succeeded' THEN 0 ELSE 1 END) AS failed",
      ),
    );
  const byPerson = new Map<string, EndedInstalls>();
  for (const row of rows) {
    const before = byPerson.get(row.started_by);
    byPerson.set(row.started_by, {
      startedBy: row.started_by,
      installs: (before?.installs ?? 0) + 1,
      nodes: (before?.nodes ?? 0) + Number(row.nodes),
      failed: (before?.failed ?? 0) + Number(row.failed),
      lastId: row.id,
    });
  }
  return [...byPerson.values()];
}
