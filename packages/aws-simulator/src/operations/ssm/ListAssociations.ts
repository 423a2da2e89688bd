import {
  Association,
  ListAssociations$,
  ListAssociationsRequest,
  ListAssociationsResult,
} from '@aws-sdk/client-ssm';
import { PatchAssociation } from '../../maintenance/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import { ASSOCIATION_VERSION, lastRunOf, overviewOf } from './associationViews';
import { constraints } from './limits';

type Tests = Record<
  string,
  (item: PatchAssociation, value: string, context: RequestContext) => boolean
>;

const TESTS: Tests = {
  AssociationId: ({ id }, value) => id === value,
  AssociationName: ({ name }, value) => name === value,
  Name: ({ document }, value) => document === value,
  // Only associations that name the node themselves.
  InstanceId: ({ targets }, value) =>
    targets.some(
      ({ Key, Values = [] }) => Key === 'InstanceIds' && Values.includes(value),
    ),
  ResourceGroupName: ({ targets }, value) =>
    targets.some(
      ({ Key, Values = [] }) =>
        Key === 'resource-groups:Name' && Values.includes(value),
    ),
  AssociationStatusName: (item, value, context) =>
    overviewOf(item, context).Status === value,
  LastExecutedBefore: (item, value, { now }) =>
    Number(lastRunOf(item, now)) < Date.parse(value),
  LastExecutedAfter: (item, value, { now }) =>
    Number(lastRunOf(item, now)) > Date.parse(value),
};
const DEFAULT_PAGE = 50;

function toAssociation(
  item: PatchAssociation,
  context: RequestContext,
): Association {
  const last = lastRunOf(item, context.now);
  return {
    Name: item.document,
    AssociationId: item.id,
    AssociationVersion: ASSOCIATION_VERSION,
    Targets: [...item.targets],
    LastExecutionDate: last === undefined ? undefined : new Date(last),
    Overview: overviewOf(item, context),
    ScheduleExpression: item.schedule.expression,
    AssociationName: item.name,
  };
}

export const ListAssociations: Operation<
  ListAssociationsRequest,
  ListAssociationsResult
> = {
  schema: ListAssociations$,
  action: 'ssm:ListAssociations',
  handle(input, context) {
    const { AssociationFilterList } = input;
    const { maintenance, account, region, pager } = context;
    constraints.range('maxResults', input.MaxResults, 1, 50);
    constraints.length('associationFilterList', AssociationFilterList, 1, 5);
    const checks = (AssociationFilterList ?? []).map(
      ({ key = '', value = '' }) => {
        const test = Object.hasOwn(TESTS, key) ? TESTS[key] : undefined;
        if (!test) {
          throw new AwsError(
            'ValidationException',
            `The filter key ${key} is not valid.`,
          );
        }
        return (item: PatchAssociation) => test(item, value, context);
      },
    );
    const page = pager.pageOf(
      maintenance
        .associations(account, region)
        .filter(item => checks.every(check => check(item))),
      {
        token: input.NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: AssociationFilterList,
      },
    );
    return {
      Associations: page.items.map(item => toAssociation(item, context)),
      NextToken: page.nextToken,
    };
  },
};
