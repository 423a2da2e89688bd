import { randomUUID } from 'crypto';
import { comeBack } from '../fleet/state';
import { SimulatedNode } from '../fleet/types';
import { hash, Random } from '../model/random';
import { EventBus } from '../events/EventBus';
import { patchGroupOf } from '../patching/Baselines';
import { openPatches } from '../patching/Machine';
import { Patching } from '../patching/Patching';
import { countReport, PatchReport } from '../patching/PatchReport';
import { CataloguePatch } from '../patching/types';
import { brokenOutput, failedOutput, patchOutput } from './output';
import { FailureKind, Outcome, Phase, RunCommand } from './types';

const SECOND = 1000;

/** What a run needs of the world. */
export interface PatchRunOptions {
  readonly patching: Patching;
  readonly events: EventBus;
  readonly node: SimulatedNode;
  readonly command: RunCommand;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** How many times faster everything is. */
  readonly speed: number;
  /** Whether, and how, it goes wrong. */
  readonly failure: FailureKind | undefined;
}

/**
 * One run of AWS-RunPatchBaseline on a machine: scan, or install, perhaps
 * reboot, and scan. The machine changes as it goes; its report is written at
 * the end.
 */
export class PatchRun {
  readonly #options: PatchRunOptions;
  readonly #random: Random;
  readonly #snapshotId: string;
  #installed: readonly CataloguePatch[] = [];
  #rebooted = false;

  /** The first thing that happens. */
  static start(options: PatchRunOptions): Phase {
    return new PatchRun(options).#first();
  }

  private constructor(options: PatchRunOptions) {
    this.#options = options;
    const { command, node } = options;
    this.#random = Random.create(hash(command.id), node.seed);
    this.#snapshotId = command.parameters.SnapshotId || randomUUID();
  }

  #first(): Phase {
    const { command, startedAt, failure } = this.#options;
    if (failure === 'operation') {
      return this.#after(startedAt, 3, 6, () => this.#break());
    }
    return command.parameters.Operation === 'Install'
      ? this.#after(startedAt, 12, 40, at => this.#install(at))
      : this.#after(startedAt, 5, 20, at => this.#finish(at));
  }

  /** Something so many seconds later, at normal speed. */
  #after(
    from: number,
    least: number,
    most: number,
    run: Phase['run'],
    rebooting = false,
  ): Phase {
    const seconds = least + this.#random.next() * (most - least);
    return {
      at: from + Math.ceil((seconds * SECOND) / this.#options.speed),
      rebooting,
      run,
    };
  }

  #install(at: number): Phase {
    const { patching, node, command, failure } = this.#options;
    const rebootOption =
      command.parameters.RebootOption === 'NoReboot'
        ? 'NoReboot'
        : 'RebootIfNeeded';
    const before = openPatches(patching.nodes.truthOf(node, at));
    patching.nodes.install(node, at, {
      rebootOption,
      fails: failure === 'patches',
    });
    const { lacking } = patching.nodes.truthOf(node, at);
    const failed = this.#failed(lacking);
    this.#installed = before
      .map(({ patch }) => patch)
      .filter(patch => !failed.includes(patch));
    const needsReboot = lacking.some(
      ({ state }) => state === 'INSTALLED_PENDING_REBOOT',
    );
    if (rebootOption === 'RebootIfNeeded' && needsReboot) {
      node.lostAt ??= at;
      return this.#after(at, 8, 15, back => this.#comeBack(back), true);
    }
    return this.#after(at, 2, 5, end => this.#finish(end));
  }

  #comeBack(at: number): Phase {
    const { patching, node } = this.#options;
    comeBack(node, at);
    patching.nodes.rebooted(node, at);
    this.#rebooted = true;
    return this.#after(at, 2, 5, end => this.#finish(end));
  }

  #finish(endedAt: number): Outcome {
    const { patching, events, node, command, startedAt } = this.#options;
    const profile = patching.nodes.profileOf(node, endedAt);
    const install = command.parameters.Operation === 'Install';
    const report = patching.nodes.scan(node, {
      operation: install ? 'Install' : 'Scan',
      snapshotId: this.#snapshotId,
      startedAt,
      endedAt,
      ...(install && {
        rebootOption:
          command.parameters.RebootOption === 'NoReboot'
            ? 'NoReboot'
            : 'RebootIfNeeded',
      }),
    });
    if (node.patchProfile !== profile) {
      events.complianceChanged(node, {
        baselineId: patching.baselines.forNode(node).id,
        at: endedAt,
      });
    }
    const failed = install ? this.#failed(report.lacking) : [];
    return {
      status: failed.length ? 'Failed' : 'Success',
      responseCode: failed.length ? 1 : 0,
      stdout: this.#describe(report, endedAt, failed),
      stderr: failed.length ? failedOutput(failed) : '',
    };
  }

  #break(): Outcome {
    const { node } = this.#options;
    const windows = node.platform.type === 'Windows';
    return {
      status: 'Failed',
      responseCode: windows ? 1 : 156,
      stdout: '',
      stderr: brokenOutput(node),
    };
  }

  #failed(lacking: PatchReport['lacking']): CataloguePatch[] {
    return lacking
      .filter(({ state }) => state === 'FAILED')
      .map(({ patch }) => patch);
  }

  #describe(
    report: PatchReport,
    endedAt: number,
    failed: readonly CataloguePatch[],
  ): string {
    const { patching, node, command, startedAt } = this.#options;
    const baseline = patching.baselines.forNode(node);
    return patchOutput({
      node,
      operation: command.parameters.Operation,
      snapshotId: this.#snapshotId,
      baselineId: baseline.id,
      baselineName: baseline.name,
      patchGroup: patchGroupOf(node.tags),
      startedAt,
      endedAt,
      installed: this.#installed,
      failed,
      rebooted: this.#rebooted,
      counts: countReport(report),
      inventory: patching.nodes
        .listOf(node, endedAt)
        .map(({ Title = '', State }) => `${Title} ${State}`),
    });
  }
}
