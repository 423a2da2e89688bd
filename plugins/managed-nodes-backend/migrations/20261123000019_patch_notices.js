// @ts-check

/**
 * What people were told of their patches, so that nobody is told twice, and
 * which nodes are critical, so that it is told when they become it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('patch_notices', table => {
    table.string('kind', 32).notNullable();
    table.string('recipient', 512).notNullable();
    table.string('day', 10).notNullable();
    table.bigInteger('sent_at').notNullable();
    table.primary(['kind', 'recipient', 'day']);
  });

  await knex.schema.createTable('critical_nodes', table => {
    table
      .integer('node_id')
      .primary()
      .references('id')
      .inTable('nodes')
      .onDelete('CASCADE');
    table.bigInteger('since').notNullable();
    table.boolean('told').notNullable().index();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('critical_nodes');
  await knex.schema.dropTable('patch_notices');
};
