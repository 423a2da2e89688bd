import {
  GetDefaultPatchBaseline$,
  GetDefaultPatchBaselineRequest,
  GetDefaultPatchBaselineResult,
} from '@aws-sdk/client-ssm';
import { baselineIdOf } from '../../patching/Baselines';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';

/** Of Windows, unless told otherwise. */
export const GetDefaultPatchBaseline: Operation<
  GetDefaultPatchBaselineRequest,
  GetDefaultPatchBaselineResult
> = {
  schema: GetDefaultPatchBaseline$,
  action: 'ssm:GetDefaultPatchBaseline',
  handle({ OperatingSystem = 'WINDOWS' }, { patching, account, region }) {
    const baseline = patching.baselines.defaultOf(
      account,
      region,
      OperatingSystem,
    );
    if (!baseline) {
      throw new AwsError(
        'ValidationException',
        `There is no default patch baseline for ${OperatingSystem}.`,
      );
    }
    return { BaselineId: baselineIdOf(baseline, region), OperatingSystem };
  },
};
