// @ts-check

/**
 * The objects of resource data syncs as they were when what they say was
 * stored: those that look the same need not be read again.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('s3_objects', table => {
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table.string('node_id', 64).notNullable();
    table.string('type', 32).notNullable().comment('inventory type');
    table.string('etag', 128);
    table
      .bigInteger('last_modified')
      .comment('tells objects apart where there is no ETag');
    table
      .string('reading', 40)
      .notNullable()
      .comment('hash of what it was read by, e.g. the environment rules');
    table
      .string('note', 16)
      .comment('terminated: no node; no-severities: compliance items tell');
    table.primary(['account', 'region', 'node_id', 'type']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('s3_objects');
};
