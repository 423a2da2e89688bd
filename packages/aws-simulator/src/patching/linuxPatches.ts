import { hash, Random } from '../model/random';
import { Package, UPDATED_PACKAGES } from './packages';
import { CataloguePatch, PatchKind, Product } from './types';

const HOUR = 3_600_000;
/** Linux distributions release all the time; the catalogue makes a week at once. */
export const WEEK = 7 * 24 * HOUR;
/** Versions count the weeks from here, at the end of 2022. */
const FIRST_WEEK = 2760;

interface Slot {
  kind: PatchKind;
  severity: string;
  package: Package;
}

function rotate(
  packages: readonly Package[],
  week: number,
  perWeek: number,
  slot: number,
): Package {
  return packages[(week * perWeek + slot) % packages.length];
}

/**
 * What is released in a week: security updates that matter, fixes, now and
 * then something critical, and two that most baselines pass by. The same for
 * all distributions, as they package the same software.
 */
function slotsOf(product: Product, week: number): Slot[] {
  const packages = UPDATED_PACKAGES[product.family === 'deb' ? 'deb' : 'rpm'];
  const slots: Slot[] = [];
  if (week % 2 === 0) {
    slots.push({
      kind: 'critical',
      severity: 'Critical',
      package: rotate(packages.critical, week / 2, 1, 0),
    });
  }
  for (let slot = 0; slot < 3; slot++) {
    slots.push({
      kind: 'security',
      severity: 'Important',
      package: rotate(packages.security, week, 3, slot),
    });
    slots.push({
      kind: 'other',
      severity: slot === 0 ? 'Low' : 'Unspecified',
      package: rotate(packages.other, week, 3, slot),
    });
  }
  for (const [slot, severity] of ['Medium', 'Low'].entries()) {
    slots.push({
      kind: 'security',
      severity,
      // Half a round ahead of those above, so that no package is there twice.
      package: rotate(packages.security, week + 5, 3, slot),
    });
  }
  return slots;
}

function classificationOf(product: Product, kind: PatchKind): string {
  if (kind !== 'other') {
    return 'Security';
  }
  return product.operatingSystem === 'SUSE' ? 'Recommended' : 'Bugfix';
}

/** CVEs of something released in a week, the same in every distribution. */
export function cvesOf(
  random: Random,
  releasedAt: number,
  most: number,
): string[] {
  const year = new Date(releasedAt).getUTCFullYear();
  return Array.from(
    { length: random.int(1, most) },
    () => `CVE-${year}-${random.int(1000, 49_999)}`,
  );
}

/** The update of a package that brings it to a revision. */
export function packageUpdate(
  product: Product,
  { name, version }: Pick<Package, 'name' | 'version'>,
  revision: number,
) {
  const kbId = `${name}.${product.arch}`;
  if (product.family === 'deb') {
    const full =
      product.productFamily === 'Ubuntu'
        ? `${version}-1${product.dist}.${revision}`
        : `${version}-1+${product.dist}${revision}`;
    return {
      kbId,
      title: `${kbId}:${full}`,
      name,
      version: full,
      release: '',
      epoch: 0,
    };
  }
  const release = `${revision}.${product.dist}`;
  return {
    kbId,
    title: `${kbId}:0:${version}-${release}`,
    name,
    version,
    release,
    epoch: 0,
  };
}

function advisoryOf(product: Product, releasedAt: number, number: number) {
  const year = new Date(releasedAt).getUTCFullYear();
  return product.family === 'deb'
    ? `${product.advisory}${5000 + (number % 4000)}-1`
    : `${product.advisory}${year}:${1000 + (number % 9000)}`;
}

/** Everything released for a Linux distribution in a week since 1970, in order. */
export function linuxPatches(
  seed: number,
  product: Product,
  week: number,
): CataloguePatch[] {
  return slotsOf(product, week)
    .map((slot, index): CataloguePatch => {
      const { kind } = slot;
      // Distributions follow one another within two days.
      const random = Random.create(seed, 'released', week, index);
      const releasedAt =
        week * WEEK +
        random.int(0, 5 * 24) * HOUR +
        (hash(seed, product.key, week, index) % 48) * HOUR;
      return {
        product,
        kind,
        ...packageUpdate(product, slot.package, week - FIRST_WEEK),
        classification: classificationOf(product, kind),
        severity: slot.severity,
        cves: kind === 'other' ? [] : cvesOf(random, week * WEEK, 3),
        releasedAt,
        needsReboot: slot.package.needsReboot,
        ...(kind !== 'other' && {
          advisory: advisoryOf(product, releasedAt, week * 20 + index),
        }),
      };
    })
    .sort((a, b) => a.releasedAt - b.releasedAt);
}
