import {
  AssociationExecution,
  DescribeAssociationExecutions$,
  DescribeAssociationExecutionsRequest,
  DescribeAssociationExecutionsResult,
} from '@aws-sdk/client-ssm';
import { Maintenance } from '../../maintenance/Maintenance';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import {
  ASSOCIATION_VERSION,
  associationOf,
  overviewOf,
} from './associationViews';
import { constraints } from './limits';

const HOUR = 3_600_000;
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
    const item = associationOf(AssociationId, context);
    const counts = overviewOf(item, context).AssociationStatusAggregatedCount;
    const executions = Maintenance.pastRuns(
      { id: item.id, schedule: item.schedule, until: context.now },
      HOUR,
    ).map((run): AssociationExecution => {
      const ended = counts?.Failed ? 'Failed' : 'Success';
      const status = run.endedAt <= context.now ? ended : 'Pending';
      return {
        AssociationId,
        AssociationVersion: ASSOCIATION_VERSION,
        ExecutionId: run.id,
        Status: status,
        DetailedStatus: status,
        CreatedTime: new Date(run.startedAt),
        LastExecutionDate: new Date(run.endedAt),
        // AWS writes a map as Java does.
        ResourceCountByStatus: `{${Object.entries(counts ?? {})
          .map(([name, count]) => `${name}=${count}`)
          .join(', ')}}`,
      };
    });
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
