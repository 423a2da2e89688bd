import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  GetMetricDataCommand,
  GetMetricDataCommandInput,
  ListMetricsCommand,
  ListMetricsCommandInput,
  Metric,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ModelNode } from '..';
import {
  ACCOUNT,
  Contract,
  listAll,
  OPERATE_ROLE,
  READ_ROLE,
  REGION,
} from './harness';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 10, 24, 12, 0);

describe('CloudWatch', () => {
  const contract = Contract.use({ nodes: 300, time: new Date(NOW) });
  let client: CloudWatchClient;
  let operator: CloudWatchClient;
  let nodes: ModelNode[];

  beforeAll(async () => {
    client = new CloudWatchClient(await contract.role(READ_ROLE));
    operator = new CloudWatchClient(contract.user());
    await contract.simulator.control.setUserActions([
      'sts:AssumeRole',
      'cloudwatch:*',
    ]);
    const found = await contract.simulator.control.findNodes({
      account: ACCOUNT,
      region: REGION,
    });
    nodes = found.nodes;
  });

  const list = (input: ListMetricsCommandInput = {}, from = client) =>
    listAll(
      NextToken => from.send(new ListMetricsCommand({ ...input, NextToken })),
      page => page.NextToken,
      page => page.Metrics,
    );

  const get = (
    queries: GetMetricDataCommandInput['MetricDataQueries'],
    { from = NOW - HOUR, to = NOW, ...rest } = {},
    by = client,
  ) =>
    by.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries,
        StartTime: new Date(from),
        EndTime: new Date(to),
        ...rest,
      }),
    );

  const stat = (
    Id: string,
    metric: Metric,
    Stat = 'Average',
    Period = 300,
  ) => ({
    Id,
    MetricStat: { Metric: metric, Stat, Period },
  });

  async function metricOf(name: string): Promise<Metric> {
    const { items } = await list({ MetricName: name, RecentlyActive: 'PT3H' });
    return items[0];
  }

  it('lists metrics once each, with the dimensions the agent gives them', async () => {
    const { items, pages } = await list({ Namespace: 'CWAgent' });

    const keys = items.map(item => JSON.stringify(item));
    expect(new Set(keys).size).toBe(keys.length);
    expect(pages.every(page => page.length <= 500)).toBe(true);
    const names = new Set(items.map(({ MetricName }) => MetricName));
    expect([...names]).toEqual(
      expect.arrayContaining([
        'cpu_usage_active',
        'mem_used_percent',
        'disk_used_percent',
        'Processor % Processor Time',
        'LogicalDisk % Free Space',
      ]),
    );
    const dimensionsOf = (name: string) =>
      new Set(
        items
          .filter(({ MetricName }) => MetricName === name)
          .map(({ Dimensions = [] }) =>
            Dimensions.map(({ Name }) => Name).join(),
          ),
      );
    expect(dimensionsOf('mem_used_percent')).toEqual(
      new Set(['InstanceId,InstanceType', 'host', 'host,InstanceId']),
    );
    expect(dimensionsOf('Memory % Committed Bytes In Use')).toContain(
      'host,objectname',
    );
  });

  it('filters by dimension and by what reported lately', async () => {
    const online = nodes.find(
      ({ pingStatus, id }) => pingStatus === 'Online' && id.startsWith('i-'),
    );
    const lost = nodes.find(({ instanceState }) => instanceState === 'stopped');
    const of = async (node: ModelNode | undefined, recently: boolean) => {
      const { items } = await list({
        Namespace: 'AWS/EC2',
        Dimensions: [{ Name: 'InstanceId', Value: node?.id }],
        ...(recently && { RecentlyActive: 'PT3H' }),
      });
      return items.map(({ MetricName }) => MetricName);
    };

    expect(await of(online, true)).toEqual(
      expect.arrayContaining(['CPUUtilization', 'StatusCheckFailed']),
    );
    expect(await of(lost, true)).toEqual([]);
  });

  it('gives statistics of a period, and leaves gaps', async () => {
    const metric = await metricOf('cpu_usage_active');
    const answer = async (Stat: string, Period: number) => {
      const { MetricDataResults } = await get(
        [stat('m', metric, Stat, Period)],
        { ScanBy: 'TimestampAscending' } as object,
      );
      return MetricDataResults?.[0];
    };

    const minutes = await answer('Average', 60);
    const five = await answer('Average', 300);
    const count = await answer('SampleCount', 300);

    expect(minutes?.Timestamps?.length).toBeGreaterThan(50);
    expect(five?.Timestamps?.[0]).toEqual(new Date(NOW - HOUR));
    const first = (minutes?.Timestamps ?? []).flatMap((time, i) =>
      time.getTime() < NOW - HOUR + 5 * MINUTE
        ? minutes?.Values?.[i] ?? []
        : [],
    );
    expect(five?.Values?.[0]).toBeCloseTo(
      first.reduce((sum, value) => sum + value, 0) / first.length,
    );
    expect(count?.Values?.[0]).toBe(first.length);
  });

  it('needs exactly the dimensions of a metric', async () => {
    const metric = await metricOf('disk_used_percent');
    const { MetricDataResults } = await get([
      stat('m', metric),
      stat('n', { ...metric, Dimensions: metric.Dimensions?.slice(0, 1) }),
    ]);

    const [all, some] = MetricDataResults ?? [];
    expect(all.Values?.length).toBeGreaterThan(0);
    expect(some).toMatchObject({ StatusCode: 'Complete', Values: [] });
  });

  it('pages through data points', async () => {
    const metric = await metricOf('mem_used_percent');
    const queries = [
      stat('a', metric, 'Average', 60),
      stat('b', metric, 'Maximum', 60),
    ];
    const { items } = await listAll(
      NextToken => get(queries, { MaxDatapoints: 7, NextToken } as object),
      page => page.NextToken,
      page => page.MetricDataResults,
    );

    const { MetricDataResults: whole = [] } = await get(queries);
    const timesOf = (id: string) =>
      items
        .filter(({ Id }) => Id === id)
        .flatMap(({ Timestamps = [] }) => Timestamps);
    expect(timesOf('a')).toEqual(whole[0].Timestamps);
    expect(timesOf('b')).toEqual(whole[1].Timestamps);
    expect(items.some(({ StatusCode }) => StatusCode === 'PartialData')).toBe(
      true,
    );
  });

  it('searches and calculates', async () => {
    const { MetricDataResults = [] } = await get([
      {
        Id: 's',
        Expression: `SEARCH('Namespace="CWAgent" MetricName="mem_used_percent"', 'Average', 300)`,
        Label: "${PROP('Dim.host')}",
      },
      { Id: 'top', Expression: 'MAX(s)', Label: 'top' },
      { Id: 'free', Expression: '100 - top' },
    ]);

    const of = (id: string) => MetricDataResults.filter(({ Id }) => Id === id);
    expect(of('s').length).toBeGreaterThan(10);
    const [top] = of('top');
    const [free] = of('free');
    expect(top.Label).toBe('top');
    expect((top.Values?.[0] ?? 0) + (free.Values?.[0] ?? 0)).toBeCloseTo(100);
  });

  it.each<[string, object]>([
    ['an Id in upper case', { Id: 'M', Expression: '1' }],
    ['neither metric nor expression', { Id: 'm' }],
    ['an unknown id', { Id: 'm', Expression: 'x + 1' }],
    ['a circle', { Id: 'm', Expression: 'm + 1' }],
    ['an unread expression', { Id: 'm', Expression: 'MAX(' }],
  ])('refuses %s', async (_, query) => {
    await expect(get([query as { Id: string }])).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('refuses more than 500 queries, and a range that ends before it begins', async () => {
    const metric = { Namespace: 'CWAgent', MetricName: 'x' };
    const many = Array.from({ length: 501 }, (_, i) => stat(`m${i}`, metric));

    await expect(get(many)).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(
      get(many.slice(0, 1), { from: NOW, to: NOW - HOUR }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('lets only the monitoring account see others', async () => {
    const { items } = await list({ MetricName: 'CPUUtilization' });
    const [metric] = items;
    const query = { ...stat('m', metric), AccountId: ACCOUNT };
    const member = new CloudWatchClient(
      await contract.role(READ_ROLE, '222233334444'),
    );

    const { MetricDataResults } = await get([query], {}, operator);
    expect(MetricDataResults?.[0].Values?.length).toBeGreaterThan(0);
    await expect(get([query], {}, member)).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const { OwningAccounts = [], Metrics = [] } = await operator.send(
      new ListMetricsCommand({ IncludeLinkedAccounts: true }),
    );
    expect(OwningAccounts).toHaveLength(Metrics.length);
  });

  it('keeps what is put into it', async () => {
    const Dimensions = [{ Name: 'Shop', Value: 'a' }];
    await operator.send(
      new PutMetricDataCommand({
        Namespace: 'Shop',
        MetricData: [
          {
            MetricName: 'orders',
            Dimensions,
            Value: 12,
            Timestamp: new Date(NOW - 10 * MINUTE),
          },
        ],
      }),
    );

    const { MetricDataResults } = await get(
      [
        stat(
          'm',
          { Namespace: 'Shop', MetricName: 'orders', Dimensions },
          'Sum',
        ),
      ],
      {},
      operator,
    );
    expect(MetricDataResults?.[0]).toMatchObject({
      Timestamps: [new Date(NOW - 10 * MINUTE)],
      Values: [12],
    });
    await expect(
      operator.send(
        new PutMetricDataCommand({ Namespace: 'AWS/EC2', MetricData: [] }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('shows a machine that was away as a gap', async () => {
    const { items } = await list({
      MetricName: 'mem_used_percent',
      RecentlyActive: 'PT3H',
    });
    const metric = items.find(({ Dimensions = [] }) =>
      Dimensions.some(({ Value = '' }) =>
        nodes.some(({ id }) => id === Value && id.startsWith('mi-')),
      ),
    ) as Metric;
    const id =
      metric.Dimensions?.find(({ Name }) => Name === 'InstanceId')?.Value ?? '';
    const { control } = contract.simulator;
    await control.updateNode(id, { pingStatus: 'ConnectionLost' });
    await control.advance(30 * MINUTE);
    await control.updateNode(id, { pingStatus: 'Online' });
    await control.advance(30 * MINUTE);

    const { MetricDataResults } = await get(
      [stat('m', metric, 'SampleCount', 60)],
      {
        from: NOW + 6 * MINUTE,
        to: NOW + HOUR,
      },
    );

    const times = (MetricDataResults?.[0].Timestamps ?? []).map(Number);
    expect(times.filter(time => time < NOW + 30 * MINUTE)).toEqual([]);
    expect(
      times.filter(time => time >= NOW + 30 * MINUTE).length,
    ).toBeGreaterThan(20);
  });

  it('shows what keeps a machine busy', async () => {
    const { items } = await list({
      MetricName: 'CPUUtilization',
      RecentlyActive: 'PT3H',
    });
    const [metric] = items.filter(({ Dimensions = [] }) =>
      nodes.some(
        ({ id, pingStatus, platformType }) =>
          id === Dimensions[0].Value &&
          pingStatus === 'Online' &&
          platformType === 'Linux',
      ),
    );
    const { control } = contract.simulator;
    const ssm = new SSMClient(await contract.role(OPERATE_ROLE));
    const start = (await control.now()).getTime();
    await ssm.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [metric.Dimensions?.[0].Value ?? ''],
        Parameters: { commands: ['stress-ng --cpu 4 --timeout 30m'] },
      }),
    );
    await control.advance(MINUTE);
    await control.advance(HOUR);

    const { MetricDataResults } = await get([stat('m', metric)], {
      from: start - HOUR,
      to: start + HOUR,
    });
    const values = new Map(
      (MetricDataResults?.[0].Timestamps ?? []).map((time, i) => [
        time.getTime(),
        MetricDataResults?.[0].Values?.[i] ?? 0,
      ]),
    );
    const between = (from: number, to: number) =>
      [...values].flatMap(([time, value]) =>
        time >= start + from && time < start + to ? value : [],
      );
    expect(Math.min(...between(5 * MINUTE, 25 * MINUTE))).toBeGreaterThan(95);
    expect(Math.max(...between(35 * MINUTE, HOUR))).toBeLessThan(95);
  });

  describe('alarms', () => {
    const Dimensions = [{ Name: 'Queue', Value: 'q' }];
    const alarm = {
      AlarmName: 'queue-long',
      Namespace: 'Shop',
      MetricName: 'waiting',
      Dimensions,
      Statistic: 'Average' as const,
      Period: 60,
      EvaluationPeriods: 2,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold' as const,
    };
    const stateOf = async () => {
      const { MetricAlarms } = await operator.send(
        new DescribeAlarmsCommand({ AlarmNames: [alarm.AlarmName] }),
      );
      return MetricAlarms?.[0]?.StateValue;
    };
    const report = async (minutes: number, Value: number) => {
      const { control } = contract.simulator;
      for (let i = 0; i < minutes; i++) {
        await operator.send(
          new PutMetricDataCommand({
            Namespace: 'Shop',
            MetricData: [
              {
                MetricName: 'waiting',
                Dimensions,
                Value,
                Timestamp: await control.now(),
              },
            ],
          }),
        );
        await control.advance(MINUTE);
      }
    };

    it('ring, and stop, as their metric goes', async () => {
      await operator.send(new PutMetricAlarmCommand(alarm));
      expect(await stateOf()).toBe('INSUFFICIENT_DATA');

      await report(3, 1);
      expect(await stateOf()).toBe('OK');
      await report(3, 9);
      expect(await stateOf()).toBe('ALARM');
      await report(3, 1);
      expect(await stateOf()).toBe('OK');

      const { AlarmHistoryItems = [] } = await operator.send(
        new DescribeAlarmHistoryCommand({ AlarmName: alarm.AlarmName }),
      );
      expect(
        AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary),
      ).toEqual([
        'Alarm updated from ALARM to OK',
        'Alarm updated from OK to ALARM',
        'Alarm updated from INSUFFICIENT_DATA to OK',
      ]);
    });

    it('can be told to ring', async () => {
      await operator.send(
        new SetAlarmStateCommand({
          AlarmName: alarm.AlarmName,
          StateValue: 'ALARM',
          StateReason: 'a test',
        }),
      );

      expect(await stateOf()).toBe('ALARM');
    });

    it('are found by their metric, and deleted', async () => {
      const { MetricAlarms } = await operator.send(
        new DescribeAlarmsForMetricCommand({
          Namespace: 'Shop',
          MetricName: 'waiting',
          Dimensions,
        }),
      );
      expect(MetricAlarms).toHaveLength(1);

      await operator.send(
        new DeleteAlarmsCommand({ AlarmNames: [alarm.AlarmName] }),
      );
      expect(await stateOf()).toBeUndefined();
    });

    it('are on some machines from the beginning, in more than one state', async () => {
      const { items } = await listAll(
        NextToken => client.send(new DescribeAlarmsCommand({ NextToken })),
        page => page.NextToken,
        page => page.MetricAlarms,
      );

      expect(items.length).toBeGreaterThan(3);
      expect(
        new Set(items.map(({ StateValue }) => StateValue)).size,
      ).toBeGreaterThan(1);
    });
  });
});
