import {
  DescribeEffectivePatchesForPatchBaselineCommand,
  DescribePatchBaselinesCommand,
  DescribePatchGroupsCommand,
  GetPatchBaselineCommand,
} from '@aws-sdk/client-ssm';
import { TargetClients } from '../aws/AwsClients';
import { CallMeter } from '../aws/CallMeter';
import { pagesOf } from '../aws/paging';
import { readEffectivePatches } from './approvals';
import {
  BaselineIdentity,
  baselineIdOf,
  readBaseline,
  readIdentities,
  readPatchGroups,
} from './baselines';
import {
  ApprovalObservation,
  BaselineObservation,
  ReleasedPatch,
} from './types';

const PER_PAGE = 100;

/** What AWS says where it has no list of a platform's patches. */
const UNSUPPORTED = /^UnsupportedOperatingSystem/;
const GONE = /^DoesNotExistException/;

/** Reads the patch baselines of one (account, Region). */
export class BaselineReader {
  readonly #ssm: TargetClients['ssm'];
  readonly #meter: CallMeter;
  readonly #signal: AbortSignal;

  static create(options: {
    clients: Pick<TargetClients, 'ssm'>;
    meter: CallMeter;
    signal: AbortSignal;
  }): BaselineReader {
    return new BaselineReader(options);
  }

  private constructor(options: {
    clients: Pick<TargetClients, 'ssm'>;
    meter: CallMeter;
    signal: AbortSignal;
  }) {
    this.#ssm = options.clients.ssm;
    this.#meter = options.meter;
    this.#signal = options.signal;
  }

  /**
   * The account's own baselines, and those of AWS that nodes or patch groups
   * refer to (`ssm:DescribePatchBaselines`, `ssm:DescribePatchGroups`,
   * `ssm:GetPatchBaseline`).
   *
   * @param referred - ids or ARNs of the baselines that nodes were measured by
   */
  async baselines(referred: string[]): Promise<BaselineObservation[]> {
    const groups = await this.#patchGroups();
    const wanted = new Set([
      ...referred.map(baselineIdOf),
      ...groups.map(({ baselineId }) => baselineId),
    ]);
    const identities = [
      ...(await this.#identities('Self')),
      ...(await this.#identities('AWS')).filter(({ id }) => wanted.has(id)),
    ];
    const baselines = new Map<string, BaselineObservation>();
    for (const identity of identities) {
      if (!baselines.has(identity.id)) {
        const baseline = await this.#describe(
          identity,
          groups
            .filter(({ baselineId }) => baselineId === identity.id)
            .map(({ group }) => group),
        );
        if (baseline) {
          baselines.set(identity.id, baseline);
        }
      }
    }
    return [...baselines.values()];
  }

  /**
   * What a baseline will approve, and when its patches were released
   * (`ssm:DescribeEffectivePatchesForPatchBaseline`), page by page. Nothing
   * for platforms that AWS has no list for.
   */
  async *effectivePatches(baselineId: string): AsyncGenerator<{
    pending: ApprovalObservation[];
    released: ReleasedPatch[];
  }> {
    const pages = pagesOf(
      NextToken =>
        this.#ssm.send(
          this.#meter.watch(
            new DescribeEffectivePatchesForPatchBaselineCommand({
              BaselineId: baselineId,
              MaxResults: PER_PAGE,
              NextToken,
            }),
          ),
          { abortSignal: this.#signal },
        ),
      page => page.NextToken,
    );
    try {
      for await (const page of pages) {
        yield readEffectivePatches(baselineId, page.EffectivePatches);
      }
    } catch (error) {
      if (
        !(error instanceof Error) ||
        !(UNSUPPORTED.test(error.name) || GONE.test(error.name))
      ) {
        throw error;
      }
    }
  }

  async #identities(owner: 'Self' | 'AWS'): Promise<BaselineIdentity[]> {
    const identities: BaselineIdentity[] = [];
    const pages = pagesOf(
      NextToken =>
        this.#ssm.send(
          this.#meter.watch(
            new DescribePatchBaselinesCommand({
              Filters: [{ Key: 'OWNER', Values: [owner] }],
              MaxResults: PER_PAGE,
              NextToken,
            }),
          ),
          { abortSignal: this.#signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      identities.push(
        ...readIdentities(page.BaselineIdentities, owner === 'AWS'),
      );
    }
    return identities;
  }

  async #patchGroups() {
    const groups: ReturnType<typeof readPatchGroups> = [];
    const pages = pagesOf(
      NextToken =>
        this.#ssm.send(
          this.#meter.watch(
            new DescribePatchGroupsCommand({ MaxResults: PER_PAGE, NextToken }),
          ),
          { abortSignal: this.#signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      groups.push(...readPatchGroups(page.Mappings));
    }
    return groups;
  }

  /** @returns undefined where it was deleted meanwhile. */
  async #describe(
    identity: BaselineIdentity,
    groups: string[],
  ): Promise<BaselineObservation | undefined> {
    try {
      const answer = await this.#ssm.send(
        this.#meter.watch(
          new GetPatchBaselineCommand({ BaselineId: identity.reference }),
        ),
        { abortSignal: this.#signal },
      );
      return readBaseline(identity, answer, groups);
    } catch (error) {
      if (error instanceof Error && GONE.test(error.name)) {
        return undefined;
      }
      throw error;
    }
  }
}
