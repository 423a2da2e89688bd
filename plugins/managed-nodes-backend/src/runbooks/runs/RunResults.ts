import {
  AttributeValue,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  NodeStatus,
  RunResults as RunResultsAnswer,
  RunResultsQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { AwsClients } from '../../aws/AwsClients';
import { CallMeter, CallObserver } from '../../aws/CallMeter';
import { toSyncProblem } from '../../aws/problems';
import { decodeCursor, encodeCursor } from '../../commands/cursors';
import { isStorable } from '../../commands/storable';
import { applyFilter, Visibility } from '../../nodes/filters';
import { TargetKey } from '../../nodes/types';
import { cleanAttribute } from './attributes';
import { ResultsTable } from './types';
import { RunViews, SeenRun } from './RunViews';

/** Pages of the table that are read for one answer. */
const MAX_PAGES = 10;

/** Columns that are shown where the publication names none. */
const MAX_COLUMNS = 20;

/**
 * Where the next page begins: in which of the tables, and the key of the last
 * item before, as DynamoDB has it: texts and numbers.
 */
const cursorSchema = z.object({
  place: z.number().int().min(0),
  key: z
    .record(
      z.string(),
      z.union([
        z.object({ S: z.string() }).strict(),
        z.object({ N: z.string() }).strict(),
      ]),
    )
    .nullable(),
});

type Cursor = z.infer<typeof cursorSchema>;

/** Rows about nodes that are gone are shown, too. */
const ALL: NodeStatus[] = [
  'online',
  'connection-lost',
  'stopped',
  'missing',
  'left',
];

type Item = Record<string, AttributeValue>;

interface KnownNode {
  node_id: string;
  account: string;
  region: string;
}

interface Options {
  knex: Knex;
  clients: Pick<AwsClients, 'options' | 'renew'>;
  views: RunViews;
  /** Told of every request to AWS. */
  observer?: CallObserver;
}

/** Reads the tables that runs fill, as far as they are about nodes that the caller may see. */
export class RunResults {
  readonly #options: Options;
  readonly #meter: CallMeter;
  readonly #clients = new Map<string, Promise<DynamoDBClient>>();

  static create(options: Options): RunResults {
    return new RunResults(options);
  }

  private constructor(options: Options) {
    this.#options = options;
    this.#meter = CallMeter.create(options);
  }

  /**
   * One page of the table of a run.
   *
   * @throws NotFoundError when there is no such run, or it fills no table.
   * @throws ServiceUnavailableError when AWS does not tell.
   */
  async read(
    id: string,
    query: RunResultsQuery,
    credentials: BackstageCredentials,
  ): Promise<RunResultsAnswer> {
    const seen = await this.#options.views.find(id, credentials);
    if (seen.row.results === null) {
      throw new NotFoundError('This run fills no table');
    }
    const table: ResultsTable = JSON.parse(seen.row.results);
    const node = query.node
      ? await this.#node(query.node, seen.viewer.visible)
      : undefined;
    const places = await this.#places(table, seen, node);
    const rows: Item[] = [];
    let next: Cursor | null = query.cursor
      ? decodeCursor(cursorSchema, query.cursor)
      : { place: 0, key: null };
    for (let page = 0; next && page < MAX_PAGES; page += 1) {
      const place: TargetKey | undefined = places[next.place];
      if (!place) {
        throw new InputError('cursor: not one of this list');
      }
      const answer = await this.#scan(place, table, query.limit, next.key);
      const about = table.account ? undefined : place;
      rows.push(
        ...(await this.#visible(
          answer.items,
          table,
          seen.viewer.visible,
          about,
          node?.node_id,
        )),
      );
      next = this.#after(next.place, answer.key, places.length);
      if (rows.length >= query.limit) {
        break;
      }
    }
    return this.#present(rows, table, next);
  }

  /** Where the next page begins; null after the last. */
  #after(place: number, key: Item | undefined, count: number): Cursor | null {
    if (key) {
      return { place, key: cursorSchema.shape.key.parse(key) };
    }
    return place + 1 < count ? { place: place + 1, key: null } : null;
  }

  async #scan(
    place: TargetKey,
    { table }: ResultsTable,
    limit: number,
    key: Cursor['key'],
  ): Promise<{ items: Item[]; key: Item | undefined }> {
    try {
      const client = await this.#client(place);
      const { Items = [], LastEvaluatedKey } = await client.send(
        this.#meter.watch(
          new ScanCommand({
            TableName: table,
            Limit: limit,
            ExclusiveStartKey: key ?? undefined,
          }),
        ),
      );
      return { items: Items, key: LastEvaluatedKey };
    } catch (error) {
      const { message } = toSyncProblem(error, 'dynamodb:Scan');
      throw new ServiceUnavailableError(
        `AWS does not tell about ${table} in ${place.account} ${place.region}: ${message}`,
      );
    }
  }

  #present(
    items: Item[],
    table: ResultsTable,
    next: Cursor | null,
  ): RunResultsAnswer {
    const columns = table.columns ?? [
      table.nodeColumn,
      ...[...new Set(items.flatMap(item => Object.keys(item)))]
        .filter(name => name !== table.nodeColumn)
        .sort()
        .slice(0, MAX_COLUMNS - 1),
    ];
    return {
      columns,
      rows: items.map(item =>
        Object.fromEntries(
          columns.map(name => [
            name,
            Object.hasOwn(item, name) ? cleanAttribute(item[name]) : '',
          ]),
        ),
      ),
      nextCursor: next && encodeCursor(next),
      readAt: new Date().toISOString(),
    };
  }

  /**
   * Items about nodes that the caller may see. What names no known node is for
   * those who see everything.
   *
   * @param about - where the nodes of this table are, unless it is one for all
   */
  async #visible(
    items: Item[],
    { nodeColumn }: ResultsTable,
    visible: Visibility,
    about: TargetKey | undefined,
    only: string | undefined,
  ): Promise<Item[]> {
    const idOf = (item: Item) =>
      (Object.hasOwn(item, nodeColumn) && item[nodeColumn].S) || '';
    const wanted =
      only === undefined ? items : items.filter(item => idOf(item) === only);
    if ('all' in visible || !wanted.length) {
      return wanted;
    }
    const ids = [...new Set(wanted.map(idOf))].filter(isStorable);
    const query = this.#options.knex('nodes').whereIn('nodes.node_id', ids);
    if (about) {
      query.where({
        'nodes.account': about.account,
        'nodes.region': about.region,
      });
    }
    applyFilter(this.#options.knex, query, { status: ALL }, visible);
    const found = new Set(await query.pluck<string[]>('nodes.node_id'));
    return wanted.filter(item => found.has(idOf(item)));
  }

  async #node(name: string, visible: Visibility): Promise<KnownNode> {
    const query = this.#options
      .knex('nodes')
      .where('nodes.name', isStorable(name) ? name : '')
      .select('nodes.node_id', 'nodes.account', 'nodes.region');
    applyFilter(this.#options.knex, query, { status: ALL }, visible);
    const [node]: KnownNode[] = await query;
    if (!node) {
      throw new NotFoundError(`No managed node ${name}, or none you may see`);
    }
    return node;
  }

  /**
   * Where tables are: where config says, or everywhere the run is; for one node
   * where that is.
   */
  async #places(
    { account, region }: ResultsTable,
    seen: SeenRun,
    node: KnownNode | undefined,
  ): Promise<TargetKey[]> {
    const groups = await this.#options.views.groups(seen);
    const places = new Map<string, TargetKey>();
    for (const group of groups.filter(
      ({ seen: some, nodes }) => some > 0 || nodes === 0,
    )) {
      const place = {
        account: account ?? group.account,
        region: region ?? group.region,
      };
      const here =
        !node ||
        ((account !== undefined || node.account === place.account) &&
          (region !== undefined || node.region === place.region));
      if (here) {
        places.set(`${place.account}/${place.region}`, place);
      }
    }
    if (!places.size) {
      throw new NotFoundError('Nobody knows where the table of this run is');
    }
    return [...places].sort(([a], [b]) => a.localeCompare(b)).map(([, p]) => p);
  }

  async #client(place: TargetKey) {
    const key = `${place.account}/${place.region}`;
    let client = this.#clients.get(key);
    if (!client) {
      client = this.#create(place);
      this.#clients.set(key, client);
      client.catch(() => this.#clients.delete(key));
    }
    return client;
  }

  async #create(place: TargetKey) {
    const { clients } = this.#options;
    const client = new DynamoDBClient(
      await clients.options(place, 'interactive'),
    );
    await clients.renew(place, client);
    return client;
  }
}
