import { SyncHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { SyncFigures } from './SyncTelemetry';

/** Reading the store for every gauge of one collection would be four times too often. */
const REMEMBER_MS = 5_000;

/** What the health report amounts to in numbers. */
export function toFigures(health: SyncHealth): SyncFigures {
  const targets = new Map<string, number>();
  let oldest = 0;
  for (const target of health.targets) {
    targets.set(target.state, (targets.get(target.state) ?? 0) + 1);
    if (target.lastSuccessAt) {
      const age = Date.parse(health.asOf) - Date.parse(target.lastSuccessAt);
      oldest = Math.max(oldest, age / 1000);
    }
  }
  return {
    targets,
    oldestListingSeconds: oldest,
    heldTargets: health.targets.filter(
      ({ heldRemovals }) => heldRemovals && !heldRemovals.dismissedAt,
    ).length,
    catalogLag:
      health.catalog.headRevision - (health.catalog.acknowledgedRevision ?? 0),
  };
}

/** Reads the figures, once for all who ask within a few seconds. */
export function figuresOf(
  health: () => Promise<SyncHealth>,
): () => Promise<SyncFigures> {
  let figures: Promise<SyncFigures> | undefined;
  let until = 0;
  return () => {
    if (!figures || Date.now() >= until) {
      until = Date.now() + REMEMBER_MS;
      figures = health().then(toFigures);
      figures.catch(() => {
        figures = undefined;
      });
    }
    return figures;
  };
}
