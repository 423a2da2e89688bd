import { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { Workload } from './Workload';

const MIB = 1024 ** 2;
/** Megabytes as Windows counts them. */
const SECONDS = 60;

/** What there is several of on a machine. */
type Each = 'processor' | 'volume' | 'device' | 'interface';

/** A metric that a plugin of the CloudWatch agent knows. */
export interface Measurement {
  readonly unit: StandardUnit;
  readonly each?: Each;
  /** @param index - which volume or processor */
  value(workload: Workload, minute: number, index: number): number;
}

const free = (w: Workload, minute: number, volume: number) =>
  100 - w.diskUsed(minute, volume);

const LINUX: Readonly<Record<string, Record<string, Measurement>>> = {
  cpu: {
    usage_active: {
      unit: 'Percent',
      each: 'processor',
      value: (w, t) => w.cpu(t),
    },
    usage_idle: {
      unit: 'Percent',
      each: 'processor',
      value: (w, t) => 100 - w.cpu(t),
    },
    usage_user: {
      unit: 'Percent',
      each: 'processor',
      value: (w, t) => w.cpu(t) * 0.7,
    },
    usage_system: {
      unit: 'Percent',
      each: 'processor',
      value: (w, t) => w.cpu(t) * 0.25,
    },
    usage_iowait: {
      unit: 'Percent',
      each: 'processor',
      value: (w, t) => w.cpu(t) * 0.05,
    },
  },
  mem: {
    used_percent: { unit: 'Percent', value: (w, t) => w.memoryUsed(t) },
    available: {
      unit: 'Bytes',
      value: (w, t) => Math.round(w.memory * (1 - w.memoryUsed(t) / 100)),
    },
    total: { unit: 'Bytes', value: w => w.memory },
  },
  swap: {
    used_percent: {
      unit: 'Percent',
      value: (w, t) => Math.max(0, w.memoryUsed(t) - 80),
    },
  },
  disk: {
    used_percent: {
      unit: 'Percent',
      each: 'volume',
      value: (w, t, i) => w.diskUsed(t, i),
    },
    free: {
      unit: 'Bytes',
      each: 'volume',
      value: (w, t, i) => Math.round((w.disk * free(w, t, i)) / 100),
    },
    inodes_free: {
      unit: 'Count',
      each: 'volume',
      value: (w, t, i) => Math.round((w.disk / 16_384) * (free(w, t, i) / 100)),
    },
  },
  diskio: {
    read_bytes: {
      unit: 'Bytes',
      each: 'device',
      value: (w, t) => w.diskRead(t),
    },
    write_bytes: {
      unit: 'Bytes',
      each: 'device',
      value: (w, t) => w.diskWritten(t),
    },
  },
  net: {
    bytes_recv: {
      unit: 'Bytes',
      each: 'interface',
      value: (w, t) => w.received(t),
    },
    bytes_sent: {
      unit: 'Bytes',
      each: 'interface',
      value: (w, t) => w.sent(t),
    },
  },
  netstat: {
    tcp_established: {
      unit: 'Count',
      value: (w, t) => Math.round(w.received(t) / MIB) + 3,
    },
  },
};

const WINDOWS: Readonly<Record<string, Record<string, Measurement>>> = {
  Processor: {
    '% Processor Time': {
      unit: 'Percent',
      each: 'processor',
      value: (w, t) => w.cpu(t),
    },
    '% Idle Time': {
      unit: 'Percent',
      each: 'processor',
      value: (w, t) => 100 - w.cpu(t),
    },
  },
  Memory: {
    '% Committed Bytes In Use': {
      unit: 'Percent',
      value: (w, t) => w.memoryUsed(t),
    },
    'Available Mbytes': {
      unit: 'Megabytes',
      value: (w, t) =>
        Math.round((w.memory / MIB) * (1 - w.memoryUsed(t) / 100)),
    },
  },
  'Paging File': {
    '% Usage': {
      unit: 'Percent',
      value: (w, t) => Math.max(0, w.memoryUsed(t) - 75),
    },
  },
  LogicalDisk: {
    '% Free Space': {
      unit: 'Percent',
      each: 'volume',
      value: (w, t, i) => free(w, t, i),
    },
  },
  PhysicalDisk: {
    'Disk Read Bytes/sec': {
      unit: 'None',
      each: 'device',
      value: (w, t) => w.diskRead(t) / SECONDS,
    },
    'Disk Write Bytes/sec': {
      unit: 'None',
      each: 'device',
      value: (w, t) => w.diskWritten(t) / SECONDS,
    },
  },
  'Network Interface': {
    'Bytes Received/sec': {
      unit: 'None',
      each: 'interface',
      value: (w, t) => w.received(t) / SECONDS,
    },
    'Bytes Sent/sec': {
      unit: 'None',
      each: 'interface',
      value: (w, t) => w.sent(t) / SECONDS,
    },
  },
};

/** A measurement with the name that CloudWatch gets, if the plugin knows it. */
export function measurementOf(
  windows: boolean,
  plugin: string,
  asked: string,
): readonly [name: string, measurement: Measurement] | undefined {
  const separator = windows ? ' ' : '_';
  const prefix = `${plugin}${separator}`;
  const short = asked.startsWith(prefix) ? asked.slice(prefix.length) : asked;
  const measurement = (windows ? WINDOWS : LINUX)[plugin]?.[short];
  return measurement && [`${prefix}${short}`, measurement];
}
