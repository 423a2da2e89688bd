import {
  AssociationExecution,
  DescribeAssociationExecutions$,
  DescribeAssociationExecutionsRequest,
  DescribeAssociationExecutionsResult,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { executionsOf } from './associationExecutions';
import { associationArn, associationOf } from './associationViews';
import { constraints } from './limits';

const GETTERS: Record<
  string,
  (execution: AssociationExecution) => string | undefined
> = {
  ExecutionId: ({ ExecutionId }) => ExecutionId,
  Status: ({ Status }) => Status,
  CreatedTime: ({ CreatedTime }) => CreatedTime?.toISOString(),
};
const OPERATORS = ['EQUAL', 'LESS_THAN', 'GREATER_THAN'];
const DEFAULT_PAGE = 50;

function compare(value: string, operator: string, wanted: string): boolean {
  switch (operator) {
    case 'LESS_THAN':
      return value < wanted;
    case 'GREATER_THAN':
      return value > wanted;
    default:
      return value === wanted;
  }
}

/** Runs of the last five weeks, the latest first. */
export const DescribeAssociationExecutions: Operation<
  DescribeAssociationExecutionsRequest,
  DescribeAssociationExecutionsResult
> = {
  schema: DescribeAssociationExecutions$,
  action: 'ssm:DescribeAssociationExecutions',
  resource: ({ AssociationId }, context) =>
    associationArn(AssociationId, context),
  handle(input, context) {
    const { AssociationId = '', Filters } = input;
    constraints.range('maxResults', input.MaxResults, 1, 50);
    constraints.length('filters', Filters, 1, 5);
    const checks = (Filters ?? []).map(({ Key = '', Value = '', Type }) => {
      constraints.oneOf('type', Type, OPERATORS);
      const get = Object.hasOwn(GETTERS, Key) ? GETTERS[Key] : undefined;
      if (!get) {
        throw new AwsError(
          'ValidationException',
          `The filter key ${Key} is not valid.`,
        );
      }
      return (execution: AssociationExecution) =>
        compare(get(execution) ?? '', Type ?? 'EQUAL', Value);
    });
    const executions = executionsOf(
      associationOf(AssociationId, context),
      context,
    );
    const page = context.pager.pageOf(
      executions.filter(each => checks.every(check => check(each))),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: [AssociationId, Filters],
      },
    );
    return { AssociationExecutions: page.items, NextToken: page.nextToken };
  },
};
