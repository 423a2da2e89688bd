// @ts-check

/**
 * What came as an event and could not be read, and what could not be read
 * from AWS because of one, for the people who look after the portal.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('event_problems', table => {
    table
      .string('digest', 40)
      .primary()
      .comment('hash of the reason and the message');
    // Cleaned and cut; a database may count bytes where we count characters.
    table.text('reason').notNullable();
    table.text('excerpt').notNullable();
    table.integer('times').notNullable();
    table.bigInteger('first_at').notNullable();
    table.bigInteger('last_at').notNullable().index();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('event_problems');
};
