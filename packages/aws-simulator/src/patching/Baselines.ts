import { tagValue } from '../fleet/tags';
import { SimulatedNode, Tag } from '../fleet/types';
import { PatchBaseline } from './baselineTypes';
import { customBaselines } from './customBaselines';
import { PREDEFINED_BASELINES } from './predefinedBaselines';

/** The account that AWS keeps its own baselines in. */
const AWS_ACCOUNT = '075727635805';

/** The patch group a machine's tags put it in. Instances with tags in their metadata cannot have the space. */
export function patchGroupOf(tags: readonly Tag[]): string | undefined {
  return tagValue(tags, 'Patch Group') ?? tagValue(tags, 'PatchGroup');
}

/** How operations that list baselines name one: those of AWS by their ARN. */
export function baselineIdOf(
  { id, predefined }: PatchBaseline,
  region: string,
): string {
  return predefined
    ? `arn:aws:ssm:${region}:${AWS_ACCOUNT}:patchbaseline/${id}`
    : id;
}

/** The patch baselines of every account and Region. */
export class Baselines {
  readonly #lists = new Map<string, readonly PatchBaseline[]>();

  static create(): Baselines {
    return new Baselines();
  }

  private constructor() {}

  /** Those that somebody made, then those of AWS. */
  list(account: string, region: string): readonly PatchBaseline[] {
    const key = `${account}/${region}`;
    let list = this.#lists.get(key);
    if (!list) {
      list = [...customBaselines(account, region), ...PREDEFINED_BASELINES];
      this.#lists.set(key, list);
    }
    return list;
  }

  /** @param id - `pb-…` or an ARN of one */
  find(account: string, region: string, id: string): PatchBaseline | undefined {
    const short = id.slice(id.lastIndexOf('/') + 1);
    return this.list(account, region).find(baseline => baseline.id === short);
  }

  /** The one for machines without a patch group; undefined for an operating system there is none for. */
  defaultOf(
    account: string,
    region: string,
    operatingSystem: string,
  ): PatchBaseline | undefined {
    return this.list(account, region).find(
      baseline =>
        baseline.isDefault && baseline.operatingSystem === operatingSystem,
    );
  }

  /** The one that holds for a patch group: the default where none was registered for it. */
  forGroup(
    account: string,
    region: string,
    group: string | undefined,
    operatingSystem: string,
  ): PatchBaseline | undefined {
    return (
      this.list(account, region).find(
        baseline =>
          baseline.operatingSystem === operatingSystem &&
          group !== undefined &&
          baseline.patchGroups.includes(group),
      ) ?? this.defaultOf(account, region, operatingSystem)
    );
  }

  /** The one that a machine is scanned against. */
  forNode(node: SimulatedNode): PatchBaseline {
    const { account, region, platform, tags } = node;
    const found = this.forGroup(
      account,
      region,
      patchGroupOf(tags),
      platform.operatingSystem,
    );
    if (!found) {
      throw new Error(`There is no baseline for ${platform.operatingSystem}`);
    }
    return found;
  }
}
