import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory, { Knex } from 'knex';
import { openDatabase } from '../../plugins/managed-nodes-backend/src/nodes/database';
import { BenchOptions } from './figures';

/** A database that is empty to begin with and gone in the end. */
export interface BenchDatabase {
  knex: Knex;
  /** Brings the planner's statistics up to date, as the database does by itself in time. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the database that was asked for, with nothing in it. */
export async function openEmpty({
  database,
  connection,
}: BenchOptions): Promise<BenchDatabase> {
  if (database === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'managed-nodes-sqlite-'));
    // One connection, as Backstage gives plugins on SQLite.
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: join(folder, 'bench.sqlite') },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    return {
      knex,
      settle: async () => {
        await knex.raw('PRAGMA optimize');
      },
      close: async () => {
        await knex.destroy();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  }
  const knex = knexFactory({
    client: 'pg',
    connection,
    pool: { min: 0, max: 10 },
  });
  await knex.raw('DROP SCHEMA public CASCADE');
  await knex.raw('CREATE SCHEMA public');
  return {
    knex,
    settle: async () => {
      await knex.raw('VACUUM ANALYZE');
    },
    close: () => knex.destroy(),
  };
}

/** The same with the node store's tables in it. */
export async function openStore(options: BenchOptions): Promise<BenchDatabase> {
  const opened = await openEmpty(options);
  await openDatabase({ getClient: async () => opened.knex });
  return opened;
}
