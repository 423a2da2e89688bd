import {
  ManagedNode,
  MetricKind,
  MetricSeries,
} from '@managed-nodes/plugin-managed-nodes-common';
import { NodeSeries } from '@managed-nodes/aws-simulator';
import { databases } from '../__testUtils__/nodes';
import { startAws } from '../__testUtils__/sync';
import { seeded } from '../reliability/__testUtils__/random';
import {
  Aws,
  createMetricWorld,
  FOREVER,
  HERE,
  MetricWorld,
  nodesIn,
} from './__testUtils__/metricWorld';

jest.setTimeout(120_000);

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const ROUNDS = 40;

/** Clocks went back in Berlin on 2026-10-25 and in New York on 2026-11-01. */
const NOW = Date.parse('2026-11-05T09:17:43Z');

/** Which metric of CloudWatch a series is of, in the words of the simulator. */
function isOf({ source }: MetricSeries) {
  return ({ namespace, name, dimensions }: NodeSeries) =>
    namespace === source.namespace &&
    name === source.metricName &&
    Object.keys(dimensions).length === source.dimensions.length &&
    source.dimensions.every(each => dimensions[each.name] === each.value);
}

/** What our unit of a metric is, written down once more. */
const CONVERSIONS: Record<
  string,
  (values: number[], seconds: number) => number
> = {
  '% Free Space': values => 100 - mean(values),
  bytes: (values, seconds) =>
    values.reduce((sum, value) => sum + value, 0) / seconds,
  NetworkIn: (values, seconds) =>
    values.reduce((sum, value) => sum + value, 0) / seconds,
};

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const COUNTERS: MetricKind[] = [
  'diskRead',
  'diskWrite',
  'networkIn',
  'networkOut',
];

function recount(series: MetricSeries, truth: NodeSeries) {
  const { start, periodSeconds, values, kind } = series;
  const begin = Date.parse(start);
  const step = periodSeconds * 1000;
  return values.map((_, i) => {
    const from = begin + i * step;
    const inside = truth.points.flatMap(([at, value]) =>
      at >= from && at < from + step ? value : [],
    );
    if (!inside.length) {
      return null;
    }
    if (truth.name.endsWith('% Free Space')) {
      return CONVERSIONS['% Free Space'](inside, periodSeconds);
    }
    if (kind === 'statusCheck') {
      return Math.max(...inside);
    }
    return COUNTERS.includes(kind) && truth.unit === 'Bytes'
      ? CONVERSIONS.bytes(inside, periodSeconds)
      : mean(inside);
  });
}

const round = (value: number | null) =>
  value === null ? null : Number(value.toPrecision(9));

describe('what charts show of a node', () => {
  let aws: Aws;
  let portal: MetricWorld;
  const random = seeded(23);
  const pick = <T>(items: readonly T[]) =>
    items[Math.floor(random() * items.length)];

  beforeAll(async () => {
    aws = await startAws({ nodes: 300, time: new Date(NOW) } as {
      nodes: number;
    });
    portal = await createMetricWorld(databases.eachSupportedId()[0][0], aws);
    await portal.run(portal.target(HERE.account, HERE.region));
    // Some were away for a while, some are busy, some are gone.
    const nodes = (await nodesIn(aws)).filter(
      ({ pingStatus }) => pingStatus === 'Online',
    );
    for (const { id } of nodes.slice(0, 20)) {
      await aws.control.updateNode(id, { pingStatus: 'ConnectionLost' });
    }
    await aws.control.advance(95 * MINUTE);
    for (const { id } of nodes.slice(0, 14)) {
      await aws.control.updateNode(id, { pingStatus: 'Online' });
    }
    for (const { id } of nodes.slice(5, 10)) {
      await aws.control.metrics.stress(id, { cpu: 96, minutes: 25 });
    }
    await aws.control.advance(70 * MINUTE);
  });
  afterAll(() => aws.stop());

  it(`is what was reported, over ${ROUNDS} random times`, async () => {
    const nodes = await nodesIn(aws);
    const now = (await aws.control.now()).getTime();
    let shown = 0;
    let gaps = 0;
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      // Half of them look at what just happened, the others at any time.
      const lately = turn % 2 === 0;
      const { id } = pick(lately ? nodes.slice(0, 24) : nodes);
      const to =
        now - Math.floor(random() ** 3 * (lately ? DAY / 12 : 20 * DAY));
      const from =
        to -
        Math.floor(
          (0.002 + random() ** 3 * 0.99) * (lately ? DAY / 3 : 15 * DAY),
        );
      const node: ManagedNode = await portal.node(id);
      const { series, problems } = await portal.nodeMetrics.read(
        node,
        {
          range: '3h',
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
        },
        { signal: FOREVER, now },
      );
      expect(problems).toEqual([]);
      const truth = await aws.control.metrics.ofNode(id, {
        from: from - DAY / 12,
        to,
      });
      for (const each of series) {
        const real = truth.filter(isOf(each));
        expect(real).toHaveLength(1);
        const expected = recount(each, real[0]);
        expect({
          kind: each.kind,
          values: each.values.map(round),
        }).toEqual({ kind: each.kind, values: expected.map(round) });
        shown += each.values.length;
        gaps += each.values.filter(value => value === null).length;
      }
    }
    expect(shown).toBeGreaterThan(10_000);
    expect(gaps).toBeGreaterThan(200);
  });

  it('puts last week behind this one', async () => {
    const now = (await aws.control.now()).getTime();
    const { id } = (await nodesIn(aws))[30];
    const node = await portal.node(id);
    const read = (query: object) =>
      portal.nodeMetrics.read(
        node,
        { range: '1d', ...query },
        { signal: FOREVER, now },
      );

    const compared = await read({ compare: true });
    const before = await read({
      from: new Date(now - 8 * DAY).toISOString(),
      to: new Date(now - 7 * DAY).toISOString(),
    });

    expect(compared.series.map(({ weekBefore }) => weekBefore)).toEqual(
      before.series.map(({ values }) => values),
    );
  });
});
