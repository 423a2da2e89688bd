// @ts-check

/**
 * What operating the sync takes: targets that were asked for, and the EC2
 * instances that Systems Manager does not manage.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const postgres = knex.client.config.client.includes('pg');

  await knex.schema.alterTable('sync_targets', table => {
    table
      .string('source', 16)
      .notNullable()
      .defaultTo('ssm')
      .comment('where its nodes were listed last');
    table.bigInteger('requested_at').comment('when somebody asked for a sync');
  });

  await knex.schema.createTable('unmanaged_instances', table => {
    table.increments('id');
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table.string('instance_id', 64).notNullable();
    table.string('title', 256).notNullable();
    table
      .string('sort_title', 256)
      .notNullable()
      .comment('title in lower case');
    table.string('reason', 32).notNullable();
    // Named as in nodes, so that the permission rules apply to both.
    table.string('environment', 16).notNullable();
    table.string('platform_name', 256);
    table.string('owner_ref', 512).notNullable();
    table.boolean('claimed').notNullable();
    table.string('system_ref', 512);
    table.string('component_ref', 512);
    if (postgres) {
      table.jsonb('tags').notNullable();
    } else {
      table.text('tags').notNullable();
    }
    table
      .text('details')
      .notNullable()
      .comment('JSON of what is shown but never queried');
    table.text('search_text').notNullable();
    table.bigInteger('first_seen_at').notNullable();
    table.bigInteger('last_seen_at').notNullable();
    table
      .integer('seen_generation')
      .notNullable()
      .comment('the listing of its target that showed it last');
    table.unique(['account', 'region', 'instance_id']);
    table.index(['sort_title', 'id']);
    table.index(['owner_ref', 'sort_title', 'id']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('unmanaged_instances');
  await knex.schema.alterTable('sync_targets', table => {
    table.dropColumns('requested_at', 'source');
  });
};
