import {
  AssociationExecutionTarget,
  DescribeAssociationExecutionTargets$,
  DescribeAssociationExecutionTargetsRequest,
  DescribeAssociationExecutionTargetsResult,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { targetsOfExecution } from './associationExecutions';
import {
  ASSOCIATION_ID,
  associationArn,
  associationOf,
} from './associationViews';
import { constraints } from './limits';

const KEYS = ['Status', 'ResourceId', 'ResourceType'] as const;
const DEFAULT_PAGE = 50;

/** How one run went on each node. */
export const DescribeAssociationExecutionTargets: Operation<
  DescribeAssociationExecutionTargetsRequest,
  DescribeAssociationExecutionTargetsResult
> = {
  schema: DescribeAssociationExecutionTargets$,
  action: 'ssm:DescribeAssociationExecutionTargets',
  resource: ({ AssociationId }, context) =>
    associationArn(AssociationId, context),
  handle(input, context) {
    const { AssociationId = '', ExecutionId = '', Filters } = input;
    constraints.range('maxResults', input.MaxResults, 1, 50);
    constraints.length('filters', Filters, 1, 5);
    constraints.pattern('executionId', ExecutionId, ASSOCIATION_ID);
    const checks = (Filters ?? []).map(({ Key, Value }) => {
      constraints.oneOf('filters.key', Key, KEYS);
      constraints.length('filters.value', Value, 1, Infinity);
      return (target: AssociationExecutionTarget) =>
        Key !== undefined && target[Key] === Value;
    });
    const targets = targetsOfExecution(
      associationOf(AssociationId, context),
      ExecutionId,
      context,
    );
    if (!targets) {
      throw new AwsError(
        'AssociationExecutionDoesNotExist',
        'The specified execution does not exist.',
      );
    }
    const page = context.pager.pageOf(
      targets.filter(target => checks.every(check => check(target))),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: [AssociationId, ExecutionId, Filters],
      },
    );
    return {
      AssociationExecutionTargets: page.items,
      NextToken: page.nextToken,
    };
  },
};
