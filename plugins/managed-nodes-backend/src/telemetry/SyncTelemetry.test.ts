import { tracingServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { NO_COUNTS } from '../sync/TargetStore';
import { SyncTelemetry } from './SyncTelemetry';

const TARGET = {
  account: '111122223333',
  region: 'eu-central-1',
  accountName: 'commerce-prod',
  accountTags: {},
  units: [],
  source: 'ssm' as const,
};

describe('SyncTelemetry', () => {
  const exporter = new InMemoryMetricExporter(
    AggregationTemporality.CUMULATIVE,
  );
  const provider = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter,
        exportIntervalMillis: 3_600_000,
      }),
    ],
  });
  afterAll(() => provider.shutdown());

  it('counts calls and nodes, times listings and shows what the store knows', async () => {
    const tracing = tracingServiceMock.mock();
    const telemetry = SyncTelemetry.create({
      metrics: provider.getMeter('test'),
      tracing,
      figures: async () => ({
        targets: new Map([
          ['ok', 3],
          ['failed', 1],
        ]),
        oldestListingSeconds: 42,
        heldTargets: 2,
        catalogLag: 7,
      }),
    });
    const call = { client: 'SSMClient', command: 'ListNodesCommand' };
    telemetry.observeCall({ ...call, outcome: 'ok' });
    telemetry.observeCall({ ...call, outcome: 'throttled' });
    telemetry.observeCall({ ...call, outcome: 'ok' });
    await telemetry.listing(TARGET, async () => ({
      state: 'ok',
      complete: true,
      counts: { ...NO_COUNTS, listed: 20, added: 5 },
      held: null,
      error: null,
      warnings: [],
    }));

    await provider.forceFlush();
    const points = new Map(
      exporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics)
        .flatMap(({ metrics }) => metrics)
        .map(({ descriptor, dataPoints }) => [
          descriptor.name,
          dataPoints.map(({ attributes, value }) => ({ attributes, value })),
        ]),
    );
    const request = { service: 'SSM', operation: 'ListNodes' };
    expect(points.get('managed_nodes.aws.calls')).toEqual([
      { attributes: { ...request, outcome: 'ok' }, value: 2 },
      { attributes: { ...request, outcome: 'throttled' }, value: 1 },
    ]);
    expect(points.get('managed_nodes.sync.nodes')).toEqual(
      expect.arrayContaining([
        { attributes: { change: 'listed' }, value: 20 },
        { attributes: { change: 'added' }, value: 5 },
      ]),
    );
    expect(points.get('managed_nodes.sync.duration')).toEqual([
      {
        attributes: { source: 'ssm', state: 'ok' },
        value: expect.objectContaining({ count: 1 }),
      },
    ]);
    expect(points.get('managed_nodes.sync.targets')).toEqual([
      { attributes: { state: 'ok' }, value: 3 },
      { attributes: { state: 'failed' }, value: 1 },
    ]);
    expect(points.get('managed_nodes.sync.oldest_listing')).toEqual([
      { attributes: {}, value: 42 },
    ]);
    expect(points.get('managed_nodes.sync.held_targets')).toEqual([
      { attributes: {}, value: 2 },
    ]);
    expect(points.get('managed_nodes.catalog.lag')).toEqual([
      { attributes: {}, value: 7 },
    ]);
    expect(tracing.startActiveSpan).toHaveBeenCalledWith(
      'managed-nodes sync',
      expect.objectContaining({
        attributes: expect.objectContaining({
          'cloud.account.id': TARGET.account,
        }),
      }),
      expect.any(Function),
    );
  });
});
