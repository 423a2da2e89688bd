import { SimulatedNode } from '../fleet/types';
import type { StoredAlarm } from './Alarms';
import type { Metrics } from './Metrics';
import { noise } from './noise';
import { Metric } from './types';

const DAY = 86_400_000;
/** Of 100 machines that report so many have an alarm. */
const WATCHED = 0.3;

/** Thresholds that some machines cross, and most do not. */
const KINDS: Readonly<
  Record<string, { title: string; threshold: number; below?: boolean }>
> = {
  cpu_usage_active: { title: 'cpu-high', threshold: 62 },
  'Processor % Processor Time': { title: 'cpu-high', threshold: 62 },
  CPUUtilization: { title: 'cpu-high', threshold: 62 },
  mem_used_percent: { title: 'memory-high', threshold: 79 },
  'Memory % Committed Bytes In Use': { title: 'memory-high', threshold: 79 },
  disk_used_percent: { title: 'disk-full', threshold: 90 },
  'LogicalDisk % Free Space': {
    title: 'disk-full',
    threshold: 10,
    below: true,
  },
  StatusCheckFailed: { title: 'status-check', threshold: 0 },
};

const NAMES = Object.keys(KINDS);

function toAlarm(node: SimulatedNode, metric: Metric): StoredAlarm {
  const { title, threshold, below } = KINDS[metric.name];
  return {
    account: node.account,
    region: node.region,
    createdAt: node.registeredAt + 2 * DAY,
    forced: undefined,
    settings: {
      name: `${title}-${node.id}`,
      description: `${title} on ${node.computerName}`,
      namespace: metric.namespace,
      metric: metric.name,
      dimensions: metric.dimensions,
      statistic: 'Average',
      period: 300,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      threshold,
      comparison: below ? 'LessThanThreshold' : 'GreaterThanThreshold',
      missing: 'missing',
      actions: [
        `arn:aws:sns:${node.region}:${node.account}:managed-nodes-alarms`,
      ],
    },
  };
}

/** The alarms that a fleet has from the beginning: one on some of its machines. */
export function seededAlarms(
  nodes: readonly SimulatedNode[],
  metrics: Metrics,
): StoredAlarm[] {
  return nodes.flatMap(node => {
    if (noise(node.seed, 40) >= WATCHED) {
      return [];
    }
    const watchable = metrics
      .ofNode(node)
      .filter(({ name }) => NAMES.includes(name));
    const metric =
      watchable[Math.floor(noise(node.seed, 41) * watchable.length)];
    return metric ? [toAlarm(node, metric)] : [];
  });
}
