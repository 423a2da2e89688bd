import {
  FacetName,
  facetNameSchema,
  Facets,
  ManagedNode,
  NodeListQuery,
  NodeOverview,
  NodePage,
  NodeSortField,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { seenNodes } from './database';
import { applyFilter, ResolvedFilter, Visibility } from './filters';
import { readFacets } from './facets';
import { readOverview } from './overview';
import { PresentationContext, toManagedNode } from './present';
import { SeenNodeRow } from './rows';
import {
  applySort,
  Cursor,
  decodeCursor,
  encodeCursor,
  SORT_COLUMNS,
} from './sorts';

type ListRequest = ResolvedFilter &
  Pick<NodeListQuery, 'sort' | 'order' | 'limit' | 'cursor'>;

type PageRow = SeenNodeRow & { sort_value: string | number };

/** Rows an export reads at a time. */
const EXPORT_PAGE = 1000;

/** Sorts by a number that PostgreSQL's driver returns as text. */
const NUMBERS: NodeSortField[] = [
  'patch',
  'patchDue',
  'patchReport',
  'lastPing',
  'firstSeen',
];

/** Nodes that are sorted for a page at the most. */
const GATHERED = 20_000;

/** Filters that leave nodes in no order there is an index for. */
function isFiltered({
  sort: _sort,
  order: _order,
  limit: _limit,
  cursor: _cursor,
  owner: _owner,
  clock: _clock,
  ...filter
}: ListRequest): boolean {
  return Object.values(filter).some(value => value !== undefined);
}

async function readPage(
  query: Knex.QueryBuilder,
  sort: NodeSortField,
): Promise<PageRow[]> {
  const rows: PageRow[] = await query;
  return rows.map(row => ({
    ...row,
    sort_value: NUMBERS.includes(sort)
      ? Number(row.sort_value)
      : row.sort_value,
  }));
}

/** Reads nodes, always within what the caller may see. */
export class NodeQueries {
  readonly #knex: Knex;
  readonly #context: PresentationContext;

  static create(options: {
    knex: Knex;
    context: PresentationContext;
  }): NodeQueries {
    return new NodeQueries(options.knex, options.context);
  }

  private constructor(knex: Knex, context: PresentationContext) {
    this.#knex = knex;
    this.#context = context;
  }

  /** One page of nodes and how many there are in all. */
  async list(request: ListRequest, visibility: Visibility): Promise<NodePage> {
    const { sort, order, limit } = request;
    const cursor = request.cursor
      ? decodeCursor(request.cursor, sort, order)
      : undefined;
    const [rows, totalItems] = await this.#pageAndTotal(
      request,
      visibility,
      cursor,
    );
    const more = rows.length > limit;
    const page = rows.slice(0, limit);
    if (cursor?.b) {
      page.reverse();
    }
    const at = (row: (typeof rows)[number] | undefined, b: boolean) =>
      row
        ? encodeCursor({
            s: sort,
            o: order,
            v: row.sort_value,
            i: row.id,
            b,
          })
        : null;
    const hasNext = cursor?.b ? true : more;
    const hasPrevious = cursor?.b ? more : Boolean(cursor);
    return {
      items: page.map(row => toManagedNode(row, this.#context)),
      totalItems,
      nextCursor: hasNext ? at(page[page.length - 1], false) : null,
      previousCursor: hasPrevious ? at(page[0], true) : null,
    };
  }

  /**
   * Databases expect what a filter leaves to be spread evenly over every
   * order, and walk along it until the page is full. It is not: a team's or
   * an application's nodes are named alike, and the walk may go through all
   * others first. So few nodes are gathered before they are sorted.
   */
  async #pageAndTotal(
    request: ListRequest,
    visibility: Visibility,
    cursor: Cursor | undefined,
  ): Promise<[PageRow[], number]> {
    if (!isFiltered(request)) {
      return Promise.all([
        this.#walk(request, visibility, cursor),
        this.count(request, visibility),
      ]);
    }
    const total = await this.count(request, visibility);
    const rows =
      total <= GATHERED
        ? await this.#gather(request, visibility, cursor)
        : await this.#walk(request, visibility, cursor);
    return [rows, total];
  }

  /** A page read along the order. */
  async #walk(
    request: ListRequest,
    visibility: Visibility,
    cursor: Cursor | undefined,
  ): Promise<PageRow[]> {
    const column = SORT_COLUMNS[request.sort];
    const query = seenNodes(this.#knex).select(
      this.#knex.raw(`${column} AS sort_value`),
    );
    applyFilter(this.#knex, query, request, visibility);
    applySort(query, column, request.order, cursor);
    return readPage(query.limit(request.limit + 1), request.sort);
  }

  /** A page of nodes that are all found before they are sorted. */
  async #gather(
    request: ListRequest,
    visibility: Visibility,
    cursor: Cursor | undefined,
  ): Promise<PageRow[]> {
    const found = this.#knex('nodes').select(
      'nodes.id',
      this.#knex.raw(`${SORT_COLUMNS[request.sort]} AS sort_value`),
    );
    if (request.sort === 'lastPing') {
      found.join('node_beats', 'node_beats.name', 'nodes.name');
    }
    applyFilter(this.#knex, found, request, visibility);
    const page = this.#knex({ nodes: 'found' })
      .select('nodes.id', 'nodes.sort_value')
      .limit(request.limit + 1);
    applySort(page, 'nodes.sort_value', request.order, cursor);
    const query = seenNodes(this.#knex)
      .withMaterialized('found', found)
      .with('page', page)
      .join('page', 'page.id', 'nodes.id')
      .select('page.sort_value');
    const backwards = Boolean(cursor?.b);
    applySort(
      query,
      'page.sort_value',
      (request.order === 'asc') === backwards ? 'desc' : 'asc',
      undefined,
    );
    return readPage(query, request.sort);
  }

  /** How many nodes there are. */
  async count(filter: ResolvedFilter, visibility: Visibility): Promise<number> {
    const query = this.#knex('nodes');
    applyFilter(this.#knex, query, filter, visibility);
    const [{ total }] = await query.count({ total: '*' });
    return Number(total);
  }

  /** One node by its name, also when it left. */
  async get(
    name: string,
    visibility: Visibility,
  ): Promise<ManagedNode | undefined> {
    const query = seenNodes(this.#knex).where('nodes.name', name);
    applyFilter(
      this.#knex,
      query,
      { status: ['online', 'connection-lost', 'stopped', 'missing', 'left'] },
      visibility,
    );
    const row: SeenNodeRow | undefined = await query.first();
    return row && toManagedNode(row, this.#context);
  }

  /**
   * Nodes by their names, in the order asked for, undefined where there is
   * none. For the permission framework, which decides what becomes of them.
   */
  async getMany(names: string[]): Promise<Array<ManagedNode | undefined>> {
    const rows: SeenNodeRow[] = await seenNodes(this.#knex).whereIn(
      'nodes.name',
      names,
    );
    const byName = new Map(
      rows.map(row => [row.name, toManagedNode(row, this.#context)]),
    );
    return names.map(name => byName.get(name));
  }

  /** Counts by value, each facet under all filters but its own. */
  async facets(
    filter: ResolvedFilter,
    visibility: Visibility,
    names: FacetName[] = facetNameSchema.options,
  ): Promise<Facets> {
    const facets = await readFacets(this.#knex, filter, visibility, names);
    return {
      facets: {
        ...facets,
        ...(facets.account && {
          account: facets.account.map(item => ({
            ...item,
            label: this.#context.accountNames.get(item.value),
          })),
        }),
      },
    };
  }

  /** Headline counts. */
  async overview(
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<NodeOverview> {
    return readOverview(this.#knex, filter, visibility);
  }

  /** All nodes, read page by page while they are consumed. */
  async *stream(
    filter: ResolvedFilter,
    visibility: Visibility,
  ): AsyncGenerator<ManagedNode[]> {
    let cursor: string | undefined;
    do {
      const request: ListRequest = {
        ...filter,
        sort: 'title',
        order: 'asc',
        limit: EXPORT_PAGE,
        cursor,
      };
      const rows = await this.#walk(
        request,
        visibility,
        cursor ? decodeCursor(cursor, 'title', 'asc') : undefined,
      );
      const page = rows.slice(0, EXPORT_PAGE);
      if (page.length) {
        yield page.map(row => toManagedNode(row, this.#context));
      }
      const last = page[page.length - 1];
      cursor =
        rows.length > EXPORT_PAGE
          ? encodeCursor({
              s: 'title',
              o: 'asc',
              v: last.sort_value,
              i: last.id,
              b: false,
            })
          : undefined;
    } while (cursor);
  }
}
