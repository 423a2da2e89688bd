import { Knex } from 'knex';
import { isPostgres } from '../nodes/database';

/** Sorts the plans without a next run last; as large as a number can be. */
export const NEXT_RUN = 'COALESCE(plans.next_run_at, 9007199254740991)';

/** The baseline that a node was measured by last, as an expression over `nodes`. */
export function baselineOfNode(knex: Knex): Knex.Raw {
  // As it is indexed, to the letter.
  return knex.raw(
    isPostgres(knex)
      ? `(nodes.details::jsonb #>> '{patch,baselineId}')`
      : `json_extract(nodes.details, '$.patch.baselineId')`,
  );
}

/** Whether a node meets the conditions in `others`. */
function othersSql(knex: Knex): string {
  if (isPostgres(knex)) {
    const tag = `nodes.tags ->> (other.item ->> 'tag')`;
    return `NOT EXISTS (SELECT 1 FROM jsonb_array_elements(target.others::jsonb) AS other(item) WHERE NOT COALESCE(CASE WHEN other.item ->> 'tag' IS NULL THEN jsonb_exists(other.item -> 'nodes', nodes.node_id) WHEN other.item ->> 'values' IS NULL THEN ${tag} IS NOT NULL ELSE jsonb_exists(other.item -> 'values', ${tag}) END, FALSE))`;
  }
  const tag = (also: string) =>
    `EXISTS (SELECT 1 FROM json_each(nodes.tags) AS tag WHERE tag.key = json_extract(other.value, '$.tag')${also})`;
  return `NOT EXISTS (SELECT 1 FROM json_each(target.others) AS other WHERE NOT CASE WHEN json_extract(other.value, '$.tag') IS NULL THEN EXISTS (SELECT 1 FROM json_each(other.value, '$.nodes') AS node WHERE node.value = nodes.node_id) WHEN json_extract(other.value, '$.values') IS NULL THEN ${tag(
    '',
  )} ELSE ${tag(
    ` AND EXISTS (SELECT 1 FROM json_each(other.value, '$.values') AS item WHERE item.value = tag.value)`,
  )} END)`;
}

/**
 * Whether a node is one that a row of `patch_plan_targets`, called `target`,
 * means; both are of the same account and Region. Whom plans are for is in
 * rows rather than made into criteria, so that any number of plans are matched
 * by one statement.
 */
function targetSql(knex: Knex): string {
  const tag = isPostgres(knex)
    ? `(jsonb_exists(nodes.tags, target.tag_key) AND (target.value IS NULL OR nodes.tags ->> target.tag_key = target.value))`
    : `EXISTS (SELECT 1 FROM json_each(nodes.tags) AS tag WHERE tag.key = target.tag_key AND (target.value IS NULL OR tag.value = target.value))`;
  return `(target.kind = 'all' OR (target.kind = 'node' AND target.value = nodes.node_id) OR (target.kind = 'tag' AND ${tag})) AND (target.others IS NULL OR ${othersSql(
    knex,
  )})`;
}

/** Narrows a query over `plans` and `nodes` to plans and the nodes they are for. */
export function wherePlanned(knex: Knex, query: Knex.QueryBuilder): void {
  query
    .whereRaw('plans.account = nodes.account')
    .whereRaw('plans.region = nodes.region')
    .whereExists(
      knex({ target: 'patch_plan_targets' })
        .select(knex.raw('1'))
        .whereRaw('target.plan_id = plans.id')
        .whereRaw(targetSql(knex)),
    );
}

/** Narrows a query over `nodes` to those that no coming install is for. */
export function whereUnplanned(knex: Knex, query: Knex.QueryBuilder): void {
  query.whereNotExists(
    knex({ target: 'patch_plan_targets' })
      .join({ plans: 'patch_plans' }, 'plans.id', 'target.plan_id')
      .select(knex.raw('1'))
      .where('plans.operation', 'Install')
      .where('plans.enabled', true)
      .whereNotNull('plans.next_run_at')
      .whereRaw('target.account = nodes.account')
      .whereRaw('target.region = nodes.region')
      .whereRaw(targetSql(knex)),
  );
}
