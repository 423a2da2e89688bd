// @ts-check

/**
 * The accounts that were found in the organization, so that every replica
 * knows the same ones, also when Organizations cannot be asked.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('organization_accounts', table => {
    table.string('id', 32).primary();
    table.string('name', 256).notNullable();
    table.string('state', 32).notNullable();
    table.text('unit_ids').comment('JSON list from the root down');
    table.text('units').comment('JSON list of names');
    table.text('tags').comment('JSON');
    table.bigInteger('tags_at').comment('when they were read');
    table.text('regions').comment('JSON list of those enabled');
    table.bigInteger('regions_at').comment('when they were read');
    table.bigInteger('first_seen_at').notNullable();
    table.bigInteger('last_seen_at').notNullable();
    table.integer('missing_listings').notNullable().defaultTo(0);
    table.bigInteger('gone_at').comment('when it was believed gone');
  });

  await knex.schema.createTable('organization_discovery', table => {
    table.integer('id').primary();
    table.string('state', 16).notNullable();
    table.integer('generation').notNullable().comment('counts the runs');
    table
      .integer('revision')
      .notNullable()
      .comment('grows whenever what is known of the accounts changes');
    table
      .string('asked_for', 64)
      .comment('hash of the config that the last run went by');
    table.bigInteger('started_at');
    table.bigInteger('finished_at');
    table.bigInteger('last_success_at');
    table.bigInteger('units_at').comment('when the units were read');
    table.integer('listed').notNullable();
    table.integer('calls').notNullable();
    table.integer('throttles').notNullable();
    table.text('error').comment('JSON');
  });
  await knex('organization_discovery').insert({
    id: 1,
    state: 'never',
    generation: 0,
    revision: 0,
    listed: 0,
    calls: 0,
    throttles: 0,
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('organization_discovery');
  await knex.schema.dropTable('organization_accounts');
};
