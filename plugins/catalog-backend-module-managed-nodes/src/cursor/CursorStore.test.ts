import { mockServices } from '@backstage/backend-test-utils';
import { databases } from '../__testUtils__/databases';
import { CursorStore } from './CursorStore';
import {
  migrationsDirectory,
  MIGRATIONS_TABLE,
  openDatabase,
} from './database';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('CursorStore on %s', databaseId => {
  it('remembers what was saved last, per provider', async () => {
    const knex = await openDatabase(
      mockServices.database({ knex: await databases.init(databaseId) }),
    );
    const cursors = CursorStore.create({ knex, provider: 'one' });
    await expect(cursors.load()).resolves.toBeUndefined();

    const cursor = { epoch: 'e1', revision: 7, nextSweepAt: 1_764_000_000_000 };
    await cursors.save(cursor);
    await expect(cursors.load()).resolves.toEqual(cursor);

    const later = { epoch: 'e2', revision: 3_000_000_000, nextSweepAt: 0 };
    await cursors.save(later);
    await expect(cursors.load()).resolves.toEqual(later);
    await expect(
      CursorStore.create({ knex, provider: 'two' }).load(),
    ).resolves.toBeUndefined();
  });
});

describe.each(databases.eachSupportedId())('migrations on %s', databaseId => {
  it('go up and down beside the migrations of the catalog', async () => {
    const knex = await databases.init(databaseId);
    // What the catalog's own migrations leave behind.
    await knex.schema.createTable('knex_migrations', table => {
      table.increments('id');
      table.string('name');
      table.integer('batch');
      table.timestamp('migration_time');
    });
    await knex('knex_migrations').insert({ name: 'theirs.js', batch: 1 });

    const database = mockServices.database({ knex });
    await openDatabase(database);
    await openDatabase(database);
    await expect(knex.schema.hasTable('managed_nodes_cursor')).resolves.toBe(
      true,
    );

    await knex.migrate.rollback(
      { directory: migrationsDirectory, tableName: MIGRATIONS_TABLE },
      true,
    );
    await expect(knex.schema.hasTable('managed_nodes_cursor')).resolves.toBe(
      false,
    );
    await expect(knex('knex_migrations').pluck('name')).resolves.toEqual([
      'theirs.js',
    ]);
  });

  it('are left alone where the backend is told to skip migrations', async () => {
    const knex = await databases.init(databaseId);
    await openDatabase(
      mockServices.database({ knex, migrations: { skip: true } }),
    );
    await expect(knex.schema.hasTable('managed_nodes_cursor')).resolves.toBe(
      false,
    );
  });
});
