import {
  DescribePatchGroupState$,
  DescribePatchGroupStateRequest,
  DescribePatchGroupStateResult,
  InstancePatchState,
} from '@aws-sdk/client-ssm';
import { patchGroupOf } from '../../patching/Baselines';
import { Operation } from '../../services/types';
import { constraints, PATCH_GROUP } from './limits';

/** Counts machines, not patches; those that never reported count as machines only. */
export const DescribePatchGroupState: Operation<
  DescribePatchGroupStateRequest,
  DescribePatchGroupStateResult
> = {
  schema: DescribePatchGroupState$,
  action: 'ssm:DescribePatchGroupState',
  handle({ PatchGroup = '' }, { fleet, patching, account, region, now }) {
    constraints.length('patchGroup', PatchGroup, 1, 256);
    constraints.pattern('patchGroup', PatchGroup, PATCH_GROUP);
    const nodes = fleet
      .list(account, region)
      .filter(node => node.managed && patchGroupOf(node.tags) === PatchGroup);
    const states = nodes.flatMap(
      node => patching.nodes.stateOf(node, now) ?? [],
    );
    const having = (count: (state: InstancePatchState) => number | undefined) =>
      states.filter(state => count(state)).length;
    return {
      Instances: nodes.length,
      InstancesWithInstalledPatches: having(state => state.InstalledCount),
      InstancesWithInstalledOtherPatches: having(
        state => state.InstalledOtherCount,
      ),
      InstancesWithInstalledPendingRebootPatches: having(
        state => state.InstalledPendingRebootCount,
      ),
      InstancesWithInstalledRejectedPatches: having(
        state => state.InstalledRejectedCount,
      ),
      InstancesWithMissingPatches: having(state => state.MissingCount),
      InstancesWithFailedPatches: having(state => state.FailedCount),
      InstancesWithNotApplicablePatches: having(
        state => state.NotApplicableCount,
      ),
      InstancesWithUnreportedNotApplicablePatches: having(
        state => state.UnreportedNotApplicableCount,
      ),
      InstancesWithCriticalNonCompliantPatches: having(
        state => state.CriticalNonCompliantCount,
      ),
      InstancesWithSecurityNonCompliantPatches: having(
        state => state.SecurityNonCompliantCount,
      ),
      InstancesWithOtherNonCompliantPatches: having(
        state => state.OtherNonCompliantCount,
      ),
      InstancesWithAvailableSecurityUpdates: 0,
    };
  },
};
