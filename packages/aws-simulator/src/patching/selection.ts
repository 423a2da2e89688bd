import { lastBeat } from '../fleet/state';
import { SimulatedNode } from '../fleet/types';
import { Random } from '../model/random';
import { approvalOf } from './approval';
import { PatchBaseline } from './baselineTypes';
import { Catalogue } from './Catalogue';
import { ReportCounts } from './generatedReport';
import {
  CataloguePatch,
  InstalledPatch,
  LackingPatch,
  LackingState,
  PatchKind,
  Product,
} from './types';

const DAY = 86_400_000;
/** Pools of a few days are kept; a day's are asked for by every machine of a product. */
const MOST_POOLS = 200;
/** Of what a machine has, so many updates are told by name. */
const MOST_UPDATES = 12;

/** What a baseline wants a product to have, newest first, nothing twice. */
export type PatchPool = Readonly<Record<PatchKind, readonly CataloguePatch[]>>;

/** What a machine lacks, and what of the updates it has. */
export interface Selection {
  readonly lacking: readonly LackingPatch[];
  readonly updates: readonly InstalledPatch[];
}

function sample<T>(items: readonly T[], count: number, random: Random): T[] {
  const left = [...items];
  return Array.from(
    { length: count },
    () => left.splice(random.int(0, left.length - 1), 1)[0],
  );
}

/** As many as are wanted, mostly the newest: what came out lately is missing most. */
function mostlyNewest(
  pool: readonly CataloguePatch[],
  count: number,
  random: Random,
): CataloguePatch[] {
  if (count > pool.length) {
    throw new Error(`The catalogue has ${pool.length} patches, not ${count}`);
  }
  const newest = Math.min(pool.length, count + Math.ceil(count / 2) + 2);
  return sample(pool.slice(0, newest), count, random);
}

/** Chooses what machines lack, so that many lack the same. */
export class Selector {
  readonly #catalogue: Catalogue;
  readonly #pools = new Map<string, PatchPool>();

  static create(catalogue: Catalogue): Selector {
    return new Selector(catalogue);
  }

  private constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** What the baseline has approved at a moment. */
  pool(product: Product, baseline: PatchBaseline, at: number): PatchPool {
    const key = `${product.key} ${baseline.id} ${at}`;
    let pool = this.#pools.get(key);
    if (!pool) {
      pool = this.#makePool(product, baseline, at);
      if (this.#pools.size >= MOST_POOLS) {
        this.#pools.clear();
      }
      this.#pools.set(key, pool);
    }
    return pool;
  }

  #makePool(product: Product, baseline: PatchBaseline, at: number): PatchPool {
    const seen = new Set<string>();
    const pool: Record<PatchKind, CataloguePatch[]> = {
      critical: [],
      security: [],
      other: [],
    };
    const from = at - Catalogue.horizonOf(product);
    for (const patch of this.#catalogue.released(product, from, at).reverse()) {
      const approval = approvalOf(baseline, patch, at);
      const approved =
        approval?.status === 'APPROVED' ||
        approval?.status === 'EXPLICIT_APPROVED';
      if (approved && !seen.has(patch.kbId)) {
        seen.add(patch.kbId);
        pool[patch.kind].push(patch);
      }
    }
    return pool;
  }

  /**
   * What a machine lacks by its seed: as many patches of each kind and state
   * as its report counts. Changes once a week, as machines are patched.
   *
   * @param endedAt - when its patches were looked at
   */
  select(
    node: SimulatedNode,
    product: Product,
    baseline: PatchBaseline,
    counts: ReportCounts,
    endedAt: number,
  ): Selection {
    const anchor =
      Math.floor(lastBeat(endedAt, 7 * DAY, node.seed) / DAY) * DAY;
    const random = Random.create(node.seed, 'lacking', anchor / DAY);
    const pool = this.pool(product, baseline, anchor);
    const rejected = counts.rejected ? [this.#catalogue.rejected(product)] : [];
    const chosen = [
      ...mostlyNewest(pool.critical, counts.critical, random),
      ...mostlyNewest(pool.security, counts.security, random),
      ...mostlyNewest(pool.other, counts.other - rejected.length, random),
    ];
    const states: LackingState[] = [
      ...Array<LackingState>(counts.failed).fill('FAILED'),
      ...Array<LackingState>(counts.pendingReboot).fill(
        'INSTALLED_PENDING_REBOOT',
      ),
      ...Array<LackingState>(counts.missing).fill('MISSING'),
    ];
    const lacking = sample(chosen, chosen.length, random).map(
      (patch, index): LackingPatch =>
        states[index] === 'INSTALLED_PENDING_REBOOT'
          ? {
              patch,
              state: states[index],
              installedAt: endedAt - random.int(1, 9) * DAY,
            }
          : { patch, state: states[index] },
    );
    const lacks = new Set(chosen.map(patch => patch.kbId));
    const present = [...pool.critical, ...pool.security, ...pool.other].filter(
      patch => !lacks.has(patch.kbId),
    );
    return {
      lacking: [
        ...lacking,
        ...rejected.map(
          (patch): LackingPatch => ({
            patch,
            state: 'INSTALLED_REJECTED',
            installedAt: node.registeredAt,
          }),
        ),
      ],
      updates: sample(
        present,
        Math.min(present.length, counts.installed, MOST_UPDATES),
        random,
      ).map(patch => ({
        patch,
        installedAt: Math.min(endedAt, patch.releasedAt + 8 * DAY),
      })),
    };
  }
}
