import {
  MetricsService,
  MetricsServiceCounter,
  MetricsServiceHistogram,
  TracingService,
} from '@backstage/backend-plugin-api/alpha';
import { SyncTarget } from '../accounts/types';
import { CallObserver } from '../aws/CallMeter';
import { RunOutcome } from '../sync/TargetStore';

/** What is measured of the store and not of single events. */
export interface SyncFigures {
  /** Targets by state. */
  targets: ReadonlyMap<string, number>;
  /** Seconds since the last complete listing of the target that waits longest. */
  oldestListingSeconds: number;
  /** Removals that wait for an operator. */
  heldTargets: number;
  /** Identity changes that the catalog has yet to take over. */
  catalogLag: number;
}

/**
 * OpenTelemetry metrics and traces of the sync, through Backstage's services:
 * they go wherever the portal sends its own.
 *
 * | metric | unit | attributes |
 * | --- | --- | --- |
 * | `managed_nodes.aws.calls` | requests | `service`, `operation`, `outcome`: ok, throttled, failed |
 * | `managed_nodes.sync.duration` | seconds | `source`, `state` |
 * | `managed_nodes.sync.nodes` | nodes | `change`: listed, added, changed, removed |
 * | `managed_nodes.sync.targets` | targets | `state` |
 * | `managed_nodes.sync.oldest_listing` | seconds | |
 * | `managed_nodes.sync.held_targets` | targets | |
 * | `managed_nodes.catalog.lag` | changes | |
 *
 * Accounts and Regions are no attributes: hundreds of accounts would make
 * thousands of series. The last four read the store, which all replicas share:
 * take the greatest of them.
 */
export class SyncTelemetry {
  readonly #tracing: TracingService;
  readonly #calls: MetricsServiceCounter;
  readonly #duration: MetricsServiceHistogram;
  readonly #nodes: MetricsServiceCounter;

  static create(options: {
    metrics: MetricsService;
    tracing: TracingService;
    /** Reads the figures of the store; called whenever metrics are collected. */
    figures: () => Promise<SyncFigures>;
  }): SyncTelemetry {
    return new SyncTelemetry(options);
  }

  private constructor(options: {
    metrics: MetricsService;
    tracing: TracingService;
    figures: () => Promise<SyncFigures>;
  }) {
    const { metrics, figures } = options;
    this.#tracing = options.tracing;
    this.#calls = metrics.createCounter('managed_nodes.aws.calls', {
      description: 'Requests sent to AWS, retries included',
      unit: '{request}',
    });
    this.#duration = metrics.createHistogram('managed_nodes.sync.duration', {
      description: 'How long listings of targets take',
      unit: 's',
      advice: {
        explicitBucketBoundaries: [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600],
      },
    });
    this.#nodes = metrics.createCounter('managed_nodes.sync.nodes', {
      description: 'Nodes that listings showed and what became of them',
      unit: '{node}',
    });
    const gauge = (
      name: string,
      description: string,
      unit: string,
      read: (of: SyncFigures) => number,
    ) =>
      metrics
        .createObservableGauge(name, { description, unit })
        .addCallback(async result => result.observe(read(await figures())));
    metrics
      .createObservableGauge('managed_nodes.sync.targets', {
        description: 'Targets by how their last listing went',
        unit: '{target}',
      })
      .addCallback(async result => {
        for (const [state, count] of (await figures()).targets) {
          result.observe(count, { state });
        }
      });
    gauge(
      'managed_nodes.sync.oldest_listing',
      'Age of the oldest last complete listing',
      's',
      of => of.oldestListingSeconds,
    );
    gauge(
      'managed_nodes.sync.held_targets',
      'Targets whose removals wait for an operator',
      '{target}',
      of => of.heldTargets,
    );
    gauge(
      'managed_nodes.catalog.lag',
      'Identity changes the catalog has yet to take over',
      '{change}',
      of => of.catalogLag,
    );
  }

  /** Counts requests to AWS. */
  readonly observeCall: CallObserver = ({ client, command, outcome }) => {
    this.#calls.add(1, {
      service: client.replace(/Client$/, ''),
      operation: command.replace(/Command$/, ''),
      outcome,
    });
  };

  /** Measures one listing. */
  async listing(
    target: SyncTarget,
    run: () => Promise<RunOutcome>,
  ): Promise<RunOutcome> {
    const attributes = {
      'cloud.account.id': target.account,
      'cloud.region': target.region,
      'managed_nodes.source': target.source,
    };
    return this.#tracing.startActiveSpan(
      'managed-nodes sync',
      { attributes },
      async span => {
        const start = performance.now();
        const outcome = await run();
        const { state, counts, error } = outcome;
        this.#duration.record((performance.now() - start) / 1000, {
          source: target.source,
          state,
        });
        for (const change of [
          'listed',
          'added',
          'changed',
          'removed',
        ] as const) {
          this.#nodes.add(counts[change], { change });
        }
        span.setAttribute('managed_nodes.state', state);
        span.setAttribute('managed_nodes.listed', counts.listed);
        span.setAttribute('managed_nodes.calls', counts.calls);
        span.setAttribute('managed_nodes.throttles', counts.throttles);
        span.setStatus(
          error
            ? { code: 'error', message: `${error.code}: ${error.message}` }
            : { code: 'ok' },
        );
        return outcome;
      },
    );
  }
}
