// @ts-check

const SHOWN = "WHERE status <> 'left'";

/**
 * Which nodes report metrics and which alarms concern them, with the exact
 * names that CloudWatch has for what the CloudWatch agent of each reports.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('nodes', table => {
    table.string('monitoring', 16).notNullable().defaultTo('unknown');
    table
      .string('alarm', 20)
      .notNullable()
      .defaultTo('none')
      .comment('the worst state among its alarms');
  });
  await knex.raw(
    `CREATE INDEX nodes_monitoring ON nodes (monitoring, alarm, id) ${SHOWN}`,
  );

  await knex.schema.createTable('node_metrics', table => {
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table.string('node_id', 64).notNullable();
    table
      .bigInteger('reported_at')
      .comment('when it was last seen to report, once it does no longer');
    table
      .text('metrics')
      .notNullable()
      .comment('JSON of the metric of each kind that nodes are compared by');
    table.primary(['account', 'region', 'node_id']);
  });

  await knex.schema.createTable('metric_reads', table => {
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table
      .string('part', 16)
      .notNullable()
      .comment('metrics or alarms, which are read apart');
    table
      .bigInteger('started_at')
      .notNullable()
      .comment('of the last read; newer than ended_at while one runs');
    table.bigInteger('ended_at');
    table.bigInteger('read_at').comment('when it was last read to its end');
    table.text('problem').comment('JSON of why the last read did not succeed');
    table.primary(['account', 'region', 'part']);
  });

  await knex.schema.createTable('node_alarms', table => {
    table
      .string('id', 40)
      .notNullable()
      .comment('hash of where the alarm is and what it is called');
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table.string('node_id', 64).notNullable();
    table.string('name', 256).notNullable();
    table.string('state', 20).notNullable();
    table.integer('rank').notNullable().comment('0 rings, then the others');
    table.bigInteger('since').notNullable();
    table.text('details').notNullable().comment('JSON of what is only shown');
    table.primary(['id', 'node_id']);
    table.index(['account', 'region', 'node_id']);
    table.index(['rank', 'since']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('node_alarms');
  await knex.schema.dropTable('metric_reads');
  await knex.schema.dropTable('node_metrics');
  await knex.raw('DROP INDEX nodes_monitoring');
  await knex.schema.alterTable('nodes', table => {
    table.dropColumn('alarm');
    table.dropColumn('monitoring');
  });
};
