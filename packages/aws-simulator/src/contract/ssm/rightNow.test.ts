import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  Metric,
} from '@aws-sdk/client-cloudwatch';
import {
  GetCommandInvocationCommand,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { itSimulated, READ_ROLE } from '../harness';
import { useRunbooks } from './runbooks';

const MINUTE = 60_000;

describe('a script that says how busy its machine is', () => {
  const { contract, ssm, control, find } = useRunbooks();

  const run = async (InstanceId: string, document: string) => {
    const { Command } = await ssm.operator.send(
      new SendCommandCommand({
        DocumentName: document,
        InstanceIds: [InstanceId],
        Parameters: { commands: ['# managed-nodes: right-now', 'ignored'] },
      }),
    );
    await control().advance(15_000);
    const { Status, StandardOutputContent } = await ssm.operator.send(
      new GetCommandInvocationCommand({
        CommandId: Command?.CommandId,
        InstanceId,
      }),
    );
    expect(Status).toBe('Success');
    return JSON.parse(StandardOutputContent ?? '');
  };

  itSimulated('says what CloudWatch says', async () => {
    const client = new CloudWatchClient(await contract.role(READ_ROLE));
    const nodes = await find({ platform: 'Linux' });
    const { Metrics = [] } = await client.send(
      new ListMetricsCommand({ MetricName: 'mem_used_percent' }),
    );
    const hostOf = ({ Dimensions = [] }: Metric) =>
      Dimensions.find(({ Name }) => Name === 'host')?.Value;
    const [metric] = Metrics.filter(each =>
      nodes.some(({ computerName }) => computerName === hostOf(each)),
    );
    const { id } = nodes.find(
      ({ computerName }) => computerName === hostOf(metric),
    )!;
    const minute = Math.floor((await control().now()).getTime() / MINUTE);
    const { memory, disks, load } = await run(id, 'AWS-RunShellScript');
    await control().advance(10 * MINUTE);
    const { MetricDataResults: [{ Values = [] }] = [{}] } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [
          {
            Id: 'memory',
            MetricStat: { Metric: metric, Stat: 'Average', Period: 60 },
          },
        ],
        StartTime: new Date(minute * MINUTE),
        EndTime: new Date((minute + 1) * MINUTE),
      }),
    );
    expect(Values).toHaveLength(1);
    expect((100 * memory.usedBytes) / memory.totalBytes).toBeCloseTo(
      Values[0],
      3,
    );
    expect(disks[0].mount).toBe('/');
    expect(load.one).toBeGreaterThan(0);
  });

  itSimulated('knows what Windows knows', async () => {
    const [{ id }] = await find({ platform: 'Windows' });
    expect(await run(id, 'AWS-RunPowerShellScript')).toMatchObject({
      version: 1,
      load: null,
      disks: [{ mount: 'C:', totalBytes: expect.any(Number) }],
      network: [{ name: 'Ethernet' }],
      uptimeSeconds: expect.any(Number),
    });
  });

  itSimulated('sees what keeps the machine busy', async () => {
    const [{ id }] = await find({ platform: 'Linux' });
    const before = await run(id, 'AWS-RunShellScript');
    await ssm.operator.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [id],
        Parameters: {
          commands: ['stress-ng --cpu 0 --cpu-load 97 --timeout 10m'],
        },
      }),
    );
    await control().advance(30_000);
    const after = await run(id, 'AWS-RunShellScript');
    expect(after.cpuPercent).toBeGreaterThan(before.cpuPercent);
    expect(after.cpuPercent).toBeGreaterThan(90);
    expect(after.uptimeSeconds).toBeGreaterThan(before.uptimeSeconds);
  });
});
