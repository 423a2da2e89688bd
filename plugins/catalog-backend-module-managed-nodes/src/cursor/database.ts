import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/**
 * Knex keeps the names of applied migrations in a table; the catalog has its
 * own in the same database, and each would take the other's for corrupt.
 */
export const MIGRATIONS_TABLE = 'managed_nodes_knex_migrations';

/** Where this package keeps its migrations. */
export const migrationsDirectory = resolvePackagePath(
  '@managed-nodes/plugin-catalog-backend-module-managed-nodes',
  'migrations',
);

/** Opens the catalog's database with our table in it. */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({
      directory: migrationsDirectory,
      tableName: MIGRATIONS_TABLE,
    });
  }
  return knex;
}
