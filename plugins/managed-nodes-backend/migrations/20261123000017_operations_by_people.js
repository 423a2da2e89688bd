// @ts-check

/**
 * What people have Run Command do on nodes: an operation, the commands it
 * takes, what becomes of each node, and who holds a node meanwhile.
 *
 * Times are milliseconds since the epoch.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('command_operations', table => {
    table.string('id', 36).primary();
    table.string('kind', 16).notNullable().comment('patch');
    table.string('action', 32).notNullable();
    table.string('document', 256).notNullable();
    table.text('parameters').notNullable().comment('JSON, as SendCommand');
    table.string('state', 16).notNullable();
    table.string('started_by', 512).notNullable();
    table.string('idempotency_key', 36).notNullable();
    table.string('digest', 64).notNullable();
    table.bigInteger('started_at').notNullable();
    table.bigInteger('ended_at');
    table.text('note');
    table.string('max_concurrency', 8).notNullable();
    table.string('max_errors', 8).notNullable();
    table.text('skipped').notNullable().comment('JSON of counts by reason');
    table.string('retry_of', 36);
    table.string('cancelled_by', 512);
    table.bigInteger('cancelled_at');
    table.string('sent_as', 16).comment('person or portal; null: not yet');
    table
      .bigInteger('sending_until')
      .comment('until when its sender is believed alive; null: it is done');
    // A double click starts one operation.
    table.unique(['started_by', 'idempotency_key']);
    table.index(['started_at', 'id']);
  });

  await knex.schema.createTable('command_groups', table => {
    table.increments('id');
    table
      .string('operation_id', 36)
      .notNullable()
      .references('id')
      .inTable('command_operations')
      .onDelete('CASCADE');
    table.integer('number').notNullable();
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table
      .string('state', 16)
      .notNullable()
      .comment('planned, sending, sent, ended, unsent');
    table.string('max_concurrency', 8).notNullable();
    table.string('max_errors', 8).notNullable();
    table.string('command_id', 36);
    table.bigInteger('attempt_at').comment('when sending it was begun');
    table.bigInteger('sent_at');
    table.bigInteger('poll_at').comment('when to look next');
    table.integer('poll_delay').notNullable().defaultTo(0);
    table.unique(['operation_id', 'number']);
    table.index(['state']);
  });

  await knex.schema.createTable('command_nodes', table => {
    table.increments('id');
    table
      .string('operation_id', 36)
      .notNullable()
      .references('id')
      .inTable('command_operations')
      .onDelete('CASCADE');
    table.integer('group_number').notNullable();
    table.string('name', 63).notNullable();
    table.string('node_id', 64).notNullable();
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table.string('title', 256).notNullable();
    table.string('sort_title', 256).notNullable();
    table.string('platform_type', 16);
    table.string('outcome', 16).notNullable();
    table.text('detail');
    table.bigInteger('started_at');
    table.bigInteger('ended_at');
    table.string('bucket_before', 16);
    table.integer('missing_before');
    table.string('bucket_after', 16);
    table.integer('missing_after');
    table.bigInteger('refresh_at').comment('when to read the node anew');
    table.integer('refreshes').notNullable().defaultTo(0);
    table.unique(['operation_id', 'name']);
    table.index(['name']);
  });
  await knex.raw(
    'CREATE INDEX command_nodes_to_refresh ON command_nodes (refresh_at) WHERE refresh_at IS NOT NULL',
  );

  // A node is in one unfinished operation at a time: whoever comes second
  // finds its name taken, also when both come at once.
  await knex.schema.createTable('command_claims', table => {
    table.string('name', 63).primary();
    table
      .string('operation_id', 36)
      .notNullable()
      .references('id')
      .inTable('command_operations')
      .onDelete('CASCADE');
    table.index(['operation_id']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('command_claims');
  await knex.schema.dropTable('command_nodes');
  await knex.schema.dropTable('command_groups');
  await knex.schema.dropTable('command_operations');
};
