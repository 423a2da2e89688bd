import {
  DescribeAutomationStepExecutions$,
  DescribeAutomationStepExecutionsRequest,
  DescribeAutomationStepExecutionsResult,
  StepExecutionFilter,
} from '@aws-sdk/client-ssm';
import { StepRecord } from '../../automation/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import {
  EXECUTION_ID,
  executionArn,
  executionOf,
  toStep,
} from './automationViews';
import { constraints } from './limits';

const DEFAULT_PAGE = 50;

const KEYS: Record<string, (step: StepRecord, value: string) => boolean> = {
  StartTimeBefore: ({ startedAt = Infinity }, value) =>
    startedAt < Date.parse(value),
  StartTimeAfter: ({ startedAt = -1 }, value) => startedAt >= Date.parse(value),
  StepExecutionStatus: ({ status }, value) => status === value,
  StepExecutionId: ({ id }, value) => id === value,
  StepName: ({ name }, value) => name === value,
  Action: ({ action }, value) => action === value,
  ParentStepExecutionId: ({ parent }, value) =>
    parent?.stepExecutionId === value,
  ParentStepIteration: ({ parent }, value) =>
    String(parent?.iteration) === value,
  ParentStepIteratorValue: ({ parent }, value) =>
    parent?.iteratorValue === value,
};

function matches(step: StepRecord, filters: readonly StepExecutionFilter[]) {
  return filters.every(({ Key = '', Values = [] }) =>
    Values.some(value => KEYS[Key](step, value)),
  );
}

/** All steps that there are so far, also those of loops. */
export const DescribeAutomationStepExecutions: Operation<
  DescribeAutomationStepExecutionsRequest,
  DescribeAutomationStepExecutionsResult
> = {
  schema: DescribeAutomationStepExecutions$,
  action: 'ssm:DescribeAutomationStepExecutions',
  resource: (input, context) =>
    executionArn(input.AutomationExecutionId, context),
  handle(input, context) {
    const { AutomationExecutionId, Filters = [], ReverseOrder } = input;
    constraints.pattern(
      'automationExecutionId',
      AutomationExecutionId,
      EXECUTION_ID,
    );
    constraints.range('maxResults', input.MaxResults, 1, 50);
    constraints.length('filters', Filters, 0, 6);
    const stranger = Filters.find(({ Key = '' }) => !Object.hasOwn(KEYS, Key));
    if (stranger) {
      throw new AwsError(
        'InvalidFilterKey',
        `The specified filter key ${stranger.Key} is not valid.`,
      );
    }
    const { steps } = executionOf(context, AutomationExecutionId);
    const page = context.pager.pageOf(
      (ReverseOrder ? [...steps].reverse() : steps).filter(step =>
        matches(step, Filters),
      ),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: [AutomationExecutionId, Filters, ReverseOrder],
      },
    );
    return {
      StepExecutions: page.items.map(toStep),
      NextToken: page.nextToken,
    };
  },
};
