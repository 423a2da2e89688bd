// @ts-check

/**
 * The node store: one row per managed node, one per sync target, and the
 * counter that orders identity changes.
 *
 * Times are milliseconds since the epoch, so that both databases sort and
 * compare them alike.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const postgres = knex.client.config.client.includes('pg');

  await knex.schema.createTable('store_meta', table => {
    table.string('key', 64).primary();
    table.text('value').notNullable();
  });

  await knex.schema.createTable('revision_counter', table => {
    table.integer('id').primary();
    table.bigInteger('value').notNullable();
  });
  await knex('revision_counter').insert({ id: 1, value: 0 });

  await knex.schema.createTable('nodes', table => {
    table.increments('id');
    table.string('name', 63).notNullable().unique();
    table.string('node_id', 64).notNullable();
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table.string('title', 256).notNullable();
    table
      .string('sort_title', 256)
      .notNullable()
      .comment('title in lower case');
    table.string('environment', 16).notNullable();
    table.string('resource_type', 8).notNullable();
    table.string('status', 16).notNullable();
    table.string('platform_type', 16);
    table.string('platform_name', 256);
    table.string('platform_version', 64);
    table.string('agent_version', 64);
    table
      .string('agent_version_sort', 64)
      .comment('agent_version with its numbers padded');
    table.boolean('agent_outdated').notNullable();
    table.string('owner_ref', 512).notNullable();
    table.boolean('claimed').notNullable();
    table.string('system_ref', 512);
    table.string('component_ref', 512);
    table.string('patch_bucket', 16).notNullable();
    table
      .bigInteger('patch_rank')
      .notNullable()
      .comment('orders nodes by how badly they need patches');
    if (postgres) {
      table.jsonb('tags').notNullable();
    } else {
      table.text('tags').notNullable();
    }
    table
      .text('details')
      .notNullable()
      .comment('JSON of what is shown but never queried');
    table
      .text('search_text')
      .notNullable()
      .comment('what free text is looked for in, in lower case');
    table.string('identity_hash', 64).notNullable();
    table.string('state_hash', 64).notNullable();
    table.bigInteger('first_seen_at').notNullable();
    table.integer('missing_listings').notNullable().defaultTo(0);
    table.bigInteger('missing_since');
    table.bigInteger('left_at');

    table.unique(['account', 'region', 'node_id']);
    table.index(['sort_title', 'id']);
    table.index(['owner_ref', 'sort_title', 'id']);
    table.index(['patch_rank', 'id']);
    table.index(['first_seen_at', 'id']);
  });

  // The newest identity change of each node. Not a column of its row, so that
  // writers need to wait for one another only while they take revisions.
  await knex.schema.createTable('node_changes', table => {
    table.string('name', 63).primary();
    table.bigInteger('revision').notNullable().unique();
  });

  // What changes with every listing, apart from what rarely does: the wide,
  // much indexed table stays still while these few bytes are rewritten.
  await knex.schema.createTable('node_beats', table => {
    table.string('name', 63).primary();
    table.bigInteger('last_seen_at').notNullable();
    table.bigInteger('last_ping_at');
    table
      .integer('seen_generation')
      .notNullable()
      .comment('the listing of its target that showed it last');
  });

  for (const [name, columns] of [
    ['status', 'status'],
    ['environment', 'environment'],
    ['patch_bucket', 'patch_bucket'],
    ['resource_type', 'resource_type'],
    ['region', 'region'],
    ['account', 'account'],
    ['owner', 'owner_ref'],
    ['system', 'system_ref'],
    ['component', 'component_ref'],
    ['platform', 'platform_name'],
    ['platform_version', 'platform_version'],
  ]) {
    // One narrow index per facet, over what every list shows.
    await knex.raw(
      `CREATE INDEX nodes_facet_${name} ON nodes (${columns}) WHERE status <> 'left'`,
    );
  }
  await knex.raw(
    `CREATE INDEX nodes_sort_platform ON nodes ((COALESCE(platform_name, '') || ' ' || COALESCE(platform_version, '')), id)`,
  );
  await knex.raw(
    `CREATE INDEX node_beats_sort_ping ON node_beats ((COALESCE(last_ping_at, 0)))`,
  );
  await knex.raw(
    `CREATE INDEX nodes_sort_agent ON nodes ((COALESCE(agent_version_sort, '')), id)`,
  );
  await knex.raw(
    `CREATE INDEX nodes_sort_application ON nodes ((COALESCE(system_ref, component_ref, '')), id)`,
  );

  if (postgres) {
    await knex.raw('CREATE INDEX nodes_tags_index ON nodes USING gin (tags)');
    // Keeps what is only shown out of the way of what is scanned.
    await knex.raw('ALTER TABLE nodes SET (toast_tuple_target = 256)');
    await knex.raw(
      'ALTER TABLE nodes ALTER COLUMN details SET STORAGE EXTERNAL',
    );
    await knex.raw(
      'ALTER TABLE nodes ALTER COLUMN search_text SET STORAGE MAIN',
    );
    await knex.raw('ALTER TABLE node_beats SET (fillfactor = 80)');
  }

  await knex.schema.createTable('sync_targets', table => {
    table.string('account', 32).notNullable();
    table.string('region', 32).notNullable();
    table.string('state', 16).notNullable();
    table.integer('generation').notNullable();
    table.bigInteger('last_started_at');
    table.bigInteger('last_finished_at');
    table.bigInteger('last_success_at');
    table.integer('duration_ms');
    table.text('counts').notNullable().comment('JSON of the last run');
    table.text('held').comment('JSON of the removals held back');
    table.text('error').comment('JSON of what failed');
    table.text('warnings').notNullable().comment('JSON list');
    table.primary(['account', 'region']);
  });

  await knex.schema.createTable('change_consumers', table => {
    table.string('consumer', 64).primary();
    table.string('epoch', 64).notNullable();
    table.bigInteger('acknowledged_revision').notNullable();
    table.bigInteger('acknowledged_at').notNullable();
  });

  await knex.schema.createTable('skipped_nodes', table => {
    table.string('consumer', 64).notNullable();
    table.string('name', 63).notNullable();
    table.text('reason').notNullable();
    table.bigInteger('reported_at').notNullable();
    table.primary(['consumer', 'name']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('skipped_nodes');
  await knex.schema.dropTable('change_consumers');
  await knex.schema.dropTable('sync_targets');
  await knex.schema.dropTable('node_beats');
  await knex.schema.dropTable('node_changes');
  await knex.schema.dropTable('nodes');
  await knex.schema.dropTable('revision_counter');
  await knex.schema.dropTable('store_meta');
};
