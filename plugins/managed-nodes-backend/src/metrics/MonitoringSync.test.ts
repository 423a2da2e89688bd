import { databases } from '../__testUtils__/nodes';
import { startAws } from '../__testUtils__/sync';
import {
  ALL,
  Aws,
  createMetricWorld,
  HERE,
  MetricWorld,
  nodesIn,
} from './__testUtils__/metricWorld';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const SIGNALS = [
  'cpu_usage_active',
  'Processor % Processor Time',
  'mem_used_percent',
  'Memory % Committed Bytes In Use',
  'disk_used_percent',
  'LogicalDisk % Free Space',
];

describe.each(databases.eachSupportedId())('MonitoringSync on %s', id => {
  let aws: Aws;
  let portal: MetricWorld;

  beforeEach(async () => {
    aws = await startAws({ nodes: 250 });
    portal = await createMetricWorld(id, aws);
    await portal.run(portal.target(HERE.account, HERE.region));
  });
  afterEach(() => aws.stop());

  const states = async () =>
    new Map((await portal.stored()).map(row => [row.node_id, row.monitoring]));

  /** Which nodes reported lately, told by the simulator's truth. */
  async function truth() {
    const to = (await aws.control.now()).getTime();
    const nodes = await nodesIn(aws);
    const names = nodes.map(({ computerName }) => computerName);
    const reported = new Map<string, boolean>();
    for (const node of nodes) {
      const series = await aws.control.metrics.ofNode(node.id, {
        from: to - 3 * HOUR,
        to,
      });
      const tells = ({ InstanceId, host = '' }: Record<string, string>) =>
        InstanceId === node.id ||
        // A name that others have, too, tells nobody.
        names.filter(name => name === host).length === 1;
      reported.set(
        node.id,
        series.some(
          ({ namespace, name, points, dimensions }) =>
            namespace === 'CWAgent' &&
            SIGNALS.includes(name) &&
            points.length > 0 &&
            tells(dimensions),
        ),
      );
    }
    return reported;
  }

  it('knows exactly the nodes whose agent reported within three hours', async () => {
    expect(new Set((await states()).values())).toEqual(new Set(['unknown']));
    expect(await portal.urgent()).toEqual([HERE]);

    expect(await portal.monitoring()).toBeUndefined();

    const known = await states();
    const reported = await truth();
    expect(
      [...known].filter(
        ([nodeId, state]) => (state === 'monitored') !== reported.get(nodeId),
      ),
    ).toEqual([]);
    expect([...known.values()].filter(s => s === 'monitored').length).toBe(
      [...reported].filter(([nodeId, yes]) => yes && known.has(nodeId)).length,
    );
    expect(new Set(known.values())).toEqual(
      new Set(['monitored', 'unmonitored']),
    );
    expect(await portal.urgent()).toEqual([]);
    const [read] = await portal.reads.all('metrics');
    expect(read).toMatchObject({ ...HERE, problem: null });
    expect(read.readAt).not.toBeNull();
  });

  it('writes nothing when nothing changed', async () => {
    await portal.monitoring();
    const written: string[] = [];
    portal.knex.on('query', ({ sql }: { sql: string }) => {
      if (/^(insert|update|delete)/i.test(sql)) {
        written.push(sql);
      }
    });

    await portal.monitoring();

    expect(written.filter(sql => !sql.includes('metric_reads'))).toEqual([]);
  });

  it('says who fell silent, and that they are back', async () => {
    await portal.monitoring();
    const [silent] = [...(await states())].flatMap(([nodeId, state]) =>
      state === 'monitored' && nodeId.startsWith('mi-') ? nodeId : [],
    );
    await aws.control.updateNode(silent, { pingStatus: 'ConnectionLost' });
    await aws.control.advance(4 * HOUR);
    await portal.monitoring();
    expect((await states()).get(silent)).toBe('silent');
    const row = () =>
      portal
        .knex('node_metrics')
        .where({ node_id: silent })
        .first('reported_at', 'metrics');
    expect((await row()).reported_at).not.toBeNull();

    await aws.control.updateNode(silent, { pingStatus: 'Online' });
    await aws.control.advance(HOUR / 2);
    await portal.monitoring();

    expect((await states()).get(silent)).toBe('monitored');
    expect((await row()).reported_at).toBeNull();
  });

  it('forgets nodes that left', async () => {
    await portal.monitoring();
    const [gone] = [...(await states())].flatMap(([nodeId, state]) =>
      state === 'monitored' ? nodeId : [],
    );
    await portal
      .knex('nodes')
      .where({ node_id: gone })
      .update({ status: 'left' });

    await portal.monitoring();

    expect(
      await portal.knex('node_metrics').where({ node_id: gone }),
    ).toHaveLength(0);
  });

  it.each([
    ['AWS refuses', 0],
    ['it breaks off in the middle', 3],
  ])('leaves everything as it was when %s', async (_, after) => {
    await portal.monitoring();
    const before = await states();
    await aws.control.advance(4 * HOUR);
    await aws.control.addFault({
      kind: 'access-denied',
      after,
      service: 'monitoring',
      operation: 'ListMetrics',
    });

    const problem = await portal.monitoring();

    expect(problem).toMatchObject({
      missingIamAction: 'cloudwatch:ListMetrics',
    });
    expect(await states()).toEqual(before);
    const [read] = await portal.reads.all('metrics');
    expect(read.problem).toEqual(problem);
    expect(read.readAt).not.toBeNull();
    const coverage = await portal.coverage.read({}, ALL);
    expect(coverage.problems).toHaveLength(1);
  });

  it('counts by owner and environment what the caller may see', async () => {
    await portal.monitoring();
    const rows = await portal.stored();
    const {
      byOwner,
      byEnvironment,
      nodes,
      states: counts,
    } = await portal.coverage.read({}, ALL);

    expect(nodes).toBe(rows.length);
    expect(counts.reduce((sum, each) => sum + each.nodes, 0)).toBe(nodes);
    for (const [list, column] of [
      [byOwner, 'owner_ref'],
      [byEnvironment, 'environment'],
    ] as const) {
      for (const { value, ...counted } of list) {
        const mine = rows.filter(row => row[column] === value);
        expect(counted).toEqual({
          nodes: mine.length,
          monitored: mine.filter(row => row.monitoring === 'monitored').length,
        });
      }
    }
    const mine = {
      criteria: { field: 'owner' as const, in: [byOwner[0].value] },
    };
    expect((await portal.coverage.read({}, mine)).nodes).toBe(byOwner[0].nodes);
    expect(
      (await portal.coverage.read({ monitoring: ['unmonitored'] }, ALL)).nodes,
    ).toBe(rows.filter(row => row.monitoring === 'unmonitored').length);
  });
});
