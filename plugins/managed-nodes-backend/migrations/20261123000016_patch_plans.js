// @ts-check

const SHOWN = "WHERE status <> 'left'";

/**
 * What will be patched when: maintenance windows and associations that run a
 * patch document, what they are for, the baselines nodes are measured by, and
 * what those will approve.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const postgres = knex.client.config.client.includes('pg');

  await knex.schema.createTable('patch_plan_reads', table => {
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table
      .bigInteger('started_at')
      .notNullable()
      .comment('of the last read; newer than ended_at while one runs');
    table.bigInteger('ended_at');
    // When each kind was last read to its end.
    table.bigInteger('windows_read_at');
    table.bigInteger('associations_read_at');
    table.bigInteger('baselines_read_at');
    table.bigInteger('approvals_read_at');
    table
      .text('problem')
      .comment('JSON list of what the last read could not read');
    table.primary(['account', 'region']);
  });

  await knex.schema.createTable('patch_plans', table => {
    table
      .string('id', 40)
      .primary()
      .comment('hash of where it is and what AWS calls it');
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table.string('kind', 24).notNullable();
    table.string('aws_id', 64).notNullable();
    table.string('name', 256).notNullable();
    table.string('operation', 8).notNullable();
    table.string('reboot_option', 16);
    table.string('schedule', 256);
    table.string('schedule_timezone', 64);
    table.smallint('schedule_offset').comment('days after what schedule says');
    table.bigInteger('next_run_at');
    table.bigInteger('ends_at').comment('no run begins later');
    table.integer('duration_hours');
    table.integer('cutoff_hours');
    table.boolean('enabled').notNullable();
    table.text('targets_text').notNullable();
    table.boolean('targets_known').notNullable();
    table.bigInteger('last_run_at');
    table.string('last_status', 64);
    table.index(['account', 'region', 'kind']);
  });
  await knex.raw(
    'CREATE INDEX patch_plans_next ON patch_plans ((COALESCE(next_run_at, 9007199254740991)), id)',
  );

  // A plan is for the nodes that meet one of these: a value of one condition,
  // and the other conditions there may be. With the place,
  // so that nodes can be matched without their plans.
  await knex.schema.createTable('patch_plan_targets', table => {
    table
      .string('plan_id', 40)
      .notNullable()
      .references('id')
      .inTable('patch_plans')
      .onDelete('CASCADE')
      .index();
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table.string('kind', 8).notNullable().comment('all, node or tag');
    table.string('tag_key', 256);
    table.string('value', 256).comment('null: any value of the tag');
    table.text('others').comment('JSON list of conditions to be met as well');
    table.index(['account', 'region']);
  });

  await knex.schema.createTable('patch_baselines', table => {
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table.string('id', 128).notNullable().comment('pb-…, without the ARN');
    table.string('name', 256).notNullable();
    table
      .text('details')
      .notNullable()
      .comment('JSON of what is shown but never queried');
    table.primary(['account', 'region', 'id']);
  });

  await knex.schema.createTable('pending_approvals', table => {
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table.string('baseline_id', 128).notNullable();
    table.string('kb_id', 256).notNullable();
    table.string('title', 512).notNullable();
    table.string('digest', 40).notNullable().comment('hash of KB and title');
    table.string('kind', 16).notNullable();
    table.string('severity', 64);
    table.text('cves').notNullable().comment('JSON list');
    table.bigInteger('released_at');
    table.bigInteger('approved_at').notNullable();
    table.primary(['account', 'region', 'baseline_id', 'digest']);
    table.index(['approved_at']);
  });

  // Which nodes a baseline measures is only in what is shown of them.
  await knex.raw(
    postgres
      ? `CREATE INDEX nodes_patch_baseline ON nodes (account, region, ((details::jsonb #>> '{patch,baselineId}'))) ${SHOWN}`
      : `CREATE INDEX nodes_patch_baseline ON nodes (account, region, (json_extract(details, '$.patch.baselineId'))) ${SHOWN}`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX nodes_patch_baseline');
  await knex.schema.dropTable('pending_approvals');
  await knex.schema.dropTable('patch_baselines');
  await knex.schema.dropTable('patch_plan_targets');
  await knex.schema.dropTable('patch_plans');
  await knex.schema.dropTable('patch_plan_reads');
};
