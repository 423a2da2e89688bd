import {
  ManagedNode,
  NodePatchPlan,
  PatchPlanPage,
  PatchPlanQuery,
  PendingApprovals,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { applyFilter, ResolvedFilter, Visibility } from '../nodes/filters';
import { whereCriteria } from '../nodes/predicates';
import { PresentationContext } from '../nodes/present';
import { baselineIdOf } from './baselines';
import { readPendingApprovals } from './pendingApprovals';
import { decodePlanCursor, encodePlanCursor, PlanCursor } from './planCursor';
import { NEXT_RUN, wherePlanned, whereUnplanned } from './planSql';
import {
  problemsOf,
  readAtOf,
  time,
  toPatchBaseline,
  toPatchPlan,
} from './present';
import { BaselineRow, PlanReadRow, PlanRow } from './rows';

const DAY = 86_400_000;

/** Plans that an export reads at a time. */
const EXPORT_PAGE = 100;

/** What narrows plans, beyond what narrows the nodes they are for. */
export type PlanSelection = Pick<PatchPlanQuery, 'operation' | 'withinDays'>;

/** A plan with the caller's nodes that it is for. */
export type PlanItem = PatchPlanPage['items'][number];

/** Reads what is known of plans to patch, always within what the caller may see. */
export class PlanQueries {
  readonly #knex: Knex;
  readonly #context: PresentationContext;

  static create(options: {
    knex: Knex;
    context: PresentationContext;
  }): PlanQueries {
    return new PlanQueries(options.knex, options.context);
  }

  private constructor(knex: Knex, context: PresentationContext) {
    this.#knex = knex;
    this.#context = context;
  }

  /**
   * One page of the plans that concern nodes the caller may see, next run
   * first.
   *
   * @throws InputError when the cursor is none of ours.
   */
  async listPlans(
    query: PlanSelection & Pick<PatchPlanQuery, 'limit' | 'cursor'>,
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<PatchPlanPage> {
    const cursor = query.cursor ? decodePlanCursor(query.cursor) : undefined;
    const [{ items, next }, reads, unplanned] = await Promise.all([
      this.#page(query, query.limit, cursor, filter, visibility),
      this.#reads(filter, visibility),
      this.#unplanned(filter, visibility),
    ]);
    const times = reads.flatMap(row => readAtOf(row) ?? []);
    return {
      items,
      nextCursor: next ? encodePlanCursor(next) : null,
      unplanned,
      readAt: times.length ? time(Math.min(...times)) : null,
      problems: reads.flatMap(problemsOf),
    };
  }

  /** All plans in the same order, read page by page while they are consumed. */
  async *stream(
    query: PlanSelection,
    filter: ResolvedFilter,
    visibility: Visibility,
  ): AsyncGenerator<PlanItem[]> {
    let cursor: PlanCursor | undefined;
    do {
      const { items, next } = await this.#page(
        query,
        EXPORT_PAGE,
        cursor,
        filter,
        visibility,
      );
      if (items.length) {
        yield items;
      }
      cursor = next;
    } while (cursor);
  }

  /** How and when a node is patched. The caller must be one who may see it. */
  async nodePlan(
    node: Pick<ManagedNode, 'name' | 'account' | 'region' | 'patch'>,
  ): Promise<NodePatchPlan> {
    const { account, region } = node;
    const { baselineId, patchGroup } = node.patch;
    const baseline = baselineId
      ? await this.#knex<BaselineRow>('patch_baselines')
          .where({ account, region, id: baselineIdOf(baselineId) })
          .first()
      : undefined;
    const plans: PlanRow[] = await this.#knex({ plans: 'patch_plans' })
      .join('nodes', join =>
        join
          .on('nodes.account', 'plans.account')
          .andOn('nodes.region', 'plans.region'),
      )
      .where('nodes.name', node.name)
      .whereRaw("nodes.status <> 'left'")
      .modify(query => wherePlanned(this.#knex, query))
      .orderByRaw(`${NEXT_RUN}, plans.id`)
      .select('plans.*');
    const read = await this.#knex<PlanReadRow>('patch_plan_reads')
      .where({ account, region })
      .first();
    return {
      baseline: baseline ? toPatchBaseline(baseline, this.#context) : null,
      patchGroup,
      plans: plans.map(row => toPatchPlan(row, this.#context)),
      readAt: read ? time(readAtOf(read)) : null,
    };
  }

  /** What baselines will approve, soonest first, at most 200. */
  async pendingApprovals(
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<PendingApprovals> {
    return readPendingApprovals(
      this.#knex,
      filter,
      visibility,
      filter.clock?.now ?? Date.now(),
    );
  }

  async #page(
    query: PlanSelection,
    limit: number,
    cursor: PlanCursor | undefined,
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<{ items: PlanItem[]; next: PlanCursor | undefined }> {
    const plans = this.#knex({ plans: 'patch_plans' })
      .select('plans.*')
      .where(concerns => {
        concerns
          .whereExists(this.#nodesOf(filter, visibility))
          .orWhere(unknown => this.#whereReadable(unknown, filter, visibility));
      })
      .orderByRaw(`${NEXT_RUN}, plans.id`)
      .limit(limit + 1);
    if (query.operation?.length) {
      plans.whereIn('plans.operation', query.operation);
    }
    if (query.withinDays !== undefined) {
      plans.where(
        'plans.next_run_at',
        '<=',
        (filter.clock?.now ?? Date.now()) + query.withinDays * DAY,
      );
    }
    if (cursor) {
      plans.whereRaw(`(${NEXT_RUN}, plans.id) > (?, ?)`, [cursor.n, cursor.i]);
    }
    const rows: PlanRow[] = await plans;
    const page = rows.slice(0, limit);
    const counts = await this.#counts(
      page.map(({ id }) => id),
      filter,
      visibility,
    );
    const last = page[page.length - 1];
    return {
      items: page.map(row => ({
        ...toPatchPlan(row, this.#context),
        ...(counts.get(row.id) ?? { nodes: 0, missing: 0 }),
      })),
      next:
        rows.length > limit
          ? {
              n: Number(last.next_run_at ?? Number.MAX_SAFE_INTEGER),
              i: last.id,
            }
          : undefined,
    };
  }

  /** The nodes that a plan of the outer query is for. */
  #nodesOf(filter: ResolvedFilter, visibility: Visibility): Knex.QueryBuilder {
    const nodes = this.#knex('nodes').select(this.#knex.raw('1'));
    applyFilter(this.#knex, nodes, filter, visibility);
    wherePlanned(this.#knex, nodes);
    return nodes;
  }

  /**
   * Plans for something that nodes do not tell, such as a resource group, in
   * accounts and Regions of which the caller may see every node: whoever may
   * not could learn from it of nodes that are none of their business.
   */
  #whereReadable(
    query: Knex.QueryBuilder,
    filter: ResolvedFilter,
    visibility: Visibility,
  ): void {
    const there = () =>
      this.#knex('nodes')
        .select(this.#knex.raw('1'))
        .whereRaw('nodes.account = plans.account')
        .whereRaw('nodes.region = plans.region');
    const shown = there();
    applyFilter(this.#knex, shown, filter, visibility);
    query.where('plans.targets_known', false).whereExists(shown);
    if (!('all' in visibility)) {
      query.whereNotExists(
        there()
          .whereRaw("nodes.status <> 'left'")
          .whereNot(hidden =>
            whereCriteria(this.#knex, hidden, visibility.criteria),
          ),
      );
    }
  }

  /** The nodes of a page's plans, and what those lack. */
  async #counts(
    ids: string[],
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<Map<string, Pick<PlanItem, 'nodes' | 'missing'>>> {
    const query = this.#knex({ plans: 'patch_plans' })
      .join('nodes', join =>
        join
          .on('nodes.account', 'plans.account')
          .andOn('nodes.region', 'plans.region'),
      )
      .whereIn('plans.id', ids)
      .modify(planned => wherePlanned(this.#knex, planned))
      .groupBy('plans.id')
      .select('plans.id')
      .count({ nodes: '*' })
      .sum({ missing: 'nodes.patch_lacking' });
    applyFilter(this.#knex, query, filter, visibility);
    const rows: Array<{
      id: string;
      nodes: number | string;
      missing: number | string;
    }> = ids.length ? await query : [];
    return new Map(
      rows.map(({ id, nodes, missing }) => [
        id,
        { nodes: Number(nodes), missing: Number(missing) },
      ]),
    );
  }

  /** Noncompliant nodes that no coming install is for. */
  async #unplanned(
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<number> {
    const query = this.#knex('nodes').whereIn('nodes.patch_bucket', [
      'critical',
      'security',
      'other',
    ]);
    applyFilter(this.#knex, query, filter, visibility);
    whereUnplanned(this.#knex, query);
    const [{ total }] = await query.count({ total: '*' });
    return Number(total);
  }

  /** How the targets were read that have nodes of the caller. */
  async #reads(
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<PlanReadRow[]> {
    const nodes = this.#knex('nodes')
      .select(this.#knex.raw('1'))
      .whereRaw('nodes.account = targets.account')
      .whereRaw('nodes.region = targets.region');
    applyFilter(this.#knex, nodes, filter, visibility);
    return this.#knex({ targets: 'patch_plan_reads' })
      .whereExists(nodes)
      .orderBy(['targets.account', 'targets.region'])
      .select('targets.*');
  }
}
