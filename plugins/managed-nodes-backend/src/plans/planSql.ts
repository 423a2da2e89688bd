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

function tagMatches(knex: Knex): string {
  return isPostgres(knex)
    ? 'jsonb_exists(nodes.tags, term.tag_key) AND (term.value IS NULL OR nodes.tags ->> term.tag_key = term.value)'
    : 'EXISTS (SELECT 1 FROM json_each(nodes.tags) AS tag WHERE tag.key = term.tag_key AND (term.value IS NULL OR tag.value = term.value))';
}

/**
 * Whether a plan is for a node, over the tables `plans` and `nodes`, which
 * have to be of the same account and Region: the node meets all terms of one
 * of the plan's alternatives. Whom a plan is for is in rows rather than made
 * into criteria, so that any number of plans are matched by one statement.
 */
function matchSql(knex: Knex): string {
  const meets = `(term.kind = 'all' OR (term.kind = 'node' AND term.value = nodes.node_id) OR (term.kind = 'tag' AND ${tagMatches(
    knex,
  )}))`;
  const alone = `EXISTS (SELECT 1 FROM patch_plan_targets AS term WHERE term.plan_id = plans.id AND term.terms = 1 AND ${meets})`;
  const together = `EXISTS (SELECT 1 FROM patch_plan_targets AS term WHERE term.plan_id = plans.id AND term.terms > 1 AND ${meets} GROUP BY term.alternative, term.terms HAVING COUNT(DISTINCT term.term) = term.terms)`;
  return `(${alone} OR (plans.targets_combined AND ${together}))`;
}

/** Narrows a query over `plans` and `nodes` to plans and the nodes they are for. */
export function wherePlanned(knex: Knex, query: Knex.QueryBuilder): void {
  query
    .whereRaw('plans.account = nodes.account')
    .whereRaw('plans.region = nodes.region')
    .whereRaw(matchSql(knex));
}

/** Narrows a query over `nodes` to those that no coming install is for. */
export function whereUnplanned(knex: Knex, query: Knex.QueryBuilder): void {
  query.whereNotExists(
    knex({ plans: 'patch_plans' })
      .select(knex.raw('1'))
      .where('plans.operation', 'Install')
      .where('plans.enabled', true)
      .whereNotNull('plans.next_run_at')
      .modify(plans => wherePlanned(knex, plans)),
  );
}
