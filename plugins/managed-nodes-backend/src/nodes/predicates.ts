import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { isPostgres } from './database';

/**
 * One condition on a node that can be told both from the node itself and in
 * SQL. The permission rules and the filters are made of these.
 *
 * @public
 */
export type NodePredicate =
  | {
      field:
        | 'owner'
        | 'account'
        | 'region'
        | 'environment'
        | 'platform'
        | 'system'
        | 'component'
        | 'application';
      in: string[];
    }
  | { tag: string; value?: string };

/** A combination of predicates. Undefined means all nodes. */
export type NodeCriteria = PermissionCriteria<NodePredicate>;

const COLUMNS = {
  owner: ['owner_ref'],
  account: ['account'],
  region: ['region'],
  environment: ['environment'],
  platform: ['platform_name'],
  system: ['system_ref'],
  component: ['component_ref'],
  application: ['system_ref', 'component_ref'],
} as const;

/** The predicate of a tag written as `key` or `key=value`, as filters, selectors and rules do. */
export function parseTag(text: string): { tag: string; value?: string } {
  const separator = text.indexOf('=', 1);
  return separator < 0
    ? { tag: text }
    : { tag: text.slice(0, separator), value: text.slice(separator + 1) };
}

/** Whether tags meet the predicate of a tag. */
export function matchesTag(
  tags: Record<string, string>,
  { tag, value }: { tag: string; value?: string },
): boolean {
  return (
    Object.hasOwn(tags, tag) && (value === undefined || tags[tag] === value)
  );
}

/** Whether the predicate holds for a node in memory. */
export function matchesPredicate(
  node: ManagedNode,
  predicate: NodePredicate,
): boolean {
  if ('tag' in predicate) {
    return matchesTag(node.tags, predicate);
  }
  const values = {
    owner: [node.ownerRef],
    account: [node.account],
    region: [node.region],
    environment: [node.environment],
    platform: [node.platformName],
    system: [node.systemRef],
    component: [node.componentRef],
    application: [node.systemRef, node.componentRef],
  }[predicate.field];
  return values.some(value => value !== null && predicate.in.includes(value));
}

function whereTag(
  knex: Knex,
  query: Knex.QueryBuilder,
  key: string,
  value: string | undefined,
) {
  if (isPostgres(knex)) {
    if (value === undefined) {
      // The operator is written out, as ? is a placeholder to knex.
      query.whereRaw('jsonb_exists(nodes.tags, ?)', [key]);
    } else {
      query.whereRaw('nodes.tags @> ?::jsonb', [
        JSON.stringify({ [key]: value }),
      ]);
    }
    return;
  }
  query.whereExists(
    knex
      .select(knex.raw('1'))
      .from(knex.raw('json_each(nodes.tags) AS tag'))
      .whereRaw('tag.key = ?', [key])
      .modify(q => {
        if (value !== undefined) {
          q.whereRaw('tag.value = ?', [value]);
        }
      }),
  );
}

/** Adds a predicate to a query over `nodes`. */
export function wherePredicate(
  knex: Knex,
  query: Knex.QueryBuilder,
  predicate: NodePredicate,
): void {
  if ('tag' in predicate) {
    whereTag(knex, query, predicate.tag, predicate.value);
    return;
  }
  const columns = COLUMNS[predicate.field];
  query.where(inner => {
    for (const column of columns) {
      // Never NULL, which would make its negation hide the node.
      inner.orWhere(known =>
        known
          .whereNotNull(`nodes.${column}`)
          .whereIn(`nodes.${column}`, predicate.in),
      );
    }
  });
}

/** Adds a combination of predicates to a query over `nodes`. */
export function whereCriteria(
  knex: Knex,
  query: Knex.QueryBuilder,
  criteria: NodeCriteria,
): void {
  query.where(inner => {
    if ('allOf' in criteria) {
      criteria.allOf.forEach(item => whereCriteria(knex, inner, item));
    } else if ('anyOf' in criteria) {
      criteria.anyOf.forEach(item =>
        inner.orWhere(either => whereCriteria(knex, either, item)),
      );
    } else if ('not' in criteria) {
      inner.whereNot(not => whereCriteria(knex, not, criteria.not));
    } else {
      wherePredicate(knex, inner, criteria);
    }
  });
}
