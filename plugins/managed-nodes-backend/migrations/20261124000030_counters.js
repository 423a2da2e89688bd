// @ts-check

/**
 * When counters were read on nodes, of the last minutes only, so that all
 * replicas together keep to how often that may be.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('counter_runs', table => {
    table.increments('id');
    table.string('user_ref', 512).notNullable();
    table.bigInteger('started_at').notNullable().index();
    table.index(['user_ref', 'started_at']);
  });

  await knex.schema.createTable('counter_turns', table => {
    table.string('node', 63).primary();
    table
      .bigInteger('started_at')
      .notNullable()
      .index()
      .comment('of the last run on the node');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('counter_turns');
  await knex.schema.dropTable('counter_runs');
};
