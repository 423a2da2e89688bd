import {
  AttributeValue,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import {
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
import { cleanAttribute } from './attributes';
import { ResultsTable } from './types';
import { RunViews, SeenRun } from './RunViews';

/** Pages of the table that are read for one answer. */
const MAX_PAGES = 10;

/** Columns that are shown where the publication names none. */
const MAX_COLUMNS = 20;

/** The key of the last item of the page before, as DynamoDB has it: texts and numbers. */
const cursorSchema = z.object({
  key: z.record(
    z.string(),
    z.union([
      z.object({ S: z.string() }).strict(),
      z.object({ N: z.string() }).strict(),
    ]),
  ),
});

type Item = Record<string, AttributeValue>;

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
    const place = await this.#place(table, seen);
    const nodeId = query.node
      ? await this.#nodeId(query.node, seen.viewer.visible)
      : undefined;
    const rows: Item[] = [];
    let key: Item | undefined = query.cursor
      ? decodeCursor(cursorSchema, query.cursor).key
      : undefined;
    try {
      const client = await this.#client(place);
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const answer = await client.send(
          this.#meter.watch(
            new ScanCommand({
              TableName: table.table,
              Limit: query.limit,
              ExclusiveStartKey: key,
            }),
          ),
        );
        rows.push(
          ...(await this.#visible(
            answer.Items ?? [],
            table,
            seen.viewer.visible,
            nodeId,
          )),
        );
        key = answer.LastEvaluatedKey;
        if (!key || rows.length >= query.limit) {
          break;
        }
      }
    } catch (error) {
      const { message } = toSyncProblem(error, 'dynamodb:Scan');
      throw new ServiceUnavailableError(`AWS does not tell: ${message}`);
    }
    return this.#present(rows, table, key);
  }

  #present(
    items: Item[],
    table: ResultsTable,
    key: Item | undefined,
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
      nextCursor: key ? encodeCursor({ key }) : null,
      readAt: new Date().toISOString(),
    };
  }

  /** Items about nodes that the caller may see. What names no known node is for those who see everything. */
  async #visible(
    items: Item[],
    { nodeColumn }: ResultsTable,
    visible: Visibility,
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
    applyFilter(
      this.#options.knex,
      query,
      { status: ['online', 'connection-lost', 'stopped', 'missing', 'left'] },
      visible,
    );
    const found = new Set(await query.pluck<string[]>('nodes.node_id'));
    return wanted.filter(item => found.has(idOf(item)));
  }

  async #nodeId(name: string, visible: Visibility): Promise<string> {
    const query = this.#options
      .knex('nodes')
      .where('nodes.name', isStorable(name) ? name : '');
    applyFilter(
      this.#options.knex,
      query,
      { status: ['online', 'connection-lost', 'stopped', 'missing', 'left'] },
      visible,
    );
    const [id] = await query.pluck<string[]>('nodes.node_id');
    if (!id) {
      throw new NotFoundError(`No managed node ${name}, or none you may see`);
    }
    return id;
  }

  /** Where config says, or where the first part of the run is. */
  async #place({ account, region }: ResultsTable, seen: SeenRun) {
    const [first] = await this.#options.views.groups(seen);
    const place = {
      account: account ?? first?.account,
      region: region ?? first?.region,
    };
    if (!place.account || !place.region) {
      throw new NotFoundError('Nobody knows where the table of this run is');
    }
    return place;
  }

  async #client(place: { account: string; region: string }) {
    const key = `${place.account}/${place.region}`;
    let client = this.#clients.get(key);
    if (!client) {
      client = this.#create(place);
      this.#clients.set(key, client);
      client.catch(() => this.#clients.delete(key));
    }
    return client;
  }

  async #create(place: { account: string; region: string }) {
    const { clients } = this.#options;
    const client = new DynamoDBClient(
      await clients.options(place, 'interactive'),
    );
    await clients.renew(place, client);
    return client;
  }
}
