import { SchedulerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { PresentationContext } from '../nodes/present';
import { PatchConfig } from './patchConfig';
import { SnapshotWriter } from './snapshots/SnapshotWriter';
import { TrendQueries } from './snapshots/TrendQueries';
import { AffectedQueries } from './views/AffectedQueries';
import { ComplianceQueries } from './views/ComplianceQueries';
import { FleetTotals } from './views/FleetTotals';
import { MissingPatchQueries } from './views/MissingPatchQueries';

/** What answers questions about patches. */
export interface PatchViews {
  compliance: ComplianceQueries;
  trend: TrendQueries;
  missing: MissingPatchQueries;
  affected: AffectedQueries;
}

/** Makes what answers questions about patches, and keeps the figures it needs. */
export async function startPatchViews(options: {
  knex: Knex;
  context: PresentationContext;
  config: PatchConfig;
  scheduler: SchedulerService;
}): Promise<PatchViews> {
  const { knex, context, config, scheduler } = options;
  const totals = FleetTotals.create({ knex, policy: config.policy });
  await scheduler.scheduleTask({
    id: 'managed-nodes-patch-totals',
    scope: 'global',
    frequency: { seconds: 5 },
    initialDelay: { seconds: 5 },
    timeout: { minutes: 10 },
    fn: () => totals.refresh(Date.now()),
  });
  const snapshots = SnapshotWriter.create({
    knex,
    policy: config.policy,
    retentionMs: config.snapshots.retentionMs,
  });
  await scheduler.scheduleTask({
    id: 'managed-nodes-patch-snapshots',
    scope: 'global',
    frequency: { hours: 1 },
    initialDelay: { minutes: 1 },
    timeout: { minutes: 30 },
    fn: () => snapshots.write(Date.now()),
  });
  return {
    compliance: ComplianceQueries.create({
      knex,
      context,
      policy: config.policy,
    }),
    trend: TrendQueries.create({ knex }),
    missing: MissingPatchQueries.create({ knex }),
    affected: AffectedQueries.create({ knex }),
  };
}
