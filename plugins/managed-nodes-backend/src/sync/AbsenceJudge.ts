import { ManagedNodesConfig } from '../config';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { TargetKey } from '../nodes/types';
import { RunCounts, RunOutcome } from './TargetStore';

/** Decides what becomes of the nodes that a complete listing did not show. */
export class AbsenceJudge {
  readonly #absent: AbsentNodes;
  readonly #config: ManagedNodesConfig['sync'];

  static create(options: {
    absent: AbsentNodes;
    config: ManagedNodesConfig['sync'];
  }): AbsenceJudge {
    return new AbsenceJudge(options.absent, options.config);
  }

  private constructor(absent: AbsentNodes, config: ManagedNodesConfig['sync']) {
    this.#absent = absent;
    this.#config = config;
  }

  /**
   * Marks absent nodes missing and gives up those that were missing long
   * enough, or holds back if that would be too many.
   *
   * @param listing - a listing of the target that was complete
   */
  async settle(
    target: TargetKey,
    listing: {
      generation: number;
      counts: RunCounts;
      warnings: RunOutcome['warnings'];
    },
  ): Promise<RunOutcome> {
    const { missingAfter, maxRemovalPercentage, minHeldRemovals } =
      this.#config;
    const { generation, counts, warnings } = listing;
    const of = { account: target.account, region: target.region, generation };
    const { known, absent } = await this.#absent.countAbsent(of);
    const base = { complete: true, error: null, warnings };
    if (
      absent >= minHeldRemovals &&
      absent * 100 > known * maxRemovalPercentage
    ) {
      return {
        ...base,
        state: 'held',
        counts,
        held: { missing: absent, known, generation },
      };
    }
    const settled = absent
      ? await this.#absent.settleAbsent(of, missingAfter, Date.now())
      : { missing: 0, removed: 0 };
    return {
      ...base,
      state: warnings.length ? 'partial' : 'ok',
      counts: { ...counts, ...settled },
      held: null,
    };
  }
}
