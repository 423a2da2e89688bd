// @ts-check

/**
 * How far this catalog has taken over the node store's changes. It lives in
 * the catalog's database, so that it is lost, restored and moved together with
 * the entities it speaks of.
 *
 * Times are milliseconds since the epoch, so that all databases compare them
 * alike.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('managed_nodes_cursor', table => {
    table.string('provider', 64).primary();
    table
      .string('epoch', 64)
      .notNullable()
      .comment('Identifies the node store that the revision belongs to');
    table
      .bigInteger('revision')
      .notNullable()
      .comment('Everything up to here is in the catalog');
    table
      .bigInteger('next_sweep_at')
      .notNullable()
      .comment('When to look for entities whose node is gone');
    table.bigInteger('updated_at').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('managed_nodes_cursor');
};
