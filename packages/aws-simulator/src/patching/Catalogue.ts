import { hash } from '../model/random';
import { linuxPatches, packageUpdate, WEEK } from './linuxPatches';
import { BASE_PACKAGES } from './packages';
import { CataloguePatch, Product } from './types';
import { monthOf, windowsPatches } from './windowsPatches';

const DAY = 86_400_000;

/** What a baseline rejects although machines have it. */
const REJECTED: Record<Product['family'], { name: string; version: string }> = {
  deb: { name: 'telnet', version: '0.17' },
  rpm: { name: 'telnet', version: '0.17' },
  windows: { name: 'Microsoft Silverlight', version: '5.1' },
};
const SILVERLIGHT = 'KB4481252';

/** Names or KB numbers of what the baselines of the demo reject. */
export function rejectedNameOf(product: Pick<Product, 'family'>): string {
  return product.family === 'windows'
    ? SILVERLIGHT
    : REJECTED[product.family].name;
}

/**
 * Every patch of every product: what was released until a moment, made from
 * the seed when asked for. More come as time passes.
 */
export class Catalogue {
  readonly #seed: number;
  readonly #buckets = new Map<string, readonly CataloguePatch[]>();
  readonly #bases = new Map<string, CataloguePatch[]>();

  /** @param seed - the same seed makes the same patches */
  static create(seed: number): Catalogue {
    return new Catalogue(seed);
  }

  private constructor(seed: number) {
    this.#seed = seed;
  }

  /**
   * How far back there are patches that a machine may still lack: later ones
   * replace those before.
   */
  static horizonOf({ family }: Product): number {
    return (family === 'windows' ? 365 : 182) * DAY;
  }

  /**
   * What was released after `from` and until `to`, oldest first. Both are
   * epoch milliseconds.
   */
  released(product: Product, from: number, to: number): CataloguePatch[] {
    const patches: CataloguePatch[] = [];
    const windows = product.family === 'windows';
    // What belongs to a bucket may come out a little after its end.
    const first = windows ? monthOf(from) - 1 : Math.floor(from / WEEK) - 1;
    const last = windows ? monthOf(to) : Math.floor(to / WEEK);
    for (let bucket = first; bucket <= last; bucket++) {
      for (const patch of this.#bucket(product, bucket)) {
        if (patch.releasedAt > from && patch.releasedAt <= to) {
          patches.push(patch);
        }
      }
    }
    return patches.sort((a, b) => a.releasedAt - b.releasedAt);
  }

  /** What is installed where a baseline rejects it. */
  rejected(product: Product): CataloguePatch {
    const windows = product.family === 'windows';
    const { name, version } = REJECTED[product.family];
    return {
      product,
      kind: 'other',
      ...(windows
        ? { kbId: SILVERLIGHT, title: `${name} (${SILVERLIGHT})` }
        : packageUpdate(product, { name, version }, 85)),
      classification: windows ? 'FeaturePacks' : 'Bugfix',
      severity: 'Unspecified',
      cves: [],
      releasedAt: Date.UTC(2023, 0, 17),
      needsReboot: false,
    };
  }

  /** What came with the machine and was installed long ago; never fewer than 1,000. */
  base(product: Product): readonly CataloguePatch[] {
    let base = this.#bases.get(product.key);
    if (!base) {
      base = BASE_PACKAGES.map((name, index) =>
        this.#basePatch(product, name, index),
      );
      this.#bases.set(product.key, base);
    }
    return base;
  }

  #basePatch(product: Product, name: string, index: number): CataloguePatch {
    const roll = hash(this.#seed, 'base', name);
    const windows = product.family === 'windows';
    const kbId = `KB${4_480_000 + product.index * 2000 + index}`;
    const version = `${1 + (roll % 6)}.${(roll >>> 4) % 20}.${
      (roll >>> 9) % 10
    }`;
    return {
      product,
      kind: 'other',
      ...(windows
        ? {
            kbId,
            title: `Update for ${product.dist} (${kbId})`,
          }
        : packageUpdate(product, { name, version }, 1 + (roll % 40))),
      classification: windows ? 'Updates' : '',
      severity: windows ? 'Unspecified' : '',
      cves: [],
      releasedAt: Date.UTC(2021, 0, 1) + (roll % 700) * DAY,
      needsReboot: false,
    };
  }

  #bucket(product: Product, bucket: number): readonly CataloguePatch[] {
    const key = `${product.key} ${bucket}`;
    let patches = this.#buckets.get(key);
    if (!patches) {
      const make = product.family === 'windows' ? windowsPatches : linuxPatches;
      patches = make(this.#seed, product, bucket);
      this.#buckets.set(key, patches);
    }
    return patches;
  }
}
