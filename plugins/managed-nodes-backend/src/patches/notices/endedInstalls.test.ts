import { Knex } from 'knex';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { endedInstalls } from './endedInstalls';

const PRIYA = 'user:default/priya';
const LUKAS = 'user:default/lukas';

async function operation(
  knex: Knex,
  id: string,
  row: { action?: string; by?: string; endedAt: number | null },
  outcomes: string[],
): Promise<void> {
  await knex('command_operations').insert({
    id,
    kind: 'patch',
    action: row.action ?? 'install',
    document: 'AWS-RunPatchBaseline',
    parameters: '{}',
    state: 'succeeded',
    started_by: row.by ?? PRIYA,
    idempotency_key: id,
    digest: id,
    started_at: 1,
    ended_at: row.endedAt,
    max_concurrency: '1',
    max_errors: '1',
    skipped: '{}',
  });
  await knex('command_nodes').insert(
    outcomes.map((outcome, index) => ({
      operation_id: id,
      group_number: 1,
      name: `mi-${index}`,
      node_id: `mi-${index}`,
      account: '111122223333',
      region: 'eu-central-1',
      title: 'a',
      sort_title: 'a',
      outcome,
    })),
  );
}

describe.each(databases.eachSupportedId())('endedInstalls on %s', id => {
  it('tells each person of the installs of theirs that ended in that time', async () => {
    const knex = await openTestDatabase(id);
    await operation(knex, 'first', { endedAt: 100 }, ['succeeded', 'failed']);
    await operation(knex, 'last', { endedAt: 200 }, ['succeeded', 'not-sent']);
    await operation(knex, 'lukas', { by: LUKAS, endedAt: 150 }, ['succeeded']);
    await operation(knex, 'before', { endedAt: 99 }, ['failed']);
    await operation(knex, 'after', { endedAt: 201 }, ['failed']);
    await operation(knex, 'running', { endedAt: null }, ['running']);
    await operation(knex, 'scan', { action: 'scan', endedAt: 150 }, ['failed']);

    const ended = await endedInstalls(knex, 100, 200);
    expect(ended).toEqual([
      { startedBy: PRIYA, installs: 2, nodes: 4, failed: 2, lastId: 'last' },
      { startedBy: LUKAS, installs: 1, nodes: 1, failed: 0, lastId: 'lukas' },
    ]);
  });
});
