import { NotFoundError } from '@backstage/errors';
import { SimulatedNode } from '../fleet/types';
import { World } from '../model/World';
import { MetricsQuery, NodeSeries, StressInput } from './metricSchemas';

const MINUTE = 60_000;

/** What is true of metrics, whatever a client made of it. */
export class MetricControl {
  readonly #world: World;

  static create(world: World): MetricControl {
    return new MetricControl(world);
  }

  private constructor(world: World) {
    this.#world = world;
  }

  /** @throws NotFoundError when there is no such node. */
  ofNode(id: string, { from, to }: MetricsQuery): { series: NodeSeries[] } {
    const { metrics, clock } = this.#world;
    const last = Math.min(to, clock.now());
    return {
      series: metrics.ofNode(this.#get(id)).map(metric => {
        const points: Array<[number, number]> = [];
        const first = Math.ceil(from / MINUTE / metric.step) * metric.step;
        for (let at = first; at * MINUTE < last; at += metric.step) {
          const value = metric.at(at);
          if (value !== undefined) {
            points.push([at * MINUTE, value]);
          }
        }
        const { namespace, name, unit, dimensions } = metric;
        return {
          namespace,
          name,
          unit,
          dimensions: Object.fromEntries(
            dimensions.map(({ Name, Value }) => [Name, Value]),
          ),
          points,
        };
      }),
    };
  }

  /** @throws NotFoundError when there is no such node. */
  stress(id: string, { cpu, minutes }: StressInput): { series: NodeSeries[] } {
    const { machines, clock } = this.#world;
    const now = clock.now();
    machines
      .of(this.#get(id), now)
      .addStress({ from: now, to: now + minutes * MINUTE, cpu });
    return { series: [] };
  }

  #get(id: string): SimulatedNode {
    const node = this.#world.fleet.get(id);
    if (!node) {
      throw new NotFoundError(`There is no node ${id}`);
    }
    return node;
  }
}
