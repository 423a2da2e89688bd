import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { restartExpired } from '../aws/paging';
import { toSyncProblem } from '../aws/problems';
import { TargetKey } from '../nodes/types';
import { BaselineReader } from './BaselineReader';
import { PlanReader } from './PlanReader';
import { PlanStore } from './PlanStore';
import { ReleaseDates } from './ReleaseDates';
import { PLAN_PARTS, PlanPart, PlanProblem } from './rows';
import { ApprovalObservation, BaselineObservation } from './types';

/** The IAM action each part begins with, for denials that do not name theirs. */
const ACTIONS: Record<PlanPart, string> = {
  windows: 'ssm:DescribeMaintenanceWindows',
  associations: 'ssm:ListAssociations',
  baselines: 'ssm:DescribePatchBaselines',
  approvals: 'ssm:DescribeEffectivePatchesForPatchBaseline',
};

/** How a read ended. */
export interface PlanReadOutcome {
  /** The parts that were read to their end. */
  read: PlanPart[];
  problems: PlanProblem[];
  /** Requests sent, retries included. */
  calls: number;
}

/** Brings what is known of the plans to patch of a target in line with AWS. */
export class PlanSync {
  readonly #clients: Pick<AwsClients, 'forTarget'>;
  readonly #store: PlanStore;
  readonly #releases: Pick<ReleaseDates, 'tell'>;
  readonly #observer: CallObserver | undefined;
  readonly #now: () => number;

  static create(options: {
    clients: Pick<AwsClients, 'forTarget'>;
    store: PlanStore;
    releases: Pick<ReleaseDates, 'tell'>;
    observer?: CallObserver;
    /** The time in milliseconds since the epoch. Default: the clock's. */
    now?: () => number;
  }): PlanSync {
    return new PlanSync(options);
  }

  private constructor(options: Parameters<typeof PlanSync.create>[0]) {
    this.#clients = options.clients;
    this.#store = options.store;
    this.#releases = options.releases;
    this.#observer = options.observer;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Reads a target. Each part that cannot be read to its end stays as it was
   * known, and the target's problems say so.
   *
   * @throws what the signal carries when it is aborted.
   */
  async run(target: TargetKey, signal: AbortSignal): Promise<PlanReadOutcome> {
    const meter = CallMeter.create({ observer: this.#observer });
    await this.#store.begin(target, this.#now());
    let baselines: BaselineObservation[] | undefined;
    /** Each reads a part to its end and tells how to keep it. */
    const reads: Record<PlanPart, () => Promise<() => Promise<void>>> = {
      windows: async () => {
        const reader = await this.#planReader(target, meter, signal);
        const plans = await reader.windows(this.#now());
        return () =>
          this.#store.replacePlans(target, 'maintenance-window', plans);
      },
      associations: async () => {
        const reader = await this.#planReader(target, meter, signal);
        const plans = await reader.associations(this.#now());
        return () => this.#store.replacePlans(target, 'association', plans);
      },
      baselines: async () => {
        const referred = await this.#store.referredBaselines(target);
        const reader = await this.#baselineReader(target, meter, signal);
        const found = await reader.baselines(referred);
        baselines = found;
        return () => this.#store.replaceBaselines(target, found);
      },
      approvals: async () => {
        const reader = await this.#baselineReader(target, meter, signal);
        const pending = await this.#pending(reader, baselines ?? []);
        return () => this.#store.replaceApprovals(target, pending);
      },
    };
    const read: PlanPart[] = [];
    const problems: PlanProblem[] = [];
    for (const part of PLAN_PARTS) {
      // Nobody knows whose approvals to ask for without the baselines.
      if (part !== 'approvals' || baselines) {
        const problem = await this.#attempt(part, reads[part], signal);
        if (problem) {
          problems.push(problem);
        } else {
          read.push(part);
        }
      }
    }
    await this.#store.finish(target, read, problems, this.#now());
    return { read, problems, calls: meter.calls };
  }

  async #attempt(
    part: PlanPart,
    read: () => Promise<() => Promise<void>>,
    signal: AbortSignal,
  ): Promise<PlanProblem | undefined> {
    signal.throwIfAborted();
    try {
      const write = await restartExpired(read);
      await write();
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      return { part, ...toSyncProblem(error, ACTIONS[part]) };
    }
  }

  async #pending(
    reader: BaselineReader,
    baselines: BaselineObservation[],
  ): Promise<ApprovalObservation[]> {
    const pending: ApprovalObservation[] = [];
    for (const { id, details } of baselines) {
      // AWS says nothing new of its own baselines from account to account,
      // and they approve most of what there is.
      if (!details.predefined) {
        for await (const page of reader.effectivePatches(id)) {
          pending.push(...page.pending);
          await this.#releases.tell(page.released);
        }
      }
    }
    return pending;
  }

  async #planReader(
    target: TargetKey,
    meter: CallMeter,
    signal: AbortSignal,
  ): Promise<PlanReader> {
    const clients = await this.#clients.forTarget(target);
    return PlanReader.create({ clients, meter, signal });
  }

  async #baselineReader(
    target: TargetKey,
    meter: CallMeter,
    signal: AbortSignal,
  ): Promise<BaselineReader> {
    const clients = await this.#clients.forTarget(target);
    return BaselineReader.create({ clients, meter, signal });
  }
}
