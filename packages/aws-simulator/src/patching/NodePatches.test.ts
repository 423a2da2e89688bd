import { InstancePatchState, PatchComplianceData } from '@aws-sdk/client-ssm';
import { Fleet } from '../fleet/Fleet';
import { SimulatedNode } from '../fleet/types';
import { Organization } from '../model/Organization';
import { DEFAULT_REGIONS, regionShares } from '../model/places';
import { Patching } from './Patching';

const NOW = Date.UTC(2026, 10, 20, 12);
const DAY = 86_400_000;

function worldOf(size: number, seed: number) {
  const fleet = Fleet.create(size, {
    seed,
    organization: Organization.create(),
    regions: regionShares(DEFAULT_REGIONS),
    now: NOW,
  });
  const nodes = fleet.everything().filter(node => node.managed);
  return { nodes, patches: Patching.create(seed).nodes };
}

/** The counters as a client recounts them from the list. */
function recount(list: readonly PatchComplianceData[]) {
  const count = (test: (patch: PatchComplianceData) => boolean) =>
    list.filter(test).length;
  const state = (name: string) => count(patch => patch.State === name);
  const lacks = ({ State }: PatchComplianceData) =>
    State !== 'INSTALLED' && State !== 'INSTALLED_OTHER';
  const critical = (patch: PatchComplianceData) =>
    patch.Severity === 'Critical';
  const security = ({ Classification = '', CVEIds }: PatchComplianceData) =>
    /security/i.test(Classification) || Boolean(CVEIds);
  return {
    InstalledCount: state('INSTALLED'),
    InstalledOtherCount: state('INSTALLED_OTHER'),
    InstalledPendingRebootCount: state('INSTALLED_PENDING_REBOOT'),
    InstalledRejectedCount: state('INSTALLED_REJECTED'),
    MissingCount: state('MISSING'),
    FailedCount: state('FAILED'),
    CriticalNonCompliantCount: count(patch => lacks(patch) && critical(patch)),
    SecurityNonCompliantCount: count(
      patch => lacks(patch) && !critical(patch) && security(patch),
    ),
    OtherNonCompliantCount: count(
      patch => lacks(patch) && !critical(patch) && !security(patch),
    ),
  };
}

function lackingOf(state: InstancePatchState | undefined): number {
  return (
    Number(state?.CriticalNonCompliantCount) +
    Number(state?.SecurityNonCompliantCount) +
    Number(state?.OtherNonCompliantCount)
  );
}

describe('NodePatches', () => {
  const { nodes, patches } = worldOf(700, 1);
  const reported = nodes.filter(node => node.patchProfile !== 'never');

  it.each([1, 2, 3])(
    'counts what it lists, whatever the fleet (seed %d)',
    seed => {
      const world = worldOf(150, seed);
      // Some time later the catalogue holds other patches.
      const at = NOW + seed * 45 * DAY;
      const [never, others] = [true, false].map(wanted =>
        world.nodes.filter(node => (node.patchProfile === 'never') === wanted),
      );
      expect(
        never.flatMap(node => world.patches.stateOf(node, at) ?? []),
      ).toEqual([]);
      expect(never.flatMap(node => world.patches.listOf(node, at))).toEqual([]);
      for (const node of others) {
        const state = world.patches.stateOf(node, at);
        const list = world.patches.listOf(node, at);
        expect(state).toMatchObject(recount(list));
        expect(lackingOf(state) === 0).toBe(node.patchProfile === 'compliant');
        expect(new Set(list.map(patch => patch.KBId)).size).toBe(list.length);
      }
    },
  );

  it('says the same each time it is asked', () => {
    const [node] = reported;
    const again = worldOf(700, 1);

    expect(patches.listOf(node, NOW)).toEqual(patches.listOf(node, NOW));
    expect(
      again.patches.listOf(
        again.nodes.find(({ id }) => id === node.id) as SimulatedNode,
        NOW,
      ),
    ).toEqual(patches.listOf(node, NOW));
  });

  it('lets many machines lack the same patches', () => {
    const lacking = nodes.flatMap(node =>
      patches
        .listOf(node, NOW)
        .filter(patch => patch.State === 'MISSING')
        .map(patch => `${patch.KBId} ${patch.Title}`),
    );
    const distinct = new Set(lacking).size;

    expect(lacking.length).toBeGreaterThan(1000);
    expect(lacking.length / distinct).toBeGreaterThan(3);
  });

  it('scans daily, most of the time', () => {
    const recent = nodes.filter(node => {
      const end = patches.stateOf(node, NOW)?.OperationEndTime;
      return end && NOW - end.getTime() < DAY;
    });

    expect(recent.length / nodes.length).toBeGreaterThan(0.6);
    expect(recent.length / nodes.length).toBeLessThan(0.95);
  });

  describe('when something happens', () => {
    const scan = (endedAt: number) => ({
      operation: 'Scan' as const,
      snapshotId: 'a',
      startedAt: endedAt - 1000,
      endedAt,
    });
    let world: ReturnType<typeof worldOf>;
    const find = (test: (state: InstancePatchState) => boolean) => {
      const node = world.nodes.find(each => {
        const state = world.patches.stateOf(each, NOW);
        return each.lostAt === undefined && state && test(state);
      });
      if (!node) {
        throw new Error('There is no such node');
      }
      return node;
    };
    beforeEach(() => {
      world = worldOf(700, 1);
    });

    it('installs, waits for a reboot, and is compliant after both and a scan', () => {
      const node = find(
        state =>
          Number(state.CriticalNonCompliantCount) > 3 &&
          state.InstalledRejectedCount === 0,
      );
      const before = world.patches.stateOf(node, NOW);
      const options = { rebootOption: 'NoReboot', fails: false } as const;

      world.patches.install(node, NOW, options);
      expect(world.patches.stateOf(node, NOW)).toMatchObject({
        MissingCount: before?.MissingCount,
      });
      world.patches.scan(node, scan(NOW + 1000));
      const waiting = world.patches.stateOf(node, NOW + 1000);
      expect(waiting).toMatchObject({
        MissingCount: 0,
        FailedCount: 0,
        LastNoRebootInstallOperationTime: new Date(NOW),
      });
      expect(waiting?.InstalledPendingRebootCount).toBeGreaterThan(0);
      expect(waiting).toMatchObject(
        recount(world.patches.listOf(node, NOW + 1000)),
      );

      world.patches.rebooted(node, NOW + 2000);
      expect(
        world.patches.stateOf(node, NOW + 2000)?.InstalledPendingRebootCount,
      ).toBeGreaterThan(0);
      world.patches.scan(node, scan(NOW + 3000));
      expect(lackingOf(world.patches.stateOf(node, NOW + 3000))).toBe(0);
      expect(node.patchProfile).toBe('compliant');
    });

    it('leaves what fails', () => {
      const node = find(state => Number(state.MissingCount) > 3);
      world.patches.install(node, NOW, {
        rebootOption: 'NoReboot',
        fails: true,
      });
      world.patches.scan(node, scan(NOW + 1000));

      expect(world.patches.stateOf(node, NOW + 1000)).toMatchObject({
        MissingCount: 0,
        FailedCount: 1,
      });
    });

    it('reports by itself what was released meanwhile', () => {
      const node = find(state => lackingOf(state) === 0);
      world.patches.install(node, NOW, {
        rebootOption: 'RebootIfNeeded',
        fails: false,
      });
      world.patches.rebooted(node, NOW);
      world.patches.scan(node, scan(NOW));
      expect(lackingOf(world.patches.stateOf(node, NOW))).toBe(0);

      const later = world.patches.stateOf(node, NOW + 60 * DAY);
      expect(lackingOf(later)).toBeGreaterThan(0);
      expect(later?.Operation).toBe('Scan');
      expect(NOW + 60 * DAY - Number(later?.OperationEndTime)).toBeLessThan(
        DAY,
      );
      expect(later).toMatchObject(
        recount(world.patches.listOf(node, NOW + 60 * DAY)),
      );
    });

    it('reports a machine for the first time once it is scanned', () => {
      const node = world.nodes.find(
        each => each.patchProfile === 'never',
      ) as SimulatedNode;
      world.patches.scan(node, scan(NOW));

      const state = world.patches.stateOf(node, NOW);
      expect(state).toMatchObject(recount(world.patches.listOf(node, NOW)));
      expect(node.patchProfile).not.toBe('never');
    });

    it('goes back to its seed when told to', () => {
      const node = find(state => Number(state.MissingCount) > 3);
      const before = world.patches.stateOf(node, NOW);
      world.patches.scan(node, scan(NOW + 1000));
      world.patches.forget(node.id);

      expect(world.patches.stateOf(node, NOW)).toEqual(before);
    });
  });
});
