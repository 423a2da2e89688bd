// @ts-check

/**
 * Runs of runbooks: operations that AWS carries out as commands or as
 * automation executions, and that may wait for an approval first.
 *
 * Times are milliseconds since the epoch.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('command_operations', table => {
    table
      .string('transport', 16)
      .notNullable()
      .defaultTo('command')
      .comment('command or automation');
    table.string('version', 16).comment('of the document; null: its default');
    table
      .string('nodes_parameter', 64)
      .comment('of an Automation document: which parameter takes the nodes');
  });
  await knex.schema.alterTable('command_groups', table => {
    table
      .string('outcome', 16)
      .comment('of an automation execution as a whole; null: of its nodes');
    table.text('detail');
    table.bigInteger('ended_at');
  });

  await knex.schema.createTable('runs', table => {
    table
      .string('operation_id', 36)
      .primary()
      .references('id')
      .inTable('command_operations')
      .onDelete('CASCADE');
    table.string('runbook', 64).notNullable();
    table.string('title', 100).notNullable();
    table.string('hash', 64).notNullable().comment('sha256 of the document');
    table
      .text('shown_parameters')
      .notNullable()
      .comment('JSON: names, values and whose they are, hidden ones left out');
    table
      .text('given_parameters')
      .notNullable()
      .comment('JSON: what the person gave, to put it together anew');
    table.text('results').comment('JSON: the table it fills, and its columns');
    table
      .string('approval', 16)
      .comment('pending, approved, rejected, expired or withdrawn; null: none');
    table.text('approval_reasons').comment('JSON: sentences');
    table.text('approvers').comment('JSON: entity refs');
    table.bigInteger('approval_expires_at');
    table.string('decided_by', 512);
    table.bigInteger('decided_at');
    table.text('decision_comment');
    table.bigInteger('launched_at').comment('when it was handed to be sent');
    table.index(['runbook']);
    table.index(['approval', 'approval_expires_at']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('runs');
  await knex.schema.alterTable('command_groups', table => {
    table.dropColumns('outcome', 'detail', 'ended_at');
  });
  await knex.schema.alterTable('command_operations', table => {
    table.dropColumns('transport', 'version', 'nodes_parameter');
  });
};
