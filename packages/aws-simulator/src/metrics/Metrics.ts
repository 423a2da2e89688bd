import { Fleet } from '../fleet/Fleet';
import { SimulatedNode } from '../fleet/types';
import { Machines } from '../machine/Machines';
import { agentMetrics } from './agentMetrics';
import { CustomMetrics } from './CustomMetrics';
import { ec2Metrics } from './ec2Metrics';
import { keyOf, Metric, MetricName } from './types';
import { Workload } from './Workload';

/** A metric, and where listings find it again. */
export interface ListedMetric {
  readonly position: number;
  readonly metric: Metric;
}

/** More than a machine ever reports. */
const MOST_PER_NODE = 1000;

/**
 * The metrics of every account and Region. What machines report is not kept
 * but worked out when somebody asks.
 */
export class Metrics {
  readonly #fleet: Fleet;
  readonly #machines: Machines;
  readonly custom = CustomMetrics.create();

  static create(options: { fleet: Fleet; machines: Machines }): Metrics {
    return new Metrics(options);
  }

  private constructor(options: { fleet: Fleet; machines: Machines }) {
    this.#fleet = options.fleet;
    this.#machines = options.machines;
  }

  /** What a machine reports, and what is reported of it. */
  ofNode(node: SimulatedNode): Metric[] {
    const machine = this.#machines.known(node);
    const workload = Workload.of(node, machine);
    const agent = this.#machines.agentOf(node);
    return [
      ...ec2Metrics(node, workload),
      ...(agent ? agentMetrics(node, agent, workload) : []),
    ];
  }

  #hosts(account: string, region: string): Map<string, SimulatedNode[]> {
    const hosts = new Map<string, SimulatedNode[]>();
    for (const node of this.#fleet.list(account, region)) {
      const same = hosts.get(node.computerName);
      if (same) {
        same.push(node);
      } else {
        hosts.set(node.computerName, [node]);
      }
    }
    return hosts;
  }

  /** Metrics from a position on, each once. */
  *list(
    account: string,
    region: string,
    position: number,
  ): Generator<ListedMetric> {
    const hosts = this.#hosts(account, region);
    const nodes = this.#fleet.list(account, region);
    let custom = 0;
    for (const node of Fleet.from(
      nodes,
      Math.floor(position / MOST_PER_NODE),
    )) {
      const same = hosts.get(node.computerName) ?? [];
      const twins = same.slice(0, same.indexOf(node));
      // Machines of one name report the same metrics.
      const known = new Set(
        twins.flatMap(twin => this.ofNode(twin).map(keyOf)),
      );
      for (const [index, metric] of this.ofNode(node).entries()) {
        const at = node.seq * MOST_PER_NODE + index;
        if (at >= position && !known.has(keyOf(metric))) {
          yield { position: at, metric };
        }
      }
    }
    for (const metric of this.custom.list(account, region)) {
      const at = Number.MAX_SAFE_INTEGER / 2 + custom;
      custom += 1;
      if (at >= position) {
        yield { position: at, metric };
      }
    }
  }

  /** Finds metrics by their exact name and dimensions; several are one to CloudWatch. */
  finder(account: string, region: string): (name: MetricName) => Metric[] {
    let hosts: Map<string, SimulatedNode[]> | undefined;
    const candidates = ({ dimensions }: MetricName): SimulatedNode[] => {
      const value = (wanted: string) =>
        dimensions.find(({ Name }) => Name === wanted)?.Value;
      const id = value('InstanceId');
      if (id !== undefined) {
        const node = this.#fleet.find(account, region, id);
        return node ? [node] : [];
      }
      hosts ??= this.#hosts(account, region);
      return hosts.get(value('host') ?? '') ?? [];
    };
    return name => {
      const key = keyOf(name);
      return [
        ...candidates(name).flatMap(node => this.ofNode(node)),
        ...this.custom.list(account, region),
      ].filter(metric => keyOf(metric) === key);
    };
  }
}
