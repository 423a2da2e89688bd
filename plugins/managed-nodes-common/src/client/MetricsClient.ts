import {
  alarmHistorySchema,
  alarmPageSchema,
  coverageSchema,
  groupMetricsSchema,
  nodeMetricsSchema,
} from '../model/metrics';
import { MetricsApi } from './MetricsApi';
import { toQueryString } from './queryString';
import { Transport } from './transport';

type Call<K extends keyof MetricsApi> = MetricsApi[K];

/** The part of the client that is about metrics. */
export class MetricsClient implements MetricsApi {
  readonly #transport: Transport;

  static create(transport: Transport): MetricsClient {
    return new MetricsClient(transport);
  }

  private constructor(transport: Transport) {
    this.#transport = transport;
  }

  ofNode: Call<'ofNode'> = (name, request = {}, options) =>
    this.#transport.get(
      `/nodes/${encodeURIComponent(name)}/metrics${toQueryString(request)}`,
      nodeMetricsSchema,
      options,
    );

  ofNodes: Call<'ofNodes'> = (request = {}, options) =>
    this.#transport.get(
      `/metrics${toQueryString(request)}`,
      groupMetricsSchema,
      options,
    );

  coverage: Call<'coverage'> = (filter = {}, options) =>
    this.#transport.get(
      `/coverage${toQueryString(filter)}`,
      coverageSchema,
      options,
    );

  alarms: Call<'alarms'> = (request = {}, options) =>
    this.#transport.get(
      `/alarms${toQueryString(request)}`,
      alarmPageSchema,
      options,
    );

  alarmHistory: Call<'alarmHistory'> = (id, options) =>
    this.#transport.get(
      `/alarms/${encodeURIComponent(id)}/history`,
      alarmHistorySchema,
      options,
    );
}
