import { patchStateSchema } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { isPostgres, readMeta, writeMeta } from '../../nodes/database';
import { ResolvedFilter, StandingClock, Visibility } from '../../nodes/filters';
import { StandingPolicy } from '../../nodes/standing';
import { countedNodes, Dimension, DIMENSIONS, groupedBy } from './liveCells';

const META = 'patch_totals';

/** Totals that are older are not relied on: whoever recounts them is gone. */
const MAX_AGE_MS = 10 * 60_000;

/** A recount may take so large a share of the time. */
const DUTY = 1 / 30;

const STATES = patchStateSchema.options;
const KINDS = ['other', 'security', 'critical'];

interface Recount {
  at: number;
  tookMs: number;
  staleAfterMs: number;
}

async function lastRecount(knex: Knex): Promise<Recount | undefined> {
  const text = await readMeta(knex, META);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Whether the totals of the whole fleet are there, recent, and of this policy. */
export async function hasFleetTotals(
  knex: Knex,
  clock: StandingClock,
): Promise<boolean> {
  const last = await lastRecount(knex);
  return (
    last !== undefined &&
    last.staleAfterMs === clock.staleAfterMs &&
    Math.abs(clock.now - last.at) <= MAX_AGE_MS
  );
}

/** Whether a question is about all nodes, but for what some fields of the filter say. */
export function isFleetWide(
  filter: ResolvedFilter,
  visibility: Visibility,
  but: Array<keyof ResolvedFilter> = [],
): boolean {
  return (
    'all' in visibility &&
    Object.entries(filter).every(
      ([name, value]) =>
        value === undefined ||
        name === 'clock' ||
        but.some(field => field === name),
    )
  );
}

/** The bits of `patch_node_totals.lacks` for patches of some kinds in some states. */
export function lacksBits(kinds: string[] = [], states: string[] = []): number {
  let bits = 0;
  KINDS.forEach((kind, rank) => {
    STATES.forEach((state, code) => {
      if (
        (!kinds.length || kinds.includes(kind)) &&
        (!states.length || states.includes(state))
      ) {
        bits += 2 ** (rank * STATES.length + code);
      }
    });
  });
  return bits;
}

/** Puts the rows of a query into columns of a table. */
async function insertRows(
  trx: Knex.Transaction,
  table: string,
  columns: string[],
  rows: Knex.QueryBuilder,
): Promise<void> {
  await trx(
    trx.raw(`?? (${columns.map(() => '??').join(', ')})`, [table, ...columns]),
  ).insert(rows);
}

/**
 * Counts the whole fleet every other minute, so that nobody has to who asks
 * about all of it. Narrower questions are counted when they are asked.
 */
export class FleetTotals {
  readonly #knex: Knex;
  readonly #policy: StandingPolicy;

  static create(options: { knex: Knex; policy: StandingPolicy }): FleetTotals {
    return new FleetTotals(options.knex, options.policy);
  }

  private constructor(knex: Knex, policy: StandingPolicy) {
    this.#knex = knex;
    this.#policy = policy;
  }

  /** Recounts, unless that was done so lately that it would be done all the time. */
  async refresh(now: number): Promise<void> {
    const last = await lastRecount(this.#knex);
    if (
      last?.staleAfterMs === this.#policy.staleAfterMs &&
      now - last.at < last.tookMs / DUTY
    ) {
      return;
    }
    await this.recount(now);
  }

  /** Recounts all totals as of one moment. */
  async recount(now: number): Promise<void> {
    const start = performance.now();
    await this.#knex.transaction(
      async trx => {
        await this.#countStandings(trx, now);
        await this.#countPatches(trx);
      },
      isPostgres(this.#knex) ? { isolationLevel: 'repeatable read' } : {},
    );
    const recount: Recount = {
      at: now,
      tookMs: Math.round(performance.now() - start),
      staleAfterMs: this.#policy.staleAfterMs,
    };
    await writeMeta(this.#knex, META, JSON.stringify(recount));
  }

  async #countStandings(trx: Knex.Transaction, now: number): Promise<void> {
    const clock = { ...this.#policy, now };
    await trx('patch_counts').delete();
    for (const dimension of Object.keys(DIMENSIONS) as Dimension[]) {
      const [value, value2]: readonly string[] = DIMENSIONS[dimension];
      const set = groupedBy(dimension);
      const cell = set.find(name => name === 'cell' || name === 'detail');
      const column = (name: string | undefined, other: string) =>
        name === undefined ? trx.raw(other) : trx.ref(name);
      await insertRows(
        trx,
        'patch_counts',
        ['dimension', 'value', 'value2', 'status', 'cell', 'nodes', 'due_at'],
        trx
          .select(
            trx.raw('CAST(? AS varchar(16))', [dimension]),
            column(value, 'CAST(NULL AS varchar)'),
            column(value2, 'CAST(NULL AS varchar)'),
            'status',
            column(cell, '0'),
          )
          .count('*')
          .min('due')
          .from(countedNodes(trx, {}, { all: true }, clock).as('counted'))
          .groupBy('status', ...set),
      );
    }
  }

  async #countPatches(trx: Knex.Transaction): Promise<void> {
    const lacking = () =>
      trx('node_patches')
        .join('nodes', 'nodes.id', 'node_patches.node_id')
        .whereRaw("nodes.status <> 'left'");
    await trx('patch_totals').delete();
    await insertRows(
      trx,
      'patch_totals',
      ['patch_id', 'state', 'nodes', 'first_at', 'due_at'],
      lacking()
        .select('node_patches.patch_id', 'node_patches.state')
        .count('*')
        .min('node_patches.first_at')
        .min('node_patches.due_at')
        .groupBy('node_patches.patch_id', 'node_patches.state'),
    );
    await trx('patch_node_totals').delete();
    const bit = trx.raw(
      `1 << (patches.kind_rank * ${
        STATES.length
      } + CASE node_patches.state ${STATES.map(
        (_, code) => `WHEN ? THEN ${code}`,
      ).join(' ')} END)`,
      STATES,
    );
    await insertRows(
      trx,
      'patch_node_totals',
      ['lacks', 'nodes'],
      trx
        .select('lacks')
        .count('*')
        .from(
          lacking()
            .join('patches', 'patches.id', 'node_patches.patch_id')
            .select(
              // What SQLite has instead adds up to the same.
              isPostgres(trx)
                ? trx.raw('bit_or(?) AS lacks', [bit])
                : trx.raw('SUM(DISTINCT ?) AS lacks', [bit]),
            )
            .groupBy('node_patches.node_id')
            .as('lacking'),
        )
        .groupBy('lacks'),
    );
  }
}
