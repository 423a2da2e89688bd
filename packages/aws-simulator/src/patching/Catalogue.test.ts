import { approvalOf } from './approval';
import { Catalogue } from './Catalogue';
import { PREDEFINED_BASELINES } from './predefinedBaselines';
import { PRODUCTS } from './products';

const NOW = Date.UTC(2026, 10, 20, 12);
const DAY = 86_400_000;

describe('Catalogue', () => {
  const catalogue = Catalogue.create(1);

  it.each(PRODUCTS.map(product => [product.key, product] as const))(
    'goes on releasing for %s, each patch once',
    (_, product) => {
      const past = catalogue.released(product, NOW - 365 * DAY, NOW);
      const next = catalogue.released(product, NOW, NOW + 62 * DAY);

      expect(next.length).toBeGreaterThan(8);
      expect(past.every(patch => patch.releasedAt <= NOW)).toBe(true);
      expect(next.every(patch => patch.releasedAt > NOW)).toBe(true);
      const all = [...past, ...next];
      expect(new Set(all.map(patch => patch.title)).size).toBe(all.length);
      expect(all.map(patch => patch.releasedAt)).toEqual(
        all.map(patch => patch.releasedAt).sort((a, b) => a - b),
      );
      for (const { kind, severity, classification, cves } of all) {
        expect(severity === 'Critical').toBe(kind === 'critical');
        expect(/^Security/.test(classification)).toBe(kind !== 'other');
        expect(cves.length > 0).toBe(kind !== 'other');
      }
    },
  );

  it('releases for Windows on the second Tuesday of a month', () => {
    const windows = PRODUCTS.filter(({ family }) => family === 'windows');
    const cumulative = windows.map(product =>
      catalogue
        .released(product, Date.UTC(2026, 10, 1), NOW)
        .filter(patch =>
          patch.title.startsWith('2026-11 Cumulative Update for'),
        ),
    );

    for (const patches of cumulative) {
      expect(patches[0].releasedAt).toBe(Date.UTC(2026, 10, 10, 18));
    }
    expect(new Set(cumulative.map(([patch]) => patch.kbId)).size).toBe(
      windows.length,
    );
  });

  it('is the same for the same seed, whenever it is asked', () => {
    const [product] = PRODUCTS;
    const again = Catalogue.create(1);

    expect(again.released(product, NOW - 30 * DAY, NOW)).toEqual(
      catalogue
        .released(product, NOW - 300 * DAY, NOW + 90 * DAY)
        .filter(
          ({ releasedAt }) => releasedAt > NOW - 30 * DAY && releasedAt <= NOW,
        ),
    );
    expect(
      Catalogue.create(2).released(product, NOW - 30 * DAY, NOW),
    ).not.toEqual(again.released(product, NOW - 30 * DAY, NOW));
  });

  it('has the same vulnerabilities in every distribution', () => {
    const cves = PRODUCTS.filter(({ family }) => family !== 'windows').map(
      product =>
        new Set(
          catalogue
            .released(product, NOW - 90 * DAY, NOW - 30 * DAY)
            .flatMap(patch => patch.cves),
        ),
    );

    expect([...cves[0]].some(cve => cves.every(set => set.has(cve)))).toBe(
      true,
    );
  });
});

describe('approvalOf', () => {
  const catalogue = Catalogue.create(1);
  const windows = PRODUCTS.find(({ family }) => family === 'windows')!;
  const baseline = PREDEFINED_BASELINES.find(
    ({ operatingSystem }) => operatingSystem === 'WINDOWS',
  )!;
  const [patch] = catalogue
    .released(windows, Date.UTC(2026, 10, 1), NOW)
    .filter(({ kind }) => kind === 'critical');

  it('waits as long as the rule says', () => {
    const approvedAt = patch.releasedAt + 7 * DAY;

    expect(approvalOf(baseline, patch, approvedAt - 1)).toEqual({
      status: 'PENDING_APPROVAL',
      level: 'UNSPECIFIED',
      approvedAt,
    });
    expect(approvalOf(baseline, patch, approvedAt)?.status).toBe('APPROVED');
  });

  it('knows dates and lists, of which that of the rejected comes first', () => {
    const [rule] = baseline.rules;
    const until = (approveUntil: string) => ({
      ...baseline,
      rules: [{ ...rule, approveAfterDays: undefined, approveUntil }],
    });
    expect(approvalOf(until('2026-11-10'), patch, NOW)?.status).toBe(
      'APPROVED',
    );
    expect(approvalOf(until('2026-11-09'), patch, NOW)).toBeUndefined();

    const listed = { ...baseline, approvedPatches: [patch.kbId] };
    expect(approvalOf(listed, patch, patch.releasedAt)?.status).toBe(
      'EXPLICIT_APPROVED',
    );
    expect(
      approvalOf({ ...listed, rejectedPatches: ['KB5*'] }, patch, NOW)?.status,
    ).toBe('EXPLICIT_REJECTED');
  });
});
