import { NodeSourceKind } from '@managed-nodes/plugin-managed-nodes-common';
import { SyncTarget } from '../accounts/types';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { restartExpired } from '../aws/paging';
import { toSyncProblem } from '../aws/problems';
import { ListingContext, NodeWriter } from '../nodes/NodeWriter';
import { Ownership, OwnershipDecider } from '../nodes/types';
import { AbsenceJudge } from './AbsenceJudge';
import { NodeSource, SourceRun } from './sources/types';
import {
  INTERRUPTED,
  NO_COUNTS,
  RunCounts,
  RunOutcome,
  TargetStore,
} from './TargetStore';
import { Warnings } from './Warnings';

/** Who owns what, for the time of a listing. */
export interface OwnershipSource {
  decider(): Promise<OwnershipDecider>;
  readonly undecided: Ownership;
}

/** Something that needs a complete listing of a target. */
export interface AfterListing {
  /**
   * @param listed - ids of the nodes that the listing showed
   */
  run(
    listing: ListingContext,
    listed: ReadonlySet<string>,
    run: SourceRun,
  ): Promise<void>;
}

/** The sources by kind; a target's tells which lists it. */
export type NodeSources = Partial<Record<NodeSourceKind, NodeSource>>;

interface TargetSyncOptions {
  sources: NodeSources;
  ownership: OwnershipSource;
  writer: NodeWriter;
  judge: AbsenceJudge;
  targets: TargetStore;
  /** What is done with a complete listing before absences are judged. */
  afterListing?: AfterListing;
  /** Told of every request to AWS. */
  observer?: CallObserver;
}

/**
 * Lists one target and brings the node store in line with it. Nodes are
 * stored as pages arrive; what is absent is judged only once the listing is
 * complete.
 */
export class TargetSync {
  readonly #options: TargetSyncOptions;

  static create(options: TargetSyncOptions): TargetSync {
    return new TargetSync(options);
  }

  private constructor(options: TargetSyncOptions) {
    this.#options = options;
  }

  /**
   * Runs one listing. A listing that fails is an outcome, not an error: it is
   * stored with the target, and the nodes stay as they were.
   *
   * @throws database errors.
   */
  async run(target: SyncTarget, signal: AbortSignal): Promise<RunOutcome> {
    const startedAt = Date.now();
    const { targets, observer } = this.#options;
    const source = this.#options.sources[target.source];
    const generation = await targets.begin(target, startedAt);
    const counts: RunCounts = { ...NO_COUNTS };
    const run: SourceRun = {
      signal,
      meter: CallMeter.create({ observer }),
      warnings: Warnings.create({ signal }),
    };
    let outcome: RunOutcome;
    try {
      if (!source) {
        throw new Error(`There is no source '${target.source}'`);
      }
      const { ownership, afterListing } = this.#options;
      const listing: ListingContext = {
        ...target,
        generation,
        decideOwnership: await ownership.decider(),
        undecided: ownership.undecided,
      };
      const listed = await this.#list(target, source, run, listing, counts);
      await afterListing?.run(listing, listed, run);
      tally(counts, run.meter);
      outcome = await this.#options.judge.settle(target, {
        generation,
        counts,
        warnings: run.warnings.list(),
      });
    } catch (error) {
      tally(counts, run.meter);
      outcome = {
        state: 'failed',
        complete: false,
        counts,
        held: null,
        error: signal.aborted
          ? {
              code: INTERRUPTED,
              message:
                'The listing was interrupted: the backend stopped, or managedNodes.sync.timeout was reached',
              missingIamAction: null,
            }
          : toSyncProblem(error, source?.action),
        warnings: run.warnings.list(),
      };
    }
    await targets.finish(
      { ...target, generation },
      outcome,
      startedAt,
      Date.now(),
    );
    return outcome;
  }

  /** @returns the ids of the nodes that the listing showed. */
  async #list(
    target: SyncTarget,
    source: NodeSource,
    run: SourceRun,
    listing: ListingContext,
    counts: RunCounts,
  ): Promise<Set<string>> {
    const { targets, writer } = this.#options;
    const listed = new Set<string>();
    await restartExpired(async () => {
      for await (const page of source.pages(target, run)) {
        const stored = await writer.applyPage(
          listing,
          page.observations,
          Date.now(),
          page.unchanged,
        );
        await page.stored?.();
        page.observations.forEach(({ nodeId }) => listed.add(nodeId));
        page.unchanged?.forEach(nodeId => listed.add(nodeId));
        counts.listed = listed.size;
        counts.added += stored.added;
        counts.changed += stored.changed;
        tally(counts, run.meter);
        await targets.progress(listing, counts);
      }
    });
    return listed;
  }
}

function tally(counts: RunCounts, meter: CallMeter): void {
  counts.calls = meter.calls;
  counts.pages = meter.pages;
  counts.throttles = meter.throttles;
}
