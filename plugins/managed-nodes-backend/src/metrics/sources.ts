import {
  MetricKind,
  MetricSource,
} from '@managed-nodes/plugin-managed-nodes-common';

/** How one metric of CloudWatch tells one kind of ours. */
export interface SourceRule {
  readonly kind: MetricKind;
  readonly stat: 'Average' | 'Sum' | 'Maximum';
  /** Only metrics with these dimensions. */
  readonly only?: Readonly<Record<string, RegExp>>;
  /** The dimension that tells several of them apart. */
  readonly label?: string;
  /** What CloudWatch says, as what we show. */
  convert(value: number, periodSeconds: number): number;
}

const asIs = (value: number) => value;
const rest = (percent: number) => 100 - percent;
/** The agent and EC2 report what passed since the last time. */
const perSecond = (sum: number, periodSeconds: number) => sum / periodSeconds;

const TOTAL = { instance: /^_Total$/ };
const DRIVE = { instance: /^[A-Z]:$/i };
const DEVICE = { instance: /^(?!_Total$)/ };
/** File systems that never fill up, or are somebody else's. */
const REAL = {
  fstype: /^(?!(tmpfs|devtmpfs|squashfs|overlay|iso9660|ramfs)$)/,
};
const OUTSIDE = { interface: /^(?!lo$)/ };

/**
 * What the CloudWatch agent calls each kind, on Linux and on Windows, by the
 * names its configuration gives unless it renames them. Where a kind has
 * several, the first that a node reports counts.
 */
export const AGENT_RULES: Readonly<Record<string, SourceRule>> = {
  cpu_usage_active: {
    kind: 'cpu',
    stat: 'Average',
    only: { cpu: /^cpu-total$/ },
    convert: asIs,
  },
  cpu_usage_idle: {
    kind: 'cpu',
    stat: 'Average',
    only: { cpu: /^cpu-total$/ },
    convert: rest,
  },
  'Processor % Processor Time': {
    kind: 'cpu',
    stat: 'Average',
    only: TOTAL,
    convert: asIs,
  },
  'Processor % Idle Time': {
    kind: 'cpu',
    stat: 'Average',
    only: TOTAL,
    convert: rest,
  },
  mem_used_percent: { kind: 'memory', stat: 'Average', convert: asIs },
  'Memory % Committed Bytes In Use': {
    kind: 'memory',
    stat: 'Average',
    convert: asIs,
  },
  swap_used_percent: { kind: 'swap', stat: 'Average', convert: asIs },
  'Paging File % Usage': { kind: 'swap', stat: 'Average', convert: asIs },
  disk_used_percent: {
    kind: 'disk',
    stat: 'Average',
    only: REAL,
    label: 'path',
    convert: asIs,
  },
  'LogicalDisk % Free Space': {
    kind: 'disk',
    stat: 'Average',
    only: DRIVE,
    label: 'instance',
    convert: rest,
  },
  diskio_read_bytes: {
    kind: 'diskRead',
    stat: 'Sum',
    label: 'name',
    convert: perSecond,
  },
  'PhysicalDisk Disk Read Bytes/sec': {
    kind: 'diskRead',
    stat: 'Average',
    only: DEVICE,
    label: 'instance',
    convert: asIs,
  },
  diskio_write_bytes: {
    kind: 'diskWrite',
    stat: 'Sum',
    label: 'name',
    convert: perSecond,
  },
  'PhysicalDisk Disk Write Bytes/sec': {
    kind: 'diskWrite',
    stat: 'Average',
    only: DEVICE,
    label: 'instance',
    convert: asIs,
  },
  net_bytes_recv: {
    kind: 'networkIn',
    stat: 'Sum',
    only: OUTSIDE,
    label: 'interface',
    convert: perSecond,
  },
  'Network Interface Bytes Received/sec': {
    kind: 'networkIn',
    stat: 'Average',
    label: 'instance',
    convert: asIs,
  },
  net_bytes_sent: {
    kind: 'networkOut',
    stat: 'Sum',
    only: OUTSIDE,
    label: 'interface',
    convert: perSecond,
  },
  'Network Interface Bytes Sent/sec': {
    kind: 'networkOut',
    stat: 'Average',
    label: 'instance',
    convert: asIs,
  },
};

/** EC2's own namespace. */
export const EC2_NAMESPACE = 'AWS/EC2';

/** What EC2 reports of every instance without an agent, every five minutes. */
export const EC2_RULES: Readonly<Record<string, SourceRule>> = {
  CPUUtilization: { kind: 'cpu', stat: 'Average', convert: asIs },
  NetworkIn: { kind: 'networkIn', stat: 'Sum', convert: perSecond },
  NetworkOut: { kind: 'networkOut', stat: 'Sum', convert: perSecond },
  EBSReadBytes: { kind: 'diskRead', stat: 'Sum', convert: perSecond },
  EBSWriteBytes: { kind: 'diskWrite', stat: 'Sum', convert: perSecond },
  StatusCheckFailed: { kind: 'statusCheck', stat: 'Maximum', convert: asIs },
};

/** Seconds between two data points of EC2, without detailed monitoring. */
export const EC2_PERIOD = 300;

/** The rule of a metric; undefined when it tells none of our kinds. */
export function ruleOf({
  namespace,
  metricName,
  dimensions,
}: MetricSource): SourceRule | undefined {
  const rules = namespace === EC2_NAMESPACE ? EC2_RULES : AGENT_RULES;
  if (!Object.hasOwn(rules, metricName)) {
    return undefined;
  }
  const rule = rules[metricName];
  const fits = Object.entries(rule.only ?? {}).every(([name, pattern]) =>
    pattern.test(dimensions.find(each => each.name === name)?.value ?? ''),
  );
  return fits ? rule : undefined;
}

/** Which of several a metric is of. */
export function labelOf(
  { dimensions }: MetricSource,
  { label }: SourceRule,
): string | null {
  return dimensions.find(({ name }) => name === label)?.value ?? null;
}

/** EC2's metric of a name for an instance. */
export function ec2Source(metricName: string, nodeId: string): MetricSource {
  return {
    namespace: EC2_NAMESPACE,
    metricName,
    dimensions: [{ name: 'InstanceId', value: nodeId }],
  };
}
