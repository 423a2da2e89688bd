// @ts-check

const SHOWN = "WHERE status <> 'left'";

/**
 * Lets facets and overview count a whole fleet from indexes alone. Two small
 * ones hold what few values tell apart, in the order it is grouped by; the
 * third has every column that a filter or a count needs, for counts under a
 * filter, which would otherwise read all of the wide rows.
 *
 * Sorting by a column of few values needs the id in its index as well, or the
 * nodes of a whole value are sorted for one page.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    `CREATE INDEX nodes_summary ON nodes (status, resource_type, environment, patch_bucket, platform_name, platform_version, claimed, agent_outdated) ${SHOWN}`,
  );
  await knex.raw(
    `CREATE INDEX nodes_place ON nodes (account, region) ${SHOWN}`,
  );
  await knex.raw(
    `CREATE INDEX nodes_counted ON nodes (owner_ref, account, region, system_ref, component_ref, status, resource_type, environment, patch_bucket, platform_name, platform_version, claimed, agent_outdated) ${SHOWN}`,
  );
  await knex.raw('DROP INDEX nodes_facet_account');
  for (const column of ['status', 'environment', 'region']) {
    await knex.raw(`DROP INDEX nodes_facet_${column}`);
    await knex.raw(
      `CREATE INDEX nodes_sort_${column} ON nodes (${column}, id) ${SHOWN}`,
    );
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const column of ['status', 'environment', 'region']) {
    await knex.raw(`DROP INDEX nodes_sort_${column}`);
    await knex.raw(
      `CREATE INDEX nodes_facet_${column} ON nodes (${column}) ${SHOWN}`,
    );
  }
  await knex.raw(
    `CREATE INDEX nodes_facet_account ON nodes (account) ${SHOWN}`,
  );
  await knex.raw('DROP INDEX nodes_counted');
  await knex.raw('DROP INDEX nodes_place');
  await knex.raw('DROP INDEX nodes_summary');
};
