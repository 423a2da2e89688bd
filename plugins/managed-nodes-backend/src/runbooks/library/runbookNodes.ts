import { Knex } from 'knex';
import { NodeMatch } from '../../config';
import { Publication } from '../../documents/publicationSchema';
import { applyFilter } from '../../nodes/filters';
import {
  matchesTag,
  NodeCriteria,
  parseTag,
  whereCriteria,
} from '../../nodes/predicates';
import { NodeRow } from '../../nodes/rows';
import { AccountTags, subjectOf } from '../../ownership/freezes';
import { matches } from '../../ownership/match';
import { RunRights } from './RunCandidates';

/** Nodes that are looked at one by one, where a rule cannot be told in SQL. */
const ROWS_AT_ONCE = 1_000;

/** What is to be known of accounts. */
export interface KnownAccounts extends AccountTags {
  all(): Array<{ id: string; tags: Record<string, string> }>;
}

/** Which nodes are meant besides. */
export interface Narrowing {
  node?: string;
  related?: NodeCriteria;
}

/** The part of a rule that can be told in SQL; the rest leaves nodes out, and lets none in. */
function criteriaOf(match: NodeMatch, accounts: KnownAccounts): NodeCriteria[] {
  const terms: NodeCriteria[] = [];
  for (const field of ['account', 'region', 'environment'] as const) {
    const values = match[field];
    if (values) {
      terms.push({ field, in: values });
    }
  }
  if (match.tag !== undefined) {
    terms.push(parseTag(match.tag));
  }
  if (match.accountTag !== undefined) {
    const tag = parseTag(match.accountTag);
    terms.push({
      field: 'account',
      in: accounts
        .all()
        .filter(account => matchesTag(account.tags, tag))
        .map(({ id }) => id),
    });
  }
  return terms;
}

function isInSql({ namePattern, activationId }: NodeMatch): boolean {
  return namePattern === undefined && activationId === undefined;
}

/** Whether somebody may run a runbook on whatever nodes they may see. */
export function isPublishedToAll(
  { who }: Publication,
  refs: string[],
): boolean {
  return [...who.groups, ...who.users].some(ref => refs.includes(ref));
}

/**
 * On how many online nodes somebody may run a runbook. Rules with a name
 * pattern or an activation are held against one node after the other.
 */
export async function countRunbookNodes(
  knex: Knex,
  publication: Publication,
  { visible, allowed, refs }: RunRights,
  accounts: KnownAccounts,
  { node, related }: Narrowing,
): Promise<number> {
  const { nodes: rules, platforms, applications, who } = publication;
  const query = knex('nodes');
  applyFilter(knex, query, { status: ['online'], related }, visible);
  const narrow = (criteria: NodeCriteria) =>
    whereCriteria(knex, query, criteria);
  if (!('all' in allowed)) {
    narrow(allowed.criteria);
  }
  if (!isPublishedToAll(publication, refs)) {
    narrow({ field: 'owner', in: who.owners ? refs : [] });
  }
  if (applications) {
    narrow({ field: 'application', in: applications });
  }
  if (platforms) {
    query.whereIn('nodes.platform_type', platforms);
  }
  if (node !== undefined) {
    query.where('nodes.name', node);
  }
  const inSql = rules.map(rule => criteriaOf(rule, accounts));
  if (rules.length && inSql.every(terms => terms.length > 0)) {
    const [first, ...others] = inSql.map(
      ([term, ...more]): NodeCriteria => ({ allOf: [term, ...more] }),
    );
    narrow({ anyOf: [first, ...others] });
  }
  if (rules.every(isInSql)) {
    const [{ total }] = await query.count({ total: '*' });
    return Number(total);
  }
  return countOneByOne(query, rules, accounts);
}

async function countOneByOne(
  query: Knex.QueryBuilder,
  rules: NodeMatch[],
  accounts: AccountTags,
): Promise<number> {
  let counted = 0;
  let after = 0;
  for (;;) {
    const rows: NodeRow[] = await query
      .clone()
      .select('nodes.*')
      .where('nodes.id', '>', after)
      .orderBy('nodes.id')
      .limit(ROWS_AT_ONCE);
    counted += rows.filter(row => {
      const subject = subjectOf(row, accounts);
      return rules.some(rule => matches(rule, subject));
    }).length;
    if (rows.length < ROWS_AT_ONCE) {
      return counted;
    }
    after = rows[rows.length - 1].id;
  }
}
