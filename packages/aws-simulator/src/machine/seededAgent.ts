import { SimulatedNode } from '../fleet/types';
import type { RunningAgent } from '../metrics/agentMetrics';
import { noise } from '../metrics/noise';

const DAY = 86_400_000;
/** Of 100 machines so many have had the CloudWatch agent for long. */
const ON_EC2 = 0.74;
const ELSEWHERE = 0.66;
/** And of those elsewhere so many say which managed node they are. */
const WITH_ID = 0.55;

/** The metrics of the agent's wizard, at its standard level. */
export function usualMetrics(
  windows: boolean,
  dimensions: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  const own = Object.keys(dimensions).length
    ? { append_dimensions: dimensions }
    : {};
  return windows
    ? {
        Processor: {
          measurement: ['% Processor Time'],
          resources: ['_Total'],
          ...own,
        },
        Memory: { measurement: ['% Committed Bytes In Use'], ...own },
        'Paging File': { measurement: ['% Usage'], ...own },
        LogicalDisk: {
          measurement: ['% Free Space'],
          resources: ['*'],
          ...own,
        },
        PhysicalDisk: {
          measurement: ['Disk Read Bytes/sec', 'Disk Write Bytes/sec'],
          resources: ['*'],
          ...own,
        },
        'Network Interface': {
          measurement: ['Bytes Received/sec', 'Bytes Sent/sec'],
          resources: ['*'],
          ...own,
        },
      }
    : {
        cpu: { measurement: ['usage_active'], totalcpu: true, ...own },
        mem: { measurement: ['used_percent'], ...own },
        swap: { measurement: ['used_percent'], ...own },
        disk: { measurement: ['used_percent'], resources: ['*'], ...own },
        diskio: {
          measurement: ['read_bytes', 'write_bytes'],
          resources: ['*'],
          ...own,
        },
        net: {
          measurement: ['bytes_recv', 'bytes_sent'],
          resources: ['*'],
          ...own,
        },
      };
}

/** The CloudWatch agent that a machine has from the beginning, if it has one. */
export function seededAgent(node: SimulatedNode): RunningAgent | undefined {
  const onEc2 = node.id.startsWith('i-');
  if (noise(node.seed, 50) >= (onEc2 ? ON_EC2 : ELSEWHERE)) {
    return undefined;
  }
  const windows = node.platform.type === 'Windows';
  const withId = !onEc2 && noise(node.seed, 51) < WITH_ID;
  const metrics = usualMetrics(windows, withId ? { InstanceId: node.id } : {});
  return {
    configuration: JSON.stringify({
      agent: { metrics_collection_interval: 60 },
      metrics: {
        namespace: 'CWAgent',
        ...(onEc2 && {
          append_dimensions: {
            InstanceId: '${aws:InstanceId}',
            InstanceType: '${aws:InstanceType}',
          },
        }),
        metrics_collected: metrics,
      },
    }),
    runningSince: node.registeredAt + DAY / 4,
  };
}
