// @ts-check

/**
 * What is counted over the whole fleet too often to be counted each time: how
 * it stands with the patch policy, and how many nodes lack each patch. A task
 * recounts it; `store_meta` says as of when.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('patch_counts', table => {
    table
      .string('dimension', 16)
      .notNullable()
      .comment('what the nodes are counted by, or total, or place');
    table.string('value', 512);
    table.string('value2', 512).comment('a Component next to its System');
    table.string('status', 16).notNullable();
    table.integer('cell').notNullable().comment('bucket and standing');
    table.integer('nodes').notNullable();
    table.bigInteger('due_at').comment('the next date that is not past');
    table.index(['dimension']);
  });

  await knex.schema.createTable('patch_totals', table => {
    table
      .integer('patch_id')
      .notNullable()
      .references('id')
      .inTable('patches')
      .onDelete('CASCADE');
    table.string('state', 32).notNullable();
    table.integer('nodes').notNullable();
    table.bigInteger('first_at').notNullable();
    table.bigInteger('due_at');
    table.primary(['patch_id', 'state']);
  });

  await knex.schema.createTable('patch_node_totals', table => {
    table
      .integer('lacks')
      .primary()
      .comment('bits: each kind of patch in each state');
    table.integer('nodes').notNullable();
  });

  // Few at any time: those whose patches wait to be read, and those that left.
  await knex.raw(
    "CREATE INDEX nodes_patch_unread ON nodes (id) WHERE status <> 'left' AND patch_bucket IN ('critical', 'security', 'other') AND patch_due_at IS NULL AND NOT patch_excepted",
  );
  await knex.raw("CREATE INDEX nodes_left ON nodes (id) WHERE status = 'left'");

  await knex.raw(
    'CREATE INDEX patch_snapshots_system ON patch_snapshots (grain, system_ref, day)',
  );
  await knex.raw(
    'CREATE INDEX patch_snapshots_component ON patch_snapshots (grain, component_ref, day)',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX patch_snapshots_component');
  await knex.raw('DROP INDEX patch_snapshots_system');
  await knex.raw('DROP INDEX nodes_left');
  await knex.raw('DROP INDEX nodes_patch_unread');
  await knex.schema.dropTable('patch_node_totals');
  await knex.schema.dropTable('patch_totals');
  await knex.schema.dropTable('patch_counts');
};
