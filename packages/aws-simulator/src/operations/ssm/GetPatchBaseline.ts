import {
  GetPatchBaseline$,
  GetPatchBaselineRequest,
  GetPatchBaselineResult,
} from '@aws-sdk/client-ssm';
import { baselineIdOf } from '../../patching/Baselines';
import { Operation } from '../../services/types';
import { baselineOf, operatingSystemOf } from './baselineViews';

/** Takes the id or the ARN of a baseline. */
export const GetPatchBaseline: Operation<
  GetPatchBaselineRequest,
  GetPatchBaselineResult
> = {
  schema: GetPatchBaseline$,
  action: 'ssm:GetPatchBaseline',
  handle({ BaselineId = '' }, context) {
    const baseline = baselineOf(BaselineId, context);
    return {
      BaselineId: baselineIdOf(baseline, context.region),
      Name: baseline.name,
      OperatingSystem: operatingSystemOf(baseline.operatingSystem),
      GlobalFilters: { PatchFilters: [...baseline.globalFilters] },
      ApprovalRules: {
        PatchRules: baseline.rules.map(rule => ({
          PatchFilterGroup: { PatchFilters: [...rule.filters] },
          ComplianceLevel: rule.level,
          ApproveAfterDays: rule.approveAfterDays,
          ApproveUntilDate: rule.approveUntil,
          EnableNonSecurity: rule.enableNonSecurity,
        })),
      },
      ApprovedPatches: [...baseline.approvedPatches],
      ApprovedPatchesComplianceLevel: baseline.approvedLevel,
      ApprovedPatchesEnableNonSecurity: false,
      RejectedPatches: [...baseline.rejectedPatches],
      RejectedPatchesAction: baseline.rejectedAction,
      PatchGroups: [...baseline.patchGroups],
      CreatedDate: new Date(baseline.createdAt),
      ModifiedDate: new Date(baseline.modifiedAt),
      Description: baseline.description,
      Sources: [],
    };
  },
};
