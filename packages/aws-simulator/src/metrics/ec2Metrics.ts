import { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { SimulatedNode } from '../fleet/types';
import { noise } from './noise';
import { MINUTE, Presence } from './presence';
import { Metric } from './types';
import { Workload } from './Workload';

const STEP = 5;

interface Source {
  readonly name: string;
  readonly unit: StandardUnit;
  value(workload: Workload, minute: number): number;
}

function average(of: (minute: number) => number, minute: number): number {
  let sum = 0;
  for (let i = 0; i < STEP; i++) {
    sum += of(minute + i);
  }
  return sum / STEP;
}

const SOURCES: readonly Source[] = [
  {
    name: 'CPUUtilization',
    unit: 'Percent',
    value: (w, t) => average(minute => w.cpu(minute), t),
  },
  {
    name: 'NetworkIn',
    unit: 'Bytes',
    value: (w, t) => Math.round(STEP * average(m => w.received(m), t)),
  },
  {
    name: 'NetworkOut',
    unit: 'Bytes',
    value: (w, t) => Math.round(STEP * average(m => w.sent(m), t)),
  },
  {
    name: 'EBSReadBytes',
    unit: 'Bytes',
    value: (w, t) => Math.round(STEP * average(m => w.diskRead(m), t)),
  },
  {
    name: 'EBSWriteBytes',
    unit: 'Bytes',
    value: (w, t) => Math.round(STEP * average(m => w.diskWritten(m), t)),
  },
];

const CHECKS = [
  'StatusCheckFailed',
  'StatusCheckFailed_Instance',
  'StatusCheckFailed_System',
];

/** What EC2 reports of an instance without any agent, every five minutes. */
export function* ec2Metrics(
  node: SimulatedNode,
  workload: Workload,
): Generator<Metric> {
  if (!node.instanceState) {
    return;
  }
  const presence = Presence.of(node);
  const lost = () =>
    node.instanceState === 'running' ? Infinity : node.lostAt ?? 0;
  // An instance whose agent is silent runs on; a stopped one does not.
  const runs = (minute: number) =>
    minute * MINUTE >= node.registeredAt && minute * MINUTE < lost();
  const base = {
    account: node.account,
    namespace: 'AWS/EC2',
    dimensions: [{ Name: 'InstanceId', Value: node.id }],
    step: STEP,
    isActive: (from: number, to: number) =>
      runs(Math.floor(to / STEP) * STEP) || runs(from),
  };
  for (const { name, unit, value } of SOURCES) {
    yield {
      ...base,
      name,
      unit,
      at: minute => (runs(minute) ? value(workload, minute) : undefined),
    };
  }
  for (const name of CHECKS) {
    yield {
      ...base,
      name,
      unit: 'Count',
      at: minute =>
        runs(minute)
          ? Number(
              !presence.isUp(minute) &&
                name !== 'StatusCheckFailed_System' &&
                noise(node.seed, 30) < 0.5,
            )
          : undefined,
    };
  }
}
