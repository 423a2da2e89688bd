import {
  ListAssociations$,
  ListAssociationsRequest,
  ListAssociationsResult,
} from '@aws-sdk/client-ssm';
import { lastRunOf } from '../../associations/statuses';
import { StoredAssociation } from '../../associations/types';
import { latestOf } from '../../associations/versions';
import { AwsError } from '../../protocol/AwsError';
import { Operation, RequestContext } from '../../services/types';
import { overviewOf, toAssociation } from './associationViews';
import { constraints } from './limits';

type Tests = Record<
  string,
  (item: StoredAssociation, value: string, context: RequestContext) => boolean
>;

/** Whether an association names something itself. */
function names(item: StoredAssociation, key: string, value: string): boolean {
  return latestOf(item).settings.targets.some(
    ({ Key = '', Values = [] }) =>
      Key.toLowerCase() === key && Values.includes(value),
  );
}

const TESTS: Tests = {
  AssociationId: ({ id }, value) => id === value,
  AssociationName: (item, value) => latestOf(item).settings.name === value,
  Name: (item, value) => latestOf(item).settings.document === value,
  InstanceId: (item, value) => names(item, 'instanceids', value),
  ResourceGroupName: (item, value) =>
    names(item, 'resource-groups:name', value),
  CloudConnectorId: (item, value) => names(item, 'cloudconnector', value),
  AssociationStatusName: (item, value, context) =>
    overviewOf(item, context).Status === value,
  LastExecutedBefore: (item, value, { now }) =>
    Number(lastRunOf(item, now)) < Date.parse(value),
  LastExecutedAfter: (item, value, { now }) =>
    Number(lastRunOf(item, now)) > Date.parse(value),
};
const DATES = ['LastExecutedBefore', 'LastExecutedAfter'];
const DEFAULT_PAGE = 50;

export const ListAssociations: Operation<
  ListAssociationsRequest,
  ListAssociationsResult
> = {
  schema: ListAssociations$,
  action: 'ssm:ListAssociations',
  handle(input, context) {
    const { AssociationFilterList } = input;
    const { associations, account, region, pager } = context;
    constraints.range('maxResults', input.MaxResults, 1, 50);
    constraints.length('associationFilterList', AssociationFilterList, 1, 5);
    const checks = (AssociationFilterList ?? []).map(
      ({ key = '', value = '' }) => {
        const test = Object.hasOwn(TESTS, key) ? TESTS[key] : undefined;
        constraints.length('associationFilterList.value', value, 1, Infinity);
        if (test && DATES.includes(key) && Number.isNaN(Date.parse(value))) {
          throw new AwsError(
            'ValidationException',
            `The value ${value} of the filter ${key} is not a date.`,
          );
        }
        if (!test) {
          throw new AwsError(
            'ValidationException',
            `The filter key ${key} is not valid.`,
          );
        }
        return (item: StoredAssociation) => test(item, value, context);
      },
    );
    const page = pager.pageOf(
      associations
        .list(account, region)
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
