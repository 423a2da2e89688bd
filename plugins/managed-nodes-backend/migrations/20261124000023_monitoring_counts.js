// @ts-check

const SHOWN = "WHERE status <> 'left'";

const SUMMARY = [
  'status',
  'resource_type',
  'environment',
  'patch_bucket',
  'platform_name',
  'platform_version',
];
const WATCHED = ['monitoring', 'alarm'];
const FLAGS = ['claimed', 'agent_outdated'];
const PLACE = ['owner_ref', 'account', 'region', 'system_ref', 'component_ref'];

/**
 * @param {import('knex').Knex} knex
 * @param {string[]} watched
 */
async function index(knex, watched) {
  await knex.raw('DROP INDEX nodes_summary');
  await knex.raw('DROP INDEX nodes_counted');
  await knex.raw(
    `CREATE INDEX nodes_summary ON nodes (${[
      ...SUMMARY,
      ...watched,
      ...FLAGS,
    ].join(', ')}) ${SHOWN}`,
  );
  await knex.raw(
    `CREATE INDEX nodes_counted ON nodes (${[
      ...PLACE,
      ...SUMMARY,
      ...watched,
      ...FLAGS,
    ].join(', ')}) ${SHOWN}`,
  );
}

/**
 * Lets facets and overview count who is monitored from the indexes that they
 * count everything else from.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await index(knex, WATCHED);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await index(knex, []);
};
