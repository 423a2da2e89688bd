import {
  UnmanagedInstance,
  UnmanagedPage,
  UnmanagedQuery,
  UnmanagedReason,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { Visibility, whereAny, whereText } from '../nodes/filters';
import { whereCriteria } from '../nodes/predicates';
import { PresentationContext, consoleHost, readTags } from '../nodes/present';
import { decodeCursor, encodeCursor } from '../nodes/sorts';
import { UnmanagedDetails } from './observe';

interface UnmanagedRow {
  id: number;
  account: string;
  region: string;
  instance_id: string;
  title: string;
  sort_title: string;
  reason: UnmanagedReason;
  owner_ref: string;
  claimed: boolean | number;
  system_ref: string | null;
  component_ref: string | null;
  tags: string | Record<string, string>;
  details: string;
  first_seen_at: number | string;
  last_seen_at: number | string;
}

function time(value: number | string): string {
  return new Date(Number(value)).toISOString();
}

/** Reads unmanaged instances, always within what the caller may see. */
export class UnmanagedQueries {
  readonly #knex: Knex;
  readonly #context: PresentationContext;

  static create(options: {
    knex: Knex;
    context: PresentationContext;
  }): UnmanagedQueries {
    return new UnmanagedQueries(options.knex, options.context);
  }

  private constructor(knex: Knex, context: PresentationContext) {
    this.#knex = knex;
    this.#context = context;
  }

  /**
   * One page by title, how many there are in all, and how many for each reason.
   *
   * @throws InputError when the cursor is none of ours.
   */
  async list(
    query: UnmanagedQuery,
    visibility: Visibility,
  ): Promise<UnmanagedPage> {
    const { limit, reason, ...others } = query;
    const cursor = query.cursor
      ? decodeCursor(query.cursor, 'title', 'asc')
      : undefined;
    const page = this.#instances({ ...others, reason }, visibility)
      .orderBy(['nodes.sort_title', 'nodes.id'])
      .limit(limit + 1)
      .select('nodes.*');
    if (cursor) {
      page.whereRaw('(nodes.sort_title, nodes.id) > (?, ?)', [
        cursor.v,
        cursor.i,
      ]);
    }
    const [rows, reasons]: [
      UnmanagedRow[],
      Array<{ reason: UnmanagedReason; count: number | string }>,
    ] = await Promise.all([
      page,
      this.#instances(others, visibility)
        .select('nodes.reason')
        .count({ count: '*' })
        .groupBy('nodes.reason'),
    ]);
    const counts = reasons
      .map(row => ({ reason: row.reason, count: Number(row.count) }))
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
    const items = rows.slice(0, limit);
    const last = items[items.length - 1];
    return {
      items: items.map(row => this.#present(row)),
      totalItems: counts
        .filter(row => !reason?.length || reason.includes(row.reason))
        .reduce((total, row) => total + row.count, 0),
      reasons: counts,
      nextCursor:
        rows.length > limit
          ? encodeCursor({
              s: 'title',
              o: 'asc',
              v: last.sort_title,
              i: last.id,
              b: false,
            })
          : null,
    };
  }

  #instances(
    query: Omit<UnmanagedQuery, 'limit' | 'cursor'>,
    visibility: Visibility,
  ): Knex.QueryBuilder {
    // By the name of the table that the rules of nodes are written for: they
    // are to hold for these to the letter.
    const instances = this.#knex({ nodes: 'unmanaged_instances' });
    if (!('all' in visibility)) {
      whereCriteria(this.#knex, instances, visibility.criteria);
    }
    whereText(instances, query.q);
    whereAny(instances, 'nodes.owner_ref', query.owner);
    whereAny(instances, 'nodes.account', query.account);
    whereAny(instances, 'nodes.region', query.region);
    whereAny(instances, 'nodes.reason', query.reason);
    return instances;
  }

  #present(row: UnmanagedRow): UnmanagedInstance {
    const details: UnmanagedDetails = JSON.parse(row.details);
    const host = consoleHost(this.#context.partition);
    return {
      ...details,
      instanceId: row.instance_id,
      account: row.account,
      accountName: this.#context.accountNames.get(row.account) ?? null,
      region: row.region,
      title: row.title,
      reason: row.reason,
      launchedAt: details.launchedAt === null ? null : time(details.launchedAt),
      ownerRef: row.owner_ref,
      claimed: Boolean(row.claimed),
      systemRef: row.system_ref,
      componentRef: row.component_ref,
      tags: readTags(row),
      firstSeenAt: time(row.first_seen_at),
      lastSeenAt: time(row.last_seen_at),
      consoleUrl: `https://${row.region}.${host}/ec2/home?region=${row.region}#InstanceDetails:instanceId=${row.instance_id}`,
    };
  }
}
