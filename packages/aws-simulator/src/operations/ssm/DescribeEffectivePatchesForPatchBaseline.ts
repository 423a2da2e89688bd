import {
  DescribeEffectivePatchesForPatchBaseline$,
  DescribeEffectivePatchesForPatchBaselineRequest,
  DescribeEffectivePatchesForPatchBaselineResult,
  EffectivePatch,
} from '@aws-sdk/client-ssm';
import { approvalOf } from '../../patching/approval';
import { Catalogue } from '../../patching/Catalogue';
import { PRODUCTS } from '../../patching/products';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { baselineOf, toPatch } from './baselineViews';
import { constraints } from './limits';

const DEFAULT_PAGE = 50;

/** Baselines for Windows only, as AWS's. */
export const DescribeEffectivePatchesForPatchBaseline: Operation<
  DescribeEffectivePatchesForPatchBaselineRequest,
  DescribeEffectivePatchesForPatchBaselineResult
> = {
  schema: DescribeEffectivePatchesForPatchBaseline$,
  action: 'ssm:DescribeEffectivePatchesForPatchBaseline',
  handle(input, context) {
    const { BaselineId = '' } = input;
    const { patching, now, pager } = context;
    constraints.range('maxResults', input.MaxResults, 1, 100);
    const baseline = baselineOf(BaselineId, context);
    if (baseline.operatingSystem !== 'WINDOWS') {
      throw new AwsError(
        'UnsupportedOperatingSystem',
        `The operation is not supported for ${baseline.operatingSystem}.`,
      );
    }
    const products = PRODUCTS.filter(({ family }) => family === 'windows');
    const effective = products
      .flatMap(product => [
        patching.catalogue.rejected(product),
        ...patching.catalogue.released(
          product,
          now - Catalogue.horizonOf(product),
          now,
        ),
      ])
      .flatMap((patch): EffectivePatch[] => {
        const approval = approvalOf(baseline, patch, now);
        return approval
          ? [
              {
                Patch: toPatch(patch),
                PatchStatus: {
                  DeploymentStatus: approval.status,
                  ComplianceLevel: approval.level,
                  ApprovalDate: new Date(approval.approvedAt),
                },
              },
            ]
          : [];
      });
    const page = pager.pageOf(effective, {
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: BaselineId,
    });
    return { EffectivePatches: page.items, NextToken: page.nextToken };
  },
};
