import {
  DescribeInstancePatches$,
  DescribeInstancePatchesRequest,
  DescribeInstancePatchesResult,
  PatchComplianceData,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints, NODE_ID } from './limits';

const GETTERS: Record<string, (patch: PatchComplianceData) => string> = {
  Classification: patch => patch.Classification ?? '',
  KBId: patch => patch.KBId ?? '',
  Severity: patch => patch.Severity ?? '',
  // Filters spell states as the documentation does: InstalledOther.
  State: patch => (patch.State ?? '').replaceAll('_', '').toLowerCase(),
};
const DEFAULT_PAGE = 50;

export const DescribeInstancePatches: Operation<
  DescribeInstancePatchesRequest,
  DescribeInstancePatchesResult
> = {
  schema: DescribeInstancePatches$,
  action: 'ssm:DescribeInstancePatches',
  handle(input, context) {
    const { InstanceId = '', Filters = [] } = input;
    constraints.pattern('instanceId', InstanceId, NODE_ID);
    constraints.length('filters', Filters, 0, 5);
    constraints.range('maxResults', input.MaxResults, 10, 100);
    const tests = Filters.map(({ Key = '', Values = [] }) => {
      const get = Object.hasOwn(GETTERS, Key) ? GETTERS[Key] : undefined;
      if (!get) {
        throw new AwsError(
          'InvalidFilter',
          `The filter key ${Key} is not valid.`,
        );
      }
      const wanted =
        Key === 'State'
          ? Values.map(value => value.replaceAll('_', '').toLowerCase())
          : Values;
      return (patch: PatchComplianceData) => wanted.includes(get(patch));
    });
    const node = context.fleet.find(
      context.account,
      context.region,
      InstanceId,
    );
    const patches = node
      ? context.patching.nodes.listOf(node, context.now)
      : [];
    const page = context.pager.pageOf(
      patches.filter(patch => tests.every(test => test(patch))),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: [InstanceId, Filters],
      },
    );
    return { Patches: page.items, NextToken: page.nextToken };
  },
};
