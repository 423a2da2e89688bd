// @ts-check

/**
 * Makes free text search fast on PostgreSQL, where the database's owner may
 * create the trusted extension pg_trgm. Without it text is found all the
 * same, by scanning.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (!knex.client.config.client.includes('pg')) {
    return;
  }
  const {
    rows: [{ available }],
  } = await knex.raw(`
    SELECT EXISTS (
      SELECT FROM pg_extension WHERE extname = 'pg_trgm'
    ) OR (
      has_database_privilege(current_database(), 'CREATE')
      AND EXISTS (
        SELECT FROM pg_available_extension_versions
        WHERE name = 'pg_trgm' AND trusted
      )
    ) AS available`);
  if (!available) {
    return;
  }
  await knex.raw('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  const {
    rows: [{ schema }],
  } = await knex.raw(`
    SELECT nspname AS schema FROM pg_extension
    JOIN pg_namespace ON pg_namespace.oid = extnamespace
    WHERE extname = 'pg_trgm'`);
  await knex.raw(
    'CREATE INDEX nodes_search_text ON nodes USING gin (search_text ??.gin_trgm_ops)'.replace(
      '??',
      `"${schema.replaceAll('"', '""')}"`,
    ),
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (knex.client.config.client.includes('pg')) {
    await knex.raw('DROP INDEX IF EXISTS nodes_search_text');
  }
};
