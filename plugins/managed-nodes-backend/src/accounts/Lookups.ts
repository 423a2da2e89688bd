import { SyncProblem } from '@managed-nodes/plugin-managed-nodes-common';
import { isAccessDenied, isThrottled, toSyncProblem } from '../aws/problems';

interface Failure {
  problem: SyncProblem;
  accounts: number;
}

/** What is looked up beside the accounts themselves. */
export type LookupKind = 'units' | 'tags' | 'regions';

const WORDS: Record<LookupKind, { what: string; action: string }> = {
  units: {
    what: 'Organizational units',
    action: 'organizations:ListOrganizationalUnitsForParent',
  },
  tags: { what: 'Tags', action: 'organizations:ListTagsForResource' },
  regions: { what: 'Enabled Regions', action: 'ec2:DescribeRegions' },
};

/**
 * The lookups of a run that may fail on their own: what was known before is
 * kept, and the failure is told.
 */
export class Lookups {
  readonly #signal: AbortSignal;
  readonly #failures = new Map<LookupKind, Failure>();
  readonly #givenUp = new Set<LookupKind>();

  static create(options: { signal: AbortSignal }): Lookups {
    return new Lookups(options.signal);
  }

  private constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /**
   * Looks something up for some accounts.
   *
   * @param shared - whether one denial or throttling means that all further
   * lookups of the kind would end the same, as they ask the same place
   * @returns undefined when it failed.
   * @throws what the signal carries when it is aborted.
   */
  async attempt<T>(
    kind: LookupKind,
    options: { accounts: number; shared: boolean },
    read: () => Promise<T>,
  ): Promise<T | undefined> {
    this.#signal.throwIfAborted();
    if (this.#givenUp.has(kind)) {
      this.#failures.get(kind)!.accounts += options.accounts;
      return undefined;
    }
    try {
      return await read();
    } catch (error) {
      this.#signal.throwIfAborted();
      const failure = this.#failures.get(kind) ?? {
        problem: toSyncProblem(error, WORDS[kind].action),
        accounts: 0,
      };
      failure.accounts += options.accounts;
      this.#failures.set(kind, failure);
      if (options.shared && (isAccessDenied(error) || isThrottled(error))) {
        this.#givenUp.add(kind);
      }
      return undefined;
    }
  }

  /** Whether a lookup of the kind failed. */
  failed(kind: LookupKind): boolean {
    return this.#failures.has(kind);
  }

  /** All failures in one, if there were any. */
  problem(): SyncProblem | null {
    const failures = [...this.#failures];
    if (!failures.length) {
      return null;
    }
    const [, { problem }] = failures[0];
    return {
      ...problem,
      message: failures
        .map(
          ([kind, failure]) =>
            `${WORDS[kind].what} of ${failure.accounts} ${
              failure.accounts === 1 ? 'account' : 'accounts'
            } could not be read, what was known is kept: ${
              failure.problem.message
            }`,
        )
        .join('; '),
    };
  }
}
