import {
  GetPatchBaselineForPatchGroup$,
  GetPatchBaselineForPatchGroupRequest,
  GetPatchBaselineForPatchGroupResult,
} from '@aws-sdk/client-ssm';
import { baselineIdOf } from '../../patching/Baselines';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints, PATCH_GROUP } from './limits';

/** The default of the operating system for a group that no baseline is registered for. */
export const GetPatchBaselineForPatchGroup: Operation<
  GetPatchBaselineForPatchGroupRequest,
  GetPatchBaselineForPatchGroupResult
> = {
  schema: GetPatchBaselineForPatchGroup$,
  action: 'ssm:GetPatchBaselineForPatchGroup',
  handle(
    { PatchGroup = '', OperatingSystem = 'WINDOWS' },
    { patching, account, region },
  ) {
    constraints.length('patchGroup', PatchGroup, 1, 256);
    constraints.pattern('patchGroup', PatchGroup, PATCH_GROUP);
    const baseline = patching.baselines.forGroup(
      account,
      region,
      PatchGroup,
      OperatingSystem,
    );
    if (!baseline) {
      throw new AwsError(
        'ValidationException',
        `There is no patch baseline for ${OperatingSystem}.`,
      );
    }
    return {
      BaselineId: baselineIdOf(baseline, region),
      PatchGroup,
      OperatingSystem,
    };
  },
};
