import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { randomUUID } from 'node:crypto';
import { Knex } from 'knex';

/** Applies the migrations and gives the node store its identity, once. */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@managed-nodes/plugin-managed-nodes-backend',
        'migrations',
      ),
    });
  }
  await knex('store_meta')
    .insert({ key: 'epoch', value: randomUUID() })
    .onConflict('key')
    .ignore();
  return knex;
}

/** Whether this is PostgreSQL rather than SQLite. */
export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client.includes('pg');
}

/** Nodes with when they were seen, to be narrowed, sorted and limited. */
export function seenNodes(knex: Knex): Knex.QueryBuilder {
  return knex('nodes')
    .join('node_beats', 'node_beats.name', 'nodes.name')
    .select(
      'nodes.*',
      'node_beats.last_seen_at',
      'node_beats.last_ping_at',
      'node_beats.seen_generation',
    );
}

/** Reads one of the store's own facts. */
export async function readMeta(
  knex: Knex,
  key: string,
): Promise<string | undefined> {
  const row = await knex<{ key: string; value: string }>('store_meta')
    .where({ key })
    .first('value');
  return row?.value;
}

/** Writes one of the store's own facts. */
export async function writeMeta(
  knex: Knex,
  key: string,
  value: string,
): Promise<void> {
  await knex('store_meta').insert({ key, value }).onConflict('key').merge();
}

/** Rows of two columns per statement: what SQLite takes. */
const CHANGES_AT_ONCE = 500;

/**
 * Notes that the identity of these nodes changed, for those who follow the
 * changes. To be done last in a transaction: the counter's row stays locked
 * until it ends, so revisions become visible in their own order, and a reader
 * that saw N has seen all up to N.
 */
export async function recordChanges(
  trx: Knex.Transaction,
  names: string[],
): Promise<void> {
  if (!names.length) {
    return;
  }
  await trx('revision_counter')
    .where({ id: 1 })
    .increment('value', names.length);
  const row = await trx<{ id: number; value: number | string }>(
    'revision_counter',
  )
    .where({ id: 1 })
    .first('value');
  if (!row) {
    throw new Error('The node store has no revision counter');
  }
  const before = Number(row.value) - names.length;
  const changes = names.map((name, index) => ({
    name,
    revision: before + index + 1,
  }));
  for (let start = 0; start < changes.length; start += CHANGES_AT_ONCE) {
    await trx('node_changes')
      .insert(changes.slice(start, start + CHANGES_AT_ONCE))
      .onConflict('name')
      .merge();
  }
}

/** Whether a database refused a row because another has its key. */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === '23505' || String(code).startsWith('SQLITE_CONSTRAINT');
}
