import {
  MissingPatch,
  MissingPatchPage,
  MissingPatchQuery,
  MissingPatchSort,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import {
  applyFilter,
  ResolvedFilter,
  StandingClock,
  Visibility,
} from '../../nodes/filters';
import { applySort, decodeCursor, encodeCursor } from '../../nodes/sorts';
import { UNREAD } from './cells';
import { hasFleetTotals, isFleetWide, lacksBits } from './FleetTotals';
import {
  isByPatch,
  MissingPatchRow,
  PatchSelection,
  toMissingPatch,
  wherePatch,
} from './patchRows';

/** Patches that an export reads at a time. */
const EXPORT_PAGE = 5000;

/** What comes last where a date is not known; as large as a number can be. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Of patches of one kind those that most nodes lack are the worst. */
const SORTS: Record<MissingPatchSort, string> = {
  nodes: 'found.nodes',
  kind: 'CAST(found.kind_rank AS BIGINT) * 1000000000 + found.nodes',
  oldest: 'found.first_at',
  due: `COALESCE(found.due_at, ${NEVER})`,
  released: 'COALESCE(found.released_at, 0)',
  kbId: 'found.kb_id',
};

const COUNTS = (nodes: string) => `SUM(${nodes}) AS nodes,
  SUM(CASE WHEN lacks.state = 'FAILED' THEN ${nodes} ELSE 0 END) AS failed,
  SUM(CASE WHEN lacks.state = 'INSTALLED_PENDING_REBOOT' THEN ${nodes} ELSE 0 END) AS pending,
  MIN(lacks.first_at) AS first_at,
  MIN(lacks.due_at) AS due_at`;

type Paging = Pick<MissingPatchQuery, 'sort' | 'order' | 'limit' | 'cursor'>;

type TimedFilter = ResolvedFilter & { clock: StandingClock };

type PageRow = MissingPatchRow & {
  sort_value: string | number;
  total_items: number | string;
};

/** Reads which patches lack, always on nodes the caller may see. */
export class MissingPatchQueries {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): MissingPatchQueries {
    return new MissingPatchQueries(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * One page of patches that lack.
   *
   * @throws InputError when the cursor is none of ours, or of another sort.
   */
  async list(
    query: PatchSelection & Paging,
    filter: TimedFilter,
    visibility: Visibility,
  ): Promise<MissingPatchPage> {
    const fleet =
      isFleetWide(filter, visibility) &&
      (await hasFleetTotals(this.#knex, filter.clock));
    const found = fleet
      ? this.#foundInTotals(query)
      : this.#foundOnNodes(query, filter, visibility);
    const [page, unread, nodes] = await Promise.all([
      this.#page(found, query),
      this.#unread(filter, visibility),
      fleet ? undefined : this.#nodesThatLack(query, filter, visibility),
    ]);
    return {
      ...page,
      totalNodes: nodes ?? (await this.#nodesInFleet(query, page.totalItems)),
      unread,
    };
  }

  /** All patches that lack, in the same order, read page by page while they are consumed. */
  async *stream(
    query: PatchSelection & Pick<Paging, 'sort' | 'order'>,
    filter: TimedFilter,
    visibility: Visibility,
  ): AsyncGenerator<MissingPatch[]> {
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await this.#page(
        this.#foundOnNodes(query, filter, visibility),
        { ...query, cursor, limit: EXPORT_PAGE },
      );
      yield items;
      cursor = nextCursor ?? undefined;
    } while (cursor);
  }

  async #page(
    found: Knex.QueryBuilder,
    { sort, order, limit, cursor: text }: Paging,
  ): Promise<
    Pick<
      MissingPatchPage,
      'items' | 'totalItems' | 'nextCursor' | 'previousCursor'
    >
  > {
    const cursor = text ? decodeCursor(text, sort, order) : undefined;
    // By the name of the table that sorting is written for.
    const query = this.#knex
      .select('nodes.*')
      .select(this.#knex.raw('(SELECT COUNT(*) FROM found) AS total_items'))
      .from(
        this.#knex('found')
          .select('found.*', this.#knex.raw(`${SORTS[sort]} AS sort_value`))
          .as('nodes'),
      )
      .limit(limit + 1)
      .withMaterialized('found', found);
    applySort(query, 'nodes.sort_value', order, cursor);
    const rows: PageRow[] = await query;
    const page = rows.slice(0, limit);
    if (cursor?.b) {
      page.reverse();
    }
    const more = rows.length > limit;
    const at = (row: PageRow | undefined, b: boolean) =>
      row
        ? encodeCursor({
            s: sort,
            o: order,
            v: sort === 'kbId' ? row.sort_value : Number(row.sort_value),
            i: row.id,
            b,
          })
        : null;
    return {
      items: page.map(toMissingPatch),
      totalItems: rows.length
        ? Number(rows[0].total_items)
        : await this.#count(found, cursor !== undefined),
      nextCursor: cursor?.b || more ? at(page[page.length - 1], false) : null,
      previousCursor: (cursor?.b ? more : cursor) ? at(page[0], true) : null,
    };
  }

  /** How many there are where a page behind the last one has none. */
  async #count(found: Knex.QueryBuilder, behind: boolean): Promise<number> {
    if (!behind) {
      return 0;
    }
    const [{ total }] = await this.#knex
      .from(found.clone().as('found'))
      .count({ total: '*' });
    return Number(total);
  }

  #foundInTotals(selection: PatchSelection): Knex.QueryBuilder {
    const query = this.#knex({ lacks: 'patch_totals' })
      .join('patches', 'patches.id', 'lacks.patch_id')
      .select('patches.*', this.#knex.raw(COUNTS('lacks.nodes')))
      .groupBy('patches.id');
    wherePatch(query, selection);
    if (selection.state?.length) {
      query.whereIn('lacks.state', selection.state);
    }
    return query;
  }

  /** Starts from the nodes, as they are few wherever they are narrowed. */
  #foundOnNodes(
    selection: PatchSelection,
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Knex.QueryBuilder {
    const counted = this.#knex('nodes')
      .join({ lacks: 'node_patches' }, 'lacks.node_id', 'nodes.id')
      .select('lacks.patch_id', this.#knex.raw(COUNTS('1')))
      .groupBy('lacks.patch_id');
    this.#whereLacks(counted, selection);
    this.#whereNode(counted, filter, visibility);
    return this.#knex('patches')
      .join(counted.as('counted'), 'counted.patch_id', 'patches.id')
      .select(
        'patches.*',
        'counted.nodes',
        'counted.failed',
        'counted.pending',
        'counted.first_at',
        'counted.due_at',
      );
  }

  #whereNode(
    query: Knex.QueryBuilder,
    filter: ResolvedFilter,
    visibility: Visibility,
  ): void {
    applyFilter(this.#knex, query, filter, visibility);
    // Those that left stay out also where the filter asks for them.
    query.whereRaw("nodes.status <> 'left'");
  }

  #whereLacks(query: Knex.QueryBuilder, selection: PatchSelection): void {
    if (selection.state?.length) {
      query.whereIn('lacks.state', selection.state);
    }
    if (isByPatch(selection) || selection.kind?.length) {
      const matching = this.#knex('patches').select('patches.id');
      wherePatch(matching, selection);
      query.whereIn('lacks.patch_id', matching);
    }
  }

  async #nodesThatLack(
    selection: PatchSelection,
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<number> {
    const query = this.#knex('nodes').whereExists(
      this.#knex({ lacks: 'node_patches' })
        .select(this.#knex.raw('1'))
        .whereRaw('lacks.node_id = nodes.id')
        .modify(lacks => this.#whereLacks(lacks, selection)),
    );
    this.#whereNode(query, filter, visibility);
    const [{ total }] = await query.count({ total: '*' });
    return Number(total);
  }

  /** The same over all nodes: by kind and state it is kept, by patches it is counted. */
  async #nodesInFleet(
    selection: PatchSelection,
    totalItems: number,
  ): Promise<number> {
    if (isByPatch(selection) && !(await this.#areAll(selection, totalItems))) {
      const lacking = this.#knex({ lacks: 'node_patches' })
        .select('lacks.node_id')
        .whereNotExists(
          this.#knex('nodes')
            .select(this.#knex.raw('1'))
            .whereRaw("nodes.status = 'left' AND nodes.id = lacks.node_id"),
        )
        .groupBy('lacks.node_id');
      this.#whereLacks(lacking, selection);
      const [{ total }] = await this.#knex
        .from(lacking.as('lacking'))
        .count({ total: '*' });
      return Number(total);
    }
    const [{ total }] = await this.#knex('patch_node_totals')
      .whereRaw('(lacks & ?) <> 0', [
        lacksBits(selection.kind, selection.state),
      ])
      .sum({ total: 'nodes' });
    return Number(total ?? 0);
  }

  /** Whether words that are in every patch left none out. */
  async #areAll(
    { kind, state }: PatchSelection,
    totalItems: number,
  ): Promise<boolean> {
    const [{ total }] = await this.#knex
      .from(this.#foundInTotals({ kind, state }).as('found'))
      .count({ total: '*' });
    return Number(total) === totalItems;
  }

  async #unread(
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<number> {
    const query = this.#knex('nodes').whereRaw(UNREAD);
    this.#whereNode(query, filter, visibility);
    const [{ total }] = await query.count({ total: '*' });
    return Number(total);
  }
}
