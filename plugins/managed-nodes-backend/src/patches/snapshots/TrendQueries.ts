import { PatchTrend } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  NO_VALUE,
  ResolvedFilter,
  StandingClock,
  Visibility,
  whereAny,
} from '../../nodes/filters';
import { whereCriteria, wherePredicate } from '../../nodes/predicates';
import { COUNT_COLUMNS, grainFor } from './grains';
import { snapshotCounts, SnapshotSums } from './snapshotCounts';
import { dayOf } from './SnapshotWriter';

const DAY = 86_400_000;

/** What a trend can be narrowed by: what snapshots tell apart. */
export type TrendFilter = Pick<
  ResolvedFilter,
  | 'owner'
  | 'application'
  | 'environment'
  | 'platform'
  | 'account'
  | 'region'
  | 'related'
> & { clock: StandingClock };

type DayRow = SnapshotSums & { day: string };

/** Reads how nodes stood day by day, always within what the caller may see. */
export class TrendQueries {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): TrendQueries {
    return new TrendQueries(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * The last days for which there are snapshots. Nodes count for whom they
   * belonged to on the day.
   *
   * @param days - how many, today included
   */
  async read(
    days: number,
    filter: TrendFilter,
    visibility: Visibility,
  ): Promise<PatchTrend> {
    const grain = grainFor(filter, visibility);
    if (!grain) {
      return {
        days: [],
        unavailable:
          'What you may see, or asked for, is told by tags, and the daily snapshots keep no tags.',
      };
    }
    // By the name of the table that the rules of nodes are written for: they
    // are to hold for these to the letter.
    const query = this.#knex({ nodes: 'patch_snapshots' })
      .where('nodes.grain', grain)
      .where('nodes.day', '>', dayOf(filter.clock.now - days * DAY))
      .select('nodes.day')
      .select(
        COUNT_COLUMNS.map(name =>
          this.#knex.raw('SUM(??) AS ??', [`nodes.${name}`, name]),
        ),
      )
      .groupBy('nodes.day')
      .orderBy('nodes.day');
    if (!('all' in visibility)) {
      whereCriteria(this.#knex, query, visibility.criteria);
    }
    this.#narrow(query, filter);
    const rows: DayRow[] = await query;
    return {
      days: rows.map(row => ({ day: row.day, ...snapshotCounts(row) })),
      unavailable: null,
    };
  }

  #narrow(query: Knex.QueryBuilder, filter: TrendFilter): void {
    if (filter.related) {
      whereCriteria(this.#knex, query, filter.related);
    }
    whereAny(query, 'nodes.owner_ref', filter.owner);
    whereAny(query, 'nodes.environment', filter.environment);
    whereAny(query, 'nodes.platform_name', filter.platform);
    whereAny(query, 'nodes.account', filter.account);
    whereAny(query, 'nodes.region', filter.region);
    const { application } = filter;
    if (application?.length) {
      query.where(inner => {
        wherePredicate(this.#knex, inner, {
          field: 'application',
          in: application,
        });
        if (application.includes(NO_VALUE)) {
          inner.orWhere(none =>
            none.whereNull('nodes.system_ref').whereNull('nodes.component_ref'),
          );
        }
      });
    }
  }
}
