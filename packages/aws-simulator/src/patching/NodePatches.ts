import { InstancePatchState, PatchComplianceData } from '@aws-sdk/client-ssm';
import { lastBeat } from '../fleet/state';
import { PatchProfile, SimulatedNode } from '../fleet/types';
import { hash, Random } from '../model/random';
import { approvalOf, isRejected } from './approval';
import { Baselines, patchGroupOf } from './Baselines';
import { Catalogue } from './Catalogue';
import { generateReport, ReportCounts, ReportHeader } from './generatedReport';
import { install, InstallOptions, Machine, reboot } from './Machine';
import {
  countReport,
  PatchReport,
  profileOf,
  ReportOwner,
  toPatchList,
  toPatchState,
} from './PatchReport';
import { productOf } from './products';
import { Selector } from './selection';

const DAY = 86_400_000;
/** How long a scan that nobody asked for takes. */
const DAILY_SCAN = 60_000;

/** How machines that were never scanned stand once they are. */
const FIRST_SCAN: ReadonlyArray<readonly [PatchProfile, number]> = [
  ['compliant', 4],
  ['other', 2],
  ['security', 2],
  ['critical', 2],
];

/** What happened to a machine, since when it is remembered. */
interface PatchRecord {
  machine: Machine;
  /** None until its first successful scan. */
  report: PatchReport | undefined;
  noRebootInstallAt?: number;
}

/**
 * How the patches of every machine stand: what is on it, and what it last
 * reported of that. Made from the seed until something happens to a machine;
 * from then on it is remembered, and scanned once a day as all are.
 */
export class NodePatches {
  readonly #catalogue: Catalogue;
  readonly #baselines: Baselines;
  readonly #selector: Selector;
  readonly #records = new Map<string, PatchRecord>();

  static create(catalogue: Catalogue, baselines: Baselines): NodePatches {
    return new NodePatches(catalogue, baselines);
  }

  private constructor(catalogue: Catalogue, baselines: Baselines) {
    this.#catalogue = catalogue;
    this.#baselines = baselines;
    this.#selector = Selector.create(catalogue);
  }

  /** The node's report, as DescribeInstancePatchStates gives it; undefined when it was never scanned. */
  stateOf(node: SimulatedNode, now: number): InstancePatchState | undefined {
    const record = this.#current(node, now);
    if (record) {
      return (
        record.report &&
        toPatchState(
          this.#owner(node, record),
          record.report.header,
          countReport(record.report),
        )
      );
    }
    if (node.patchProfile === 'never') {
      return undefined;
    }
    const { header, counts } = generateReport(node, now, this.#rejects(node));
    return toPatchState(this.#owner(node), header, counts);
  }

  /** Every patch that the node's report lists; none when it was never scanned. */
  listOf(node: SimulatedNode, now: number): PatchComplianceData[] {
    const report = this.reportOf(node, now);
    return report
      ? toPatchList(
          report,
          this.#catalogue.base(productOf(node.platform)),
          node.registeredAt,
        )
      : [];
  }

  /** The node's report in full; undefined when it was never scanned. */
  reportOf(node: SimulatedNode, now: number): PatchReport | undefined {
    const record = this.#current(node, now);
    if (record) {
      return record.report;
    }
    return node.patchProfile === 'never'
      ? undefined
      : this.#generate(node, now, node.patchProfile);
  }

  /** What is true of the node now, whatever it last reported. */
  truthOf(node: SimulatedNode, now: number): PatchReport {
    const record = this.#current(node, now) ?? this.#fresh(node, now);
    const machine = this.#withNews(node, record.machine, now);
    return this.#reportOf(machine, {
      operation: 'Scan',
      snapshotId: '',
      startedAt: now,
      endedAt: now,
    });
  }

  /** How the node stands by its report. */
  profileOf(node: SimulatedNode, now: number): PatchProfile {
    this.#current(node, now);
    return node.patchProfile;
  }

  /** Scans: what is true at that moment becomes the node's report. */
  scan(node: SimulatedNode, header: ReportHeader): PatchReport {
    return this.#scan(node, this.#touch(node, header.endedAt), header);
  }

  /** Installs what is missing; nothing is reported until {@link NodePatches.scan}. */
  install(node: SimulatedNode, at: number, options: InstallOptions): void {
    const record = this.#touch(node, at);
    record.machine = install(
      this.#withNews(node, record.machine, at),
      at,
      options,
    );
    if (options.rebootOption === 'NoReboot') {
      record.noRebootInstallAt = at;
    }
  }

  /** The machine started anew: nothing waits for that any more. Not reported before the next scan. */
  rebooted(node: SimulatedNode, at: number): void {
    const record = this.#touch(node, at);
    record.machine = reboot(record.machine, at);
  }

  /** Forgets what happened to a node, so that its seed decides again. */
  forget(id: string): void {
    this.#records.delete(id);
  }

  #current(node: SimulatedNode, now: number): PatchRecord | undefined {
    const record = this.#records.get(node.id);
    if (record?.report) {
      const beat = lastBeat(node.lostAt ?? now, DAY, node.seed);
      if (beat > record.report.header.endedAt) {
        this.#scan(node, record, {
          operation: 'Scan',
          snapshotId: Random.create(node.seed, 'daily', beat / DAY).uuid(),
          startedAt: beat - DAILY_SCAN,
          endedAt: beat,
        });
      }
    }
    return record;
  }

  #touch(node: SimulatedNode, now: number): PatchRecord {
    const known = this.#current(node, now);
    if (known) {
      return known;
    }
    const record = this.#fresh(node, now);
    this.#records.set(node.id, record);
    return record;
  }

  #fresh(node: SimulatedNode, now: number): PatchRecord {
    const never = node.patchProfile === 'never';
    const profile = never
      ? Random.create(node.seed, 'first scan').weighted(FIRST_SCAN)
      : node.patchProfile;
    const { header, ...machine } = this.#generate(node, now, profile);
    return {
      machine: { ...machine, knownUntil: header.endedAt },
      report: never ? undefined : { ...machine, header },
    };
  }

  #scan(
    node: SimulatedNode,
    record: PatchRecord,
    header: ReportHeader,
  ): PatchReport {
    record.machine = this.#withNews(node, record.machine, header.endedAt);
    const report = this.#reportOf(record.machine, header);
    record.report = report;
    node.patchProfile = profileOf(countReport(report));
    return report;
  }

  /** The machine with what its baseline has approved meanwhile and concerns it. */
  #withNews(node: SimulatedNode, machine: Machine, now: number): Machine {
    const product = productOf(node.platform);
    const baseline = this.#baselines.forNode(node);
    const from = now - Catalogue.horizonOf(product);
    const news = this.#catalogue.released(product, from, now).filter(patch => {
      const approval = approvalOf(baseline, patch, now);
      return (
        approval !== undefined &&
        !isRejected(baseline, patch) &&
        approval.approvedAt > machine.knownUntil &&
        approval.approvedAt <= now &&
        // Not every package is on every machine.
        (product.family === 'windows' || hash(node.seed, patch.kbId) % 3 === 0)
      );
    });
    // The last of several versions counts.
    const latest = new Map(news.map(patch => [patch.kbId, patch]));
    if (!latest.size) {
      return { ...machine, knownUntil: Math.max(machine.knownUntil, now) };
    }
    return {
      ...machine,
      knownUntil: now,
      lacking: [
        ...machine.lacking.filter(({ patch }) => !latest.has(patch.kbId)),
        ...[...latest.values()].map(
          patch => ({ patch, state: 'MISSING' } as const),
        ),
      ],
      updates: machine.updates.filter(({ patch }) => !latest.has(patch.kbId)),
    };
  }

  #reportOf(machine: Machine, header: ReportHeader): PatchReport {
    return {
      header,
      lacking: machine.lacking,
      updates: machine.updates,
      baseInstalled: machine.baseInstalled,
      baseOther: machine.baseOther,
      notApplicable: machine.notApplicable,
      unreportedNotApplicable: machine.unreportedNotApplicable,
    };
  }

  #generate(
    node: SimulatedNode,
    now: number,
    profile: PatchProfile,
  ): PatchReport {
    const { header, counts } = generateReport(
      node,
      now,
      this.#rejects(node),
      profile,
    );
    return { header, ...this.#detail(node, header, counts) };
  }

  #detail(node: SimulatedNode, header: ReportHeader, counts: ReportCounts) {
    const { lacking, updates } = this.#selector.select(
      node,
      productOf(node.platform),
      this.#baselines.forNode(node),
      counts,
      header.endedAt,
    );
    return {
      lacking,
      updates,
      baseInstalled: counts.installed - updates.length,
      baseOther: counts.installedOther,
      notApplicable: counts.notApplicable,
      unreportedNotApplicable: counts.unreportedNotApplicable,
    };
  }

  #owner(node: SimulatedNode, record?: PatchRecord): ReportOwner {
    return {
      id: node.id,
      patchGroup: patchGroupOf(node.tags),
      baselineId: this.#baselines.forNode(node).id,
      noRebootInstallAt: record?.noRebootInstallAt,
    };
  }

  #rejects(node: SimulatedNode): boolean {
    return this.#baselines.forNode(node).rejectedPatches.length > 0;
  }
}
