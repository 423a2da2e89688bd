import {
  AutomationExecutionFilter,
  DescribeAutomationExecutions$,
  DescribeAutomationExecutionsRequest,
  DescribeAutomationExecutionsResult,
} from '@aws-sdk/client-ssm';
import { AutomationStore } from '../../automation/AutomationStore';
import { AutomationExecution } from '../../automation/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { toMetadata } from './automationViews';
import { constraints } from './limits';

const DEFAULT_PAGE = 50;

const KEYS: Record<
  string,
  (execution: AutomationExecution, value: string) => boolean
> = {
  DocumentNamePrefix: ({ request }, value) =>
    request.documentName.startsWith(value),
  ExecutionStatus: ({ status }, value) => status === value,
  ExecutionId: ({ id }, value) => id === value,
  ParentExecutionId: ({ parentId }, value) => parentId === value,
  CurrentAction: ({ currentStep, endedAt }, value) =>
    endedAt === undefined && currentStep?.action === value,
  StartTimeBefore: ({ startedAt }, value) => startedAt < Date.parse(value),
  StartTimeAfter: ({ startedAt }, value) => startedAt >= Date.parse(value),
  AutomationType: (_, value) => value === 'Local',
  TagKey: ({ tags }, value) => tags.some(({ Key }) => Key === value),
};

function matches(
  execution: AutomationExecution,
  filters: readonly AutomationExecutionFilter[],
): boolean {
  return filters.every(({ Key = '', Values = [] }) =>
    Values.some(value => KEYS[Key](execution, value)),
  );
}

/** The newest first; children are among them. */
export const DescribeAutomationExecutions: Operation<
  DescribeAutomationExecutionsRequest,
  DescribeAutomationExecutionsResult
> = {
  schema: DescribeAutomationExecutions$,
  action: 'ssm:DescribeAutomationExecutions',
  handle({ Filters = [], MaxResults, NextToken }, context) {
    const { automations, account, region, pager } = context;
    constraints.range('maxResults', MaxResults, 1, 50);
    constraints.length('filters', Filters, 0, 10);
    for (const { Key = '', Values } of Filters) {
      constraints.length('filters.values', Values, 1, 10);
      if (!Object.hasOwn(KEYS, Key)) {
        throw new AwsError(
          'InvalidFilterKey',
          `The specified filter key ${Key} is not valid.`,
        );
      }
    }
    const all = [...automations.store.list(account, region)].reverse();
    const page = pager.page({
      token: NextToken,
      size: MaxResults ?? DEFAULT_PAGE,
      filters: Filters,
      from: position =>
        all.filter(each => AutomationStore.positionOf(each) >= position),
      positionOf: AutomationStore.positionOf,
      include: each => matches(each, Filters),
      view: toMetadata,
    });
    return {
      AutomationExecutionMetadataList: page.items,
      NextToken: page.nextToken,
    };
  },
};
