import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { toSyncProblem } from '../aws/problems';

/** Parts that a listing reads by itself. */
type ListingPart = 'tags' | 'patches' | 'agents' | 'instances' | 'objects';

type Warning = TargetHealth['warnings'][number] & { part: ListingPart };

const ACTIONS: Record<ListingPart, string> = {
  tags: 'tag:GetResources',
  patches: 'ssm:DescribeInstancePatchStates',
  agents: 'ssm:DescribeInstanceInformation',
  instances: 'ec2:DescribeInstances',
  objects: 's3:GetObject',
};

/** The parts of a listing that may fail on their own. */
export class Warnings {
  readonly #warnings = new Map<Warning['part'], Warning>();
  readonly #signal: AbortSignal;

  static create(options: { signal: AbortSignal }): Warnings {
    return new Warnings(options.signal);
  }

  private constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /**
   * Does a part; when it fails, notes why, and does not try it again.
   *
   * @returns undefined when it failed.
   * @throws what the signal carries when it is aborted.
   */
  async attempt<T>(
    part: Warning['part'],
    read: () => Promise<T>,
  ): Promise<T | undefined> {
    if (this.#warnings.has(part)) {
      return undefined;
    }
    try {
      return await read();
    } catch (error) {
      this.#signal.throwIfAborted();
      this.note(part, error);
      return undefined;
    }
  }

  /** Notes what is wrong with a part, in place of what was noted before. */
  note(part: Warning['part'], error: unknown): void {
    this.#warnings.set(part, { part, ...toSyncProblem(error, ACTIONS[part]) });
  }

  list(): Warning[] {
    return [...this.#warnings.values()];
  }
}
