import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { databases } from '../__testUtils__/nodes';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@managed-nodes/plugin-managed-nodes-backend',
  'migrations',
);

describe.each(databases.eachSupportedId())('migrations on %s', id => {
  it('go up, down without leaving anything, and up again', async () => {
    const knex = await databases.init(id);
    await knex.migrate.latest({ directory });
    expect(await knex('revision_counter').first('value')).toBeDefined();
    expect(await knex.schema.hasTable('nodes')).toBe(true);

    await knex.migrate.rollback({ directory }, true);
    for (const table of [
      'nodes',
      'node_beats',
      'node_changes',
      'sync_targets',
      'store_meta',
      'revision_counter',
      'change_consumers',
      'skipped_nodes',
    ]) {
      expect(await knex.schema.hasTable(table)).toBe(false);
    }

    await knex.migrate.latest({ directory });
    expect(await knex.schema.hasTable('nodes')).toBe(true);
  });
});
