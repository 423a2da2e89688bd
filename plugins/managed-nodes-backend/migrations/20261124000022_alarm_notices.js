// @ts-check

/**
 * Which ringing alarms their owners were told of.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('node_alarms', table => {
    table
      .bigInteger('told_at')
      .comment('when the owner was told that it rings; null otherwise');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('node_alarms', table => {
    table.dropColumn('told_at');
  });
};
