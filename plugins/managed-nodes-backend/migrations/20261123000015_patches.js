// @ts-check

const SHOWN = "WHERE status <> 'left'";

/**
 * Patches: which of them nodes lack and since when, by when the policy wants
 * them, what is excepted, and how all of it stood day by day.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('nodes', table => {
    table
      .smallint('patch_reasons')
      .notNullable()
      .defaultTo(0)
      .comment('bits: 1 missing, 2 failed, 4 pending reboot, 8 rejected');
    table
      .integer('patch_lacking')
      .notNullable()
      .defaultTo(0)
      .comment('patches that make it noncompliant');
    table.bigInteger('patch_operation_at').comment('end of the last report');
    table
      .bigInteger('patch_due_at')
      .comment('when the first patch that lacks is due');
    table
      .boolean('patch_excepted')
      .notNullable()
      .defaultTo(false)
      .comment('all that lacks is excepted');
  });
  await knex.raw(
    `CREATE INDEX nodes_patches ON nodes (owner_ref, account, region, system_ref, component_ref, status, environment, platform_name, patch_bucket, patch_reasons, patch_operation_at, patch_due_at, patch_excepted) ${SHOWN}`,
  );
  await knex.raw(
    `CREATE INDEX nodes_sort_patch_due ON nodes ((COALESCE(patch_due_at, 9007199254740991)), id) ${SHOWN}`,
  );
  await knex.raw(
    `CREATE INDEX nodes_sort_patch_report ON nodes ((COALESCE(patch_operation_at, 0)), id) ${SHOWN}`,
  );

  await knex.schema.createTable('patches', table => {
    table.increments('id');
    table
      .string('digest', 40)
      .notNullable()
      .unique()
      .comment('hash of KB and title');
    table.string('kb_id', 256).notNullable();
    table.string('title', 512).notNullable();
    table.string('classification', 128);
    table.string('severity', 64);
    table.string('kind', 16).notNullable();
    table.smallint('kind_rank').notNullable().comment('2 critical, 1 security');
    table.text('cves').notNullable().comment('JSON list');
    table.text('search_text').notNullable().comment('in lower case');
    table.bigInteger('released_at');
    table.index(['kb_id']);
  });

  await knex.schema.createTable('patch_exceptions', table => {
    table.string('id', 36).primary();
    table.string('scope', 16).notNullable();
    table.string('subject', 512).notNullable().index();
    table.string('patch', 256).notNullable();
    table.text('reason').notNullable();
    table.bigInteger('until').notNullable().index();
    table.string('created_by', 512).notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('ended_at');
    table.string('ended_by', 512);
    table
      .bigInteger('settled_at')
      .comment('when its end was worked into due dates');
  });

  await knex.schema.createTable('node_patches', table => {
    table
      .integer('node_id')
      .notNullable()
      .references('id')
      .inTable('nodes')
      .onDelete('CASCADE');
    table.integer('patch_id').notNullable().references('id').inTable('patches');
    table.string('state', 32).notNullable();
    table.bigInteger('first_at').notNullable().comment('first reported');
    table.bigInteger('due_at').comment('null when excepted');
    table.string('exception_id', 36);
    table.primary(['node_id', 'patch_id']);
    table.index(['patch_id', 'node_id']);
  });

  await knex.schema.createTable('node_patch_reads', table => {
    table
      .integer('node_id')
      .primary()
      .references('id')
      .inTable('nodes')
      .onDelete('CASCADE');
    table
      .bigInteger('operation_at')
      .comment('end of the report that was read; null before the first');
    table.bigInteger('read_at');
    table.integer('failures').notNullable().defaultTo(0);
    table.bigInteger('retry_at');
    table.text('problem').comment('why it could not be read');
  });

  await knex.schema.createTable('patch_snapshots', table => {
    table.string('day', 10).notNullable();
    table
      .string('grain', 8)
      .notNullable()
      .comment('all, owner, or full: what tells the rows of a day apart');
    // Named as in nodes, so that the permission rules apply to both.
    table.string('owner_ref', 512);
    table.string('system_ref', 512);
    table.string('component_ref', 512);
    table.string('environment', 16);
    table.string('platform_name', 256);
    table.string('account', 32);
    table.string('region', 32);
    for (const column of [
      'nodes',
      'b_never_reported',
      'b_critical',
      'b_security',
      'b_other',
      'b_compliant',
      's_never_reported',
      's_overdue',
      's_stale',
      's_due',
      's_excepted',
      's_compliant',
    ]) {
      table.integer(column).notNullable();
    }
    table.index(['grain', 'day']);
    table.index(['grain', 'owner_ref', 'day']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('patch_snapshots');
  await knex.schema.dropTable('node_patch_reads');
  await knex.schema.dropTable('node_patches');
  await knex.schema.dropTable('patch_exceptions');
  await knex.schema.dropTable('patches');
  await knex.raw('DROP INDEX nodes_sort_patch_report');
  await knex.raw('DROP INDEX nodes_sort_patch_due');
  await knex.raw('DROP INDEX nodes_patches');
  await knex.schema.alterTable('nodes', table => {
    table.dropColumns(
      'patch_reasons',
      'patch_lacking',
      'patch_operation_at',
      'patch_due_at',
      'patch_excepted',
    );
  });
};
