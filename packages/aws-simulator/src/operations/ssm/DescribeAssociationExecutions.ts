import {
  AssociationExecution,
  AssociationExecutionFilter,
  DescribeAssociationExecutions$,
  DescribeAssociationExecutionsRequest,
  DescribeAssociationExecutionsResult,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { executionsOf } from './associationExecutions';
import { associationArn, associationOf } from './associationViews';
import { constraints } from './limits';

const TEXTS: Record<
  string,
  (execution: AssociationExecution) => string | undefined
> = {
  ExecutionId: ({ ExecutionId }) => ExecutionId,
  Status: ({ Status }) => Status,
};
const OPERATORS = ['EQUAL', 'LESS_THAN', 'GREATER_THAN'];
const DEFAULT_PAGE = 50;

function compare<Value extends string | number>(
  value: Value,
  operator: string,
  wanted: Value,
): boolean {
  switch (operator) {
    case 'LESS_THAN':
      return value < wanted;
    case 'GREATER_THAN':
      return value > wanted;
    default:
      return value === wanted;
  }
}

function checkOf({
  Key,
  Value = '',
  Type = 'EQUAL',
}: AssociationExecutionFilter): (execution: AssociationExecution) => boolean {
  constraints.oneOf('filters.key', Key, [...Object.keys(TEXTS), 'CreatedTime']);
  constraints.oneOf('filters.type', Type, OPERATORS);
  constraints.length('filters.value', Value, 1, Infinity);
  if (Key !== 'CreatedTime') {
    const textOf = TEXTS[Key ?? ''];
    return each => compare(textOf(each) ?? '', Type, Value);
  }
  const wanted = Date.parse(Value);
  if (Number.isNaN(wanted)) {
    throw new AwsError('ValidationException', `${Value} is not a date.`);
  }
  return ({ CreatedTime }) => compare(Number(CreatedTime), Type, wanted);
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
    const checks = (Filters ?? []).map(checkOf);
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
