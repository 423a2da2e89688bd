import { databases } from '../__testUtils__/nodes';
import { startAws } from '../__testUtils__/sync';
import {
  ALL,
  Aws,
  createMetricWorld,
  FOREVER,
  HERE,
  MetricWorld,
  nodesIn,
} from './__testUtils__/metricWorld';

jest.setTimeout(60_000);

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;

describe.each(databases.eachSupportedId())('metrics of nodes on %s', id => {
  let aws: Aws;
  let portal: MetricWorld;

  beforeEach(async () => {
    aws = await startAws({ nodes: 400 });
    portal = await createMetricWorld(id, aws);
    await portal.run(portal.target(HERE.account, HERE.region));
    await portal.monitoring();
    await aws.control.resetCalls();
  });
  afterEach(() => aws.stop());

  const read = async (nodeId: string, query: object = {}) =>
    portal.nodeMetrics.read(
      await portal.node(nodeId),
      { range: '1h', ...query },
      { signal: FOREVER, now: NOW },
    );

  const calls = async () =>
    (await aws.control.calls())
      .filter(({ service }) => service === 'monitoring')
      .reduce((sum, each) => sum + each.calls, 0);

  /** A node of the place that meets a condition, by its simulated metrics. */
  async function nodeWith(
    found: (
      dimensions: Record<string, string>[],
      node: { id: string; computerName: string },
    ) => boolean,
  ): Promise<string> {
    const nodes = await nodesIn(aws);
    for (const node of nodes) {
      const series = await aws.control.metrics.ofNode(node.id, {
        from: NOW - HOUR,
        to: NOW,
      });
      const dimensions = series
        .filter(
          ({ namespace, points }) => namespace === 'CWAgent' && points.length,
        )
        .map(each => each.dimensions);
      const alone =
        nodes.filter(other => other.computerName === node.computerName)
          .length === 1;
      if (
        alone &&
        node.instanceState !== 'stopped' &&
        found(dimensions, node)
      ) {
        return node.id;
      }
    }
    throw new Error('The fleet has no such node');
  }

  it('finds those of an instance by its id, and EC2 has some of its own', async () => {
    const nodeId = await nodeWith(
      (dimensions, node) => dimensions.length > 0 && node.id.startsWith('i-'),
    );

    const { series, lookups, problems } = await read(nodeId);

    expect(problems).toEqual([]);
    expect(lookups).toEqual([
      {
        namespace: 'CWAgent',
        dimension: 'InstanceId',
        value: nodeId,
        found: expect.any(Number),
        skipped: null,
      },
    ]);
    const kinds = series.map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(
      new Set([
        'cpu',
        'memory',
        'disk',
        'swap',
        'diskRead',
        'diskWrite',
        'networkIn',
        'networkOut',
        'statusCheck',
      ]),
    );
    // One of the two that tell the CPU.
    expect(kinds.filter(kind => kind === 'cpu')).toHaveLength(1);
    expect(
      series.find(({ kind }) => kind === 'statusCheck')?.periodSeconds,
    ).toBe(300);
    // One ListMetrics, and one GetMetricData for each period.
    expect(await calls()).toBe(3);
    await read(nodeId);
    expect(await calls()).toBe(3);
  });

  it('finds those of a hybrid node by the name of its host', async () => {
    const nodeId = await nodeWith(
      ([first], node) =>
        node.id.startsWith('mi-') &&
        first !== undefined &&
        first.InstanceId === undefined,
    );

    const { series, lookups } = await read(nodeId);

    expect(lookups.map(({ dimension, found }) => [dimension, found])).toEqual([
      ['InstanceId', 0],
      ['host', expect.any(Number)],
    ]);
    expect(series.map(({ kind }) => kind)).toContain('memory');
  });

  it('gives nobody the metrics of a name that several have', async () => {
    const nodeId = await nodeWith(
      ([first], node) =>
        node.id.startsWith('mi-') &&
        first !== undefined &&
        first.InstanceId === undefined,
    );
    const { computerName } = (await aws.control.getNode(nodeId)) ?? {};
    const other = (await nodesIn(aws)).find(
      node => node.id !== nodeId && node.id.startsWith('mi-'),
    );
    await aws.control.updateNode(other?.id ?? '', { computerName });
    await portal.run(portal.target(HERE.account, HERE.region));
    await portal.monitoring();

    const { series, lookups } = await read(nodeId);

    expect(series).toEqual([]);
    expect(lookups).toContainEqual({
      namespace: 'CWAgent',
      dimension: 'host',
      value: computerName,
      found: null,
      skipped: expect.stringContaining('1 other node'),
    });
    const [row] = await portal
      .knex('nodes')
      .where({ node_id: nodeId })
      .select('monitoring');
    expect(row.monitoring).not.toBe('monitored');
  });

  it('says where it looked when there is nothing', async () => {
    const nodeId = await nodeWith(
      (dimensions, node) => !dimensions.length && node.id.startsWith('mi-'),
    );

    const { series, lookups, problems } = await read(nodeId);

    expect(series).toEqual([]);
    expect(problems).toEqual([]);
    expect(lookups.every(({ found }) => found === 0)).toBe(true);
    expect(lookups.map(({ dimension }) => dimension)).toContain('host');
  });

  it.each(['ListMetrics', 'GetMetricData'])(
    'says what is not allowed: %s',
    async operation => {
      const nodeId = await nodeWith(
        (dimensions, node) => dimensions.length > 0 && node.id.startsWith('i-'),
      );
      await aws.control.addFault({
        kind: 'access-denied',
        service: 'monitoring',
        operation,
      });

      const { series, problems } = await read(nodeId);

      expect(problems).toMatchObject([
        { ...HERE, missingIamAction: `cloudwatch:${operation}` },
      ]);
      // What could be read is there: EC2's own, or empty charts.
      expect(series.length).toBeGreaterThan(0);
    },
  );

  it('stops asking when the one who asked is gone', async () => {
    const [{ id: nodeId }] = await nodesIn(aws);
    await aws.control.addFault({
      kind: 'slow',
      service: 'monitoring',
      milliseconds: 20_000,
    });
    const controller = new AbortController();
    const asked = portal.nodeMetrics.read(
      await portal.node(nodeId),
      { range: '1h' },
      { signal: controller.signal, now: NOW },
    );
    setTimeout(() => controller.abort(), 200);
    const began = Date.now();

    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  describe('at a glance', () => {
    const HERE_FILTER = {
      account: [HERE.account],
      region: [HERE.region],
    };
    const group = (
      query: object = {},
      filter: object = HERE_FILTER,
      visibility = ALL,
    ) =>
      portal.groupMetrics.read(
        { range: '3h', kind: 'memory', ...query },
        { filter, visibility, signal: FOREVER, now: NOW },
      );

    it('shows bands that hold every node, and the worst five', async () => {
      const answer = await group();

      expect(answer.problems).toEqual([]);
      expect(answer.nodes).toBe((await portal.stored()).length);
      expect(answer.asked).toBe(
        (await portal.stored()).filter(row => row.monitoring === 'monitored')
          .length,
      );
      expect(answer.reporting).toBe(answer.asked);
      expect(answer.worst).toHaveLength(5);
      expect(await calls()).toBe(1);
      answer.average.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(answer.minimum[i] ?? NaN);
        expect(value).toBeLessThanOrEqual(answer.maximum[i] ?? NaN);
      });
      const averages = answer.worst.map(({ average }) => average);
      expect(averages).toEqual([...averages].sort((a, b) => b - a));
      // The same as the node's own page says.
      const [{ name, values }] = answer.worst;
      const { series } = await read(name, { range: '3h' });
      expect(series.find(({ kind }) => kind === 'memory')?.values).toEqual(
        values,
      );
    });

    it('counts only what the caller may see', async () => {
      const [{ owner_ref: owner }] = await portal
        .stored()
        .then(rows => rows.filter(row => row.monitoring === 'monitored'));
      const mine = await group({}, HERE_FILTER, {
        criteria: { field: 'owner', in: [owner] },
      });
      const rows = (await portal.stored()).filter(
        row => row.owner_ref === owner,
      );

      expect(mine.nodes).toBe(rows.length);
      expect(mine.asked).toBe(
        rows.filter(row => row.monitoring === 'monitored').length,
      );
      const names = rows.map(row => row.name);
      expect(mine.worst.every(({ name }) => names.includes(name))).toBe(true);
    });

    it('has the CPU of instances without an agent from EC2', async () => {
      const rows = await portal.stored();
      const answer = await group({ kind: 'cpu' });

      expect(answer.asked).toBe(
        rows.filter(
          row => row.monitoring === 'monitored' || row.resource_type === 'ec2',
        ).length,
      );
      expect(answer.periodSeconds).toBe(300);
    });

    it('says which place gave nothing, and shows the others', async () => {
      const there = { account: HERE.account, region: 'us-east-1' };
      await portal.run(portal.target(there.account, there.region));
      await portal.monitoring(there);
      await aws.control.addFault({
        kind: 'access-denied',
        service: 'monitoring',
        operation: 'GetMetricData',
        region: there.region,
      });

      const answer = await group({}, {});

      expect(answer.problems).toMatchObject([
        { ...there, missingIamAction: 'cloudwatch:GetMetricData' },
      ]);
      expect(answer.reporting).toBeGreaterThan(0);
      expect(answer.reporting).toBeLessThan(answer.asked);
    });

    it('asks a monitoring account for all others at once', async () => {
      const second = { account: '222233334444', region: HERE.region };
      const central = await createMetricWorld(id, aws, {
        monitoringAccount: '999900001111',
      });
      await aws.control.setUserActions(['sts:AssumeRole', 'cloudwatch:*']);
      for (const place of [HERE, second]) {
        await central.run(central.target(place.account, place.region));
        await central.monitoring(place);
      }
      await aws.control.resetCalls();

      const answer = await central.groupMetrics.read(
        { range: '3h', kind: 'memory' },
        { filter: {}, visibility: ALL, signal: FOREVER, now: NOW },
      );

      expect(answer.problems).toEqual([]);
      expect(answer.reporting).toBe(answer.asked);
      expect(answer.asked).toBeGreaterThan(20);
      expect(await calls()).toBe(1);
    });
  });
});
