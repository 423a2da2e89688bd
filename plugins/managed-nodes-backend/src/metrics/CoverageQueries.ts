import {
  Coverage,
  CoverageRow,
  MonitoringState,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { ResolvedFilter, Visibility } from '../nodes/filters';
import { countGroups, Group } from '../nodes/groups';
import { MetricReads } from './MetricReads';

/** Rows of a breakdown at the most: those with the most unmonitored nodes. */
const MOST_ROWS = 200;

function breakdown(
  groups: readonly Group[],
  column: 'owner_ref' | 'environment',
): CoverageRow[] {
  const rows = new Map<string, CoverageRow>();
  for (const group of groups) {
    const value = String(group[column] ?? 'none');
    const row = rows.get(value) ?? { value, nodes: 0, monitored: 0 };
    rows.set(value, {
      value,
      nodes: row.nodes + group.count,
      monitored:
        row.monitored + (group.monitoring === 'monitored' ? group.count : 0),
    });
  }
  return [...rows.values()]
    .sort(
      (a, b) =>
        b.nodes - b.monitored - (a.nodes - a.monitored) ||
        (a.value < b.value ? -1 : 1),
    )
    .slice(0, MOST_ROWS);
}

/** Counts which nodes report metrics. */
export class CoverageQueries {
  readonly #knex: Knex;
  readonly #reads: MetricReads;

  static create(options: { knex: Knex; reads: MetricReads }): CoverageQueries {
    return new CoverageQueries(options);
  }

  private constructor(options: { knex: Knex; reads: MetricReads }) {
    this.#knex = options.knex;
    this.#reads = options.reads;
  }

  async read(
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<Coverage> {
    const [byOwner, byEnvironment, places] = await countGroups(
      this.#knex,
      filter,
      visibility,
      [
        ['owner_ref', 'monitoring'],
        ['environment', 'monitoring'],
        ['account', 'region'],
      ],
    );
    const states = new Map<MonitoringState, number>();
    for (const { monitoring, count } of byEnvironment) {
      const state = monitoring as MonitoringState;
      states.set(state, (states.get(state) ?? 0) + count);
    }
    const counted = new Set(
      places.map(({ account, region }) => `${account}/${region}`),
    );
    const reads = (await this.#reads.all('metrics')).filter(
      ({ account, region }) => counted.has(`${account}/${region}`),
    );
    const times = reads.flatMap(({ readAt }) => readAt ?? []);
    return {
      nodes: byEnvironment.reduce((sum, { count }) => sum + count, 0),
      states: [...states].map(([state, nodes]) => ({ state, nodes })),
      byOwner: breakdown(byOwner, 'owner_ref'),
      byEnvironment: breakdown(byEnvironment, 'environment'),
      asOf: times.length
        ? new Date(times.reduce((a, b) => Math.min(a, b))).toISOString()
        : null,
      problems: reads.flatMap(({ account, region, problem }) =>
        problem
          ? {
              account,
              region,
              message: problem.message,
              missingIamAction: problem.missingIamAction,
            }
          : [],
      ),
    };
  }
}
