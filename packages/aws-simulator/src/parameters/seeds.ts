import { StoredParameter } from './types';

const CREATED = Date.UTC(2025, 2, 3, 10, 20);
const EVERYWHERE = ['*'];

/**
 * Without dimensions of EC2, which would leave the metrics of hybrid nodes
 * without a sign of where they come from: the host's name stays on all.
 */
function configuration(
  agent: Record<string, unknown>,
  collected: Record<string, unknown>,
): string {
  return JSON.stringify(
    {
      agent: { metrics_collection_interval: 60, ...agent },
      metrics: { namespace: 'CWAgent', metrics_collected: collected },
    },
    null,
    2,
  );
}

const LINUX = configuration(
  {
    run_as_user: 'root',
    logfile:
      '/opt/aws/amazon-cloudwatch-agent/logs/amazon-cloudwatch-agent.log',
  },
  {
    cpu: {
      measurement: ['usage_active', 'usage_idle', 'usage_iowait'],
      totalcpu: true,
    },
    mem: { measurement: ['used_percent'] },
    swap: { measurement: ['used_percent'] },
    disk: {
      measurement: ['used_percent', 'inodes_free'],
      resources: EVERYWHERE,
      ignore_file_system_types: ['sysfs', 'devtmpfs', 'tmpfs', 'overlay'],
    },
    diskio: {
      measurement: ['read_bytes', 'write_bytes'],
      resources: EVERYWHERE,
    },
    net: { measurement: ['bytes_recv', 'bytes_sent'], resources: EVERYWHERE },
  },
);

const WINDOWS = configuration(
  {
    logfile:
      'C:\\ProgramData\\Amazon\\AmazonCloudWatchAgent\\Logs\\amazon-cloudwatch-agent.log',
  },
  {
    Processor: { measurement: ['% Processor Time'], resources: ['_Total'] },
    Memory: { measurement: ['% Committed Bytes In Use'] },
    'Paging File': { measurement: ['% Usage'], resources: EVERYWHERE },
    LogicalDisk: { measurement: ['% Free Space'], resources: EVERYWHERE },
    PhysicalDisk: {
      measurement: ['Disk Read Bytes/sec', 'Disk Write Bytes/sec'],
      resources: EVERYWHERE,
    },
    'Network Interface': {
      measurement: ['Bytes Received/sec', 'Bytes Sent/sec'],
      resources: EVERYWHERE,
    },
  },
);

/** What every account has in every Region at first. */
export function seededParameters(): StoredParameter[] {
  return Object.entries({
    'AmazonCloudWatch-linux': LINUX,
    'AmazonCloudWatch-windows': WINDOWS,
  }).map(([name, value]) => ({
    name,
    versions: [
      {
        version: 1,
        value,
        type: 'String',
        description: 'Configuration of the CloudWatch agent',
        allowedPattern: undefined,
        tier: 'Standard',
        dataType: 'text',
        modifiedAt: CREATED,
      },
    ],
    tags: [],
  }));
}
