import { NotFoundError } from '@backstage/errors';
import { SimulatedNode } from '../fleet/types';
import { World } from '../model/World';
import { patchGroupOf } from '../patching/Baselines';
import { countReport, PatchReport } from '../patching/PatchReport';
import { CataloguePatch, LackingPatch } from '../patching/types';
import {
  LackingPatchModel,
  NodePatchesModel,
  PatchCounts,
  PatchQuery,
  PatchSummary,
} from './patchSchemas';

type SummedPatch = PatchSummary['patches'][number];

const COUNTERS = {
  MISSING: 'missing',
  FAILED: 'failed',
  INSTALLED_PENDING_REBOOT: 'pendingReboot',
  INSTALLED_REJECTED: 'rejected',
} as const satisfies Record<LackingPatch['state'], keyof SummedPatch>;

function describe(patch: CataloguePatch): Omit<LackingPatchModel, 'state'> {
  return {
    kbId: patch.kbId,
    title: patch.title,
    classification: patch.classification,
    severity: patch.severity,
    kind: patch.kind,
    cves: [...patch.cves],
    releasedAt: new Date(patch.releasedAt).toISOString(),
  };
}

function toLacking(report: PatchReport): LackingPatchModel[] {
  return report.lacking.map(({ patch, state }) => ({
    ...describe(patch),
    state,
  }));
}

function noCounts(): PatchCounts {
  return {
    critical: 0,
    security: 0,
    other: 0,
    missing: 0,
    failed: 0,
    pendingReboot: 0,
    rejected: 0,
    installed: 0,
    installedOther: 0,
    notApplicable: 0,
    unreportedNotApplicable: 0,
  };
}

function isCounter(
  name: string,
  counts: PatchCounts,
): name is keyof PatchCounts {
  return name in counts;
}

function addTo(total: PatchCounts, counts: PatchCounts): void {
  for (const [name, value] of Object.entries(counts)) {
    if (isCounter(name, total)) {
      total[name] += value;
    }
  }
}

/** Adds what a report lacks to the patches found so far. */
function addLacking(
  patches: Map<string, SummedPatch>,
  report: PatchReport,
): void {
  for (const { patch, state } of report.lacking) {
    const key = `${patch.kbId}\n${patch.title}`;
    const sum = patches.get(key) ?? {
      ...describe(patch),
      missing: 0,
      failed: 0,
      pendingReboot: 0,
      rejected: 0,
      nodes: 0,
    };
    sum[COUNTERS[state]] += 1;
    sum.nodes += 1;
    patches.set(key, sum);
  }
}

/** What is true of patches, whatever a client made of it. */
export class PatchControl {
  readonly #world: World;

  static create(world: World): PatchControl {
    return new PatchControl(world);
  }

  private constructor(world: World) {
    this.#world = world;
  }

  /** @throws NotFoundError when there is no such node. */
  ofNode(id: string): NodePatchesModel {
    const { fleet, patching, clock } = this.#world;
    const node = fleet.get(id);
    if (!node) {
      throw new NotFoundError(`There is no node ${id}`);
    }
    const now = clock.now();
    const report = patching.nodes.reportOf(node, now);
    const actual = patching.nodes.truthOf(node, now);
    return {
      id,
      account: node.account,
      region: node.region,
      profile: patching.nodes.profileOf(node, now),
      baselineId: patching.baselines.forNode(node).id,
      patchGroup: patchGroupOf(node.tags) ?? null,
      report: report
        ? {
            operation: report.header.operation,
            endedAt: new Date(report.header.endedAt).toISOString(),
            counts: countReport(report),
            lacking: toLacking(report),
          }
        : null,
      actual: { counts: countReport(actual), lacking: toLacking(actual) },
    };
  }

  summary({ ids, account, region }: PatchQuery): PatchSummary {
    const { fleet, patching, clock } = this.#world;
    const now = clock.now();
    const wanted = (node: SimulatedNode) =>
      node.managed &&
      (account ?? node.account) === node.account &&
      (region ?? node.region) === node.region;
    const candidates = ids
      ? ids.flatMap(id => fleet.get(id) ?? [])
      : fleet.everything();
    const summary: PatchSummary = {
      nodes: 0,
      profiles: { never: 0, critical: 0, security: 0, other: 0, compliant: 0 },
      counts: noCounts(),
      patches: [],
    };
    const patches = new Map<string, SummedPatch>();
    for (const node of candidates) {
      if (wanted(node)) {
        const report = patching.nodes.reportOf(node, now);
        summary.nodes += 1;
        summary.profiles[patching.nodes.profileOf(node, now)] += 1;
        if (report) {
          addTo(summary.counts, countReport(report));
          addLacking(patches, report);
        }
      }
    }
    summary.patches = [...patches.values()].sort((a, b) => b.nodes - a.nodes);
    return summary;
  }
}
