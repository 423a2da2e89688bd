import { DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import { NotFoundError } from '@backstage/errors';
import {
  AlarmHistory,
  AlarmPage,
  AlarmState,
  NodeAlarm,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { applyFilter, ResolvedFilter, Visibility } from '../nodes/filters';
import { consoleHost } from '../nodes/present';
import { cleanText } from '../nodes/text';
import { AlarmDetails } from './alarms';

/** Changes of an alarm that are shown at the most. */
const HISTORY = 50;
const CHANGE = / to (?<state>ALARM|OK|INSUFFICIENT_DATA)\b/;
const STATES: Readonly<Record<string, Exclude<AlarmState, 'none'>>> = {
  ALARM: 'alarm',
  OK: 'ok',
  INSUFFICIENT_DATA: 'insufficient-data',
};

interface Row {
  id: string;
  alarm_name: string;
  state: Exclude<AlarmState, 'none'>;
  since: number | string;
  details: string;
  account: string;
  region: string;
  node_name: string;
  title: string;
  owner_ref: string;
}

/** Reads the alarms that concern nodes, always within what the caller may see. */
export class AlarmQueries {
  readonly #knex: Knex;
  readonly #clients: Pick<AwsClients, 'forTarget'>;
  readonly #partition: string;
  readonly #observer: CallObserver | undefined;

  static create(options: {
    knex: Knex;
    clients: Pick<AwsClients, 'forTarget'>;
    /** AWS partition, for links to the console. */
    partition: string;
    observer?: CallObserver;
  }): AlarmQueries {
    return new AlarmQueries(options);
  }

  private constructor(options: Parameters<typeof AlarmQueries.create>[0]) {
    this.#knex = options.knex;
    this.#clients = options.clients;
    this.#partition = options.partition;
    this.#observer = options.observer;
  }

  #alarms(filter: ResolvedFilter, visibility: Visibility): Knex.QueryBuilder {
    const query = this.#knex('nodes').join('node_alarms', join =>
      join
        .on('node_alarms.account', 'nodes.account')
        .andOn('node_alarms.region', 'nodes.region')
        .andOn('node_alarms.node_id', 'nodes.node_id'),
    );
    applyFilter(this.#knex, query, filter, visibility);
    return query;
  }

  async list(
    filter: ResolvedFilter,
    visibility: Visibility,
    limit: number,
  ): Promise<AlarmPage> {
    const counts: Array<{ state: string; count: number | string }> =
      await this.#alarms(filter, visibility)
        .groupBy('node_alarms.state')
        .select('node_alarms.state')
        .count({ count: '*' });
    const rows: Row[] = await this.#alarms(filter, visibility)
      .orderBy('node_alarms.rank')
      .orderBy('node_alarms.since')
      .orderBy('node_alarms.id')
      .limit(limit)
      .select(
        'node_alarms.id',
        { alarm_name: 'node_alarms.name' },
        'node_alarms.state',
        'node_alarms.since',
        'node_alarms.details',
        'nodes.account',
        'nodes.region',
        { node_name: 'nodes.name' },
        'nodes.title',
        'nodes.owner_ref',
      );
    return {
      items: rows.map(row => this.#present(row)),
      totalItems: counts.reduce((sum, { count }) => sum + Number(count), 0),
      ringing: Number(
        counts.find(({ state }) => state === 'alarm')?.count ?? 0,
      ),
    };
  }

  #present(row: Row): NodeAlarm {
    const details: AlarmDetails = JSON.parse(row.details);
    const host = consoleHost(this.#partition);
    return {
      id: row.id,
      name: row.alarm_name,
      ...details,
      state: row.state,
      since: new Date(Number(row.since)).toISOString(),
      account: row.account,
      region: row.region,
      node: {
        name: row.node_name,
        title: row.title,
        ownerRef: row.owner_ref,
      },
      consoleUrl: `https://${row.region}.${host}/cloudwatch/home?region=${
        row.region
      }#alarmsV2:alarm/${encodeURIComponent(row.alarm_name)}`,
    };
  }

  /**
   * The changes of an alarm, as CloudWatch remembers them.
   *
   * @throws NotFoundError when it concerns no node that the caller may see
   */
  async history(
    id: string,
    visibility: Visibility,
    signal: AbortSignal,
  ): Promise<AlarmHistory> {
    const row: Row | undefined = await this.#alarms({}, visibility)
      .where('node_alarms.id', id)
      .first(
        { alarm_name: 'node_alarms.name' },
        'nodes.account',
        'nodes.region',
      );
    if (!row) {
      throw new NotFoundError(
        `No alarm ${id}, or none that concerns a node you may see`,
      );
    }
    const { cloudwatch } = await this.#clients.forTarget(row, 'interactive');
    const { AlarmHistoryItems = [] } = await cloudwatch.send(
      CallMeter.create({ observer: this.#observer }).watch(
        new DescribeAlarmHistoryCommand({
          AlarmName: row.alarm_name,
          HistoryItemType: 'StateUpdate',
          MaxRecords: HISTORY,
          ScanBy: 'TimestampDescending',
        }),
      ),
      { abortSignal: signal },
    );
    return {
      items: AlarmHistoryItems.flatMap(({ Timestamp, HistorySummary = '' }) => {
        const state = CHANGE.exec(HistorySummary)?.groups?.state;
        return Timestamp
          ? {
              at: Timestamp.toISOString(),
              state: state ? STATES[state] : null,
              summary: cleanText(HistorySummary, 255) ?? '',
            }
          : [];
      }),
    };
  }
}
