import { SimulatedNode } from '../fleet/types';
import {
  AgentConfiguration,
  CollectedPlugin,
  readConfiguration,
} from './agentConfiguration';
import { Measurement, measurementOf } from './measurements';
import { noise } from './noise';
import { MINUTE, Presence } from './presence';
import { Metric, MetricDimension } from './types';
import { Workload } from './Workload';

/** The CloudWatch agent of a machine, while it runs. */
export interface RunningAgent {
  /** Its configuration, JSON. */
  readonly configuration: string;
  /** Epoch milliseconds. */
  readonly runningSince: number;
}

/** What there is of a resource on a machine: its dimensions, and which one it is. */
type Instance = readonly [dimensions: Record<string, string>, index: number];

const ALL = '*';
/** Of 100 machines so many have a second volume. */
const SECOND_VOLUME = 0.3;

/** Whether a Linux machine has one, mounted at `/data`. */
export function hasSecondVolume(seed: number): boolean {
  return noise(seed, 20) < SECOND_VOLUME;
}

function wanted({ resources }: CollectedPlugin, name: string): boolean {
  return !resources || resources.includes(ALL) || resources.includes(name);
}

function linuxInstances(
  plugin: CollectedPlugin,
  each: Measurement['each'],
  { seed, workload }: { seed: number; workload: Workload },
): Instance[] {
  switch (each) {
    case 'processor': {
      const single = plugin.resources?.includes(ALL)
        ? Array.from(
            { length: workload.processors },
            (_, i): Instance => [{ cpu: `cpu${i}` }, i],
          )
        : [];
      return plugin.total
        ? [[{ cpu: 'cpu-total' }, 0] as const, ...single]
        : single;
    }
    case 'volume': {
      const volumes: Instance[] = [
        [{ path: '/', device: 'nvme0n1p1', fstype: 'xfs' }, 0],
      ];
      if (hasSecondVolume(seed)) {
        volumes.push([{ path: '/data', device: 'nvme1n1', fstype: 'xfs' }, 1]);
      }
      return volumes.filter(([{ path }]) => wanted(plugin, path));
    }
    case 'device':
      return wanted(plugin, 'nvme0n1') ? [[{ name: 'nvme0n1' }, 0]] : [];
    case 'interface':
      return wanted(plugin, 'eth0') ? [[{ interface: 'eth0' }, 0]] : [];
    default:
      return [[{}, 0]];
  }
}

const WINDOWS_INSTANCES: Readonly<Record<string, string>> = {
  processor: '_Total',
  volume: 'C:',
  device: '0 C:',
  interface: 'Ethernet',
};

function windowsInstances(
  plugin: CollectedPlugin,
  each: Measurement['each'],
): Instance[] {
  const objectname = plugin.plugin;
  if (!each) {
    return [[{ objectname }, 0]];
  }
  const instance = WINDOWS_INSTANCES[each];
  return wanted(plugin, instance) ? [[{ objectname, instance }, 0]] : [];
}

/** Dimensions that tell the machine, as far as the agent can know it. */
function identity(
  node: SimulatedNode,
  { global, omitHost }: AgentConfiguration,
): Record<string, string> {
  if (global) {
    const facts: Record<string, string | undefined> = {
      '${aws:InstanceId}': node.id.startsWith('i-') ? node.id : undefined,
      '${aws:InstanceType}': node.instanceType,
      '${aws:ImageId}': node.instanceType && 'ami-0abcdef1234567890',
    };
    return Object.fromEntries(
      Object.entries(global).flatMap(([name, value]) => {
        // Off EC2 there is nothing to ask, and the dimension is left out.
        const fact = facts[value];
        return fact === undefined ? [] : [[name, fact]];
      }),
    );
  }
  return omitHost ? {} : { host: node.computerName };
}

function toDimensions(values: Record<string, string>): MetricDimension[] {
  return Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
}

/** Everything that the CloudWatch agent of a machine reports. */
export function* agentMetrics(
  node: SimulatedNode,
  agent: RunningAgent,
  workload: Workload,
): Generator<Metric> {
  const configuration = readConfiguration(agent.configuration);
  const windows = node.platform.type === 'Windows';
  const own = identity(node, configuration);
  const presence = Presence.of(node);
  const first = Math.ceil(agent.runningSince / MINUTE);
  const reported = (minute: number) =>
    minute >= first && presence.isHeard(minute);
  for (const plugin of configuration.plugins) {
    for (const asked of plugin.measurements) {
      const [name, measurement] =
        measurementOf(windows, plugin.plugin, asked) ?? [];
      const instances =
        measurement &&
        (windows
          ? windowsInstances(plugin, measurement.each)
          : linuxInstances(plugin, measurement.each, {
              seed: node.seed,
              workload,
            }));
      for (const [dimensions, index] of instances ?? []) {
        yield {
          account: node.account,
          namespace: configuration.namespace,
          name: name as string,
          dimensions: toDimensions({
            ...own,
            ...dimensions,
            ...plugin.dimensions,
          }),
          unit: (measurement as Measurement).unit,
          step: 1,
          at: minute =>
            reported(minute)
              ? (measurement as Measurement).value(workload, minute, index)
              : undefined,
          isActive: (from, to) =>
            presence.lastHeard(Math.max(first, from), to) !== undefined,
        };
      }
    }
  }
}
