import { ControlClient } from './ControlClient';
import {
  MetricsQuery,
  NodeSeries,
  nodeSeriesListSchema,
  StressInput,
} from './metricSchemas';

/**
 * Tells the truth about metrics, and makes machines busy.
 *
 * @public
 */
export class MetricsControl {
  readonly #client: ControlClient;

  /** @internal */
  static create(client: ControlClient): MetricsControl {
    return new MetricsControl(client);
  }

  private constructor(client: ControlClient) {
    this.#client = client;
  }

  /** Every data point of a node in a time, by the minute, as nobody rounded it. */
  async ofNode(id: string, query: MetricsQuery): Promise<NodeSeries[]> {
    const { series } = await this.#client.call(
      nodeSeriesListSchema,
      'POST',
      ['nodes', id, 'metrics'],
      query,
    );
    return series;
  }

  /** Keeps a machine busy from now on. */
  async stress(id: string, stress: StressInput): Promise<void> {
    await this.#client.call(
      nodeSeriesListSchema,
      'POST',
      ['nodes', id, 'stress'],
      stress,
    );
  }
}
