import {
  DescribeLogGroups$,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  LogGroup as LogGroupView,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  createdAt,
  groupArn,
  LogGroup,
  RETENTION_DAYS,
  storedBytes,
} from '../../logs/groups';
import { Operation, RequestContext } from '../../services/types';
import {
  checkIdentifier,
  checkName,
  groupBy,
  invalid,
  policyArn,
} from './groupOf';
import { constraints, GROUP_NAME, LARGEST_PAGE } from './limits';

const MOST_ACCOUNTS = 20;
const GROUP_CLASS = 'STANDARD';

function toLogGroup(group: LogGroup, now: number): LogGroupView {
  return {
    logGroupName: group.name,
    creationTime: createdAt(group),
    retentionInDays: RETENTION_DAYS,
    metricFilterCount: 0,
    arn: `${groupArn(group)}:*`,
    logGroupArn: groupArn(group),
    logGroupClass: GROUP_CLASS,
    storedBytes: storedBytes(group, now),
    deletionProtectionEnabled: false,
  };
}

function check(input: DescribeLogGroupsRequest): void {
  const {
    accountIdentifiers,
    includeLinkedAccounts,
    limit,
    logGroupIdentifiers,
    logGroupNamePattern,
    logGroupNamePrefix,
  } = input;
  constraints.range('limit', limit, 1, LARGEST_PAGE);
  constraints.length(
    'accountIdentifiers',
    accountIdentifiers,
    0,
    MOST_ACCOUNTS,
  );
  for (const account of accountIdentifiers ?? []) {
    constraints.pattern('accountIdentifiers', account, /^\d{12}$/);
  }
  checkName(logGroupNamePrefix, 'logGroupNamePrefix');
  constraints.length('logGroupNamePattern', logGroupNamePattern, 0, 512);
  constraints.pattern('logGroupNamePattern', logGroupNamePattern, GROUP_NAME);
  constraints.length('logGroupIdentifiers', logGroupIdentifiers, 1, 50);
  for (const identifier of logGroupIdentifiers ?? []) {
    checkIdentifier(identifier, 'logGroupIdentifiers');
  }
  if (logGroupNamePattern !== undefined && logGroupNamePrefix !== undefined) {
    invalid(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  }
  if (accountIdentifiers?.length && !includeLinkedAccounts) {
    invalid('accountIdentifiers can be used with includeLinkedAccounts only');
  }
  if (
    logGroupIdentifiers &&
    (accountIdentifiers ?? logGroupNamePattern ?? logGroupNamePrefix) !==
      undefined
  ) {
    invalid('logGroupIdentifiers cannot be combined with other filters');
  }
}

function wanted(
  input: DescribeLogGroupsRequest,
  context: RequestContext,
): LogGroup[] {
  const { account, region, logs } = context;
  const {
    accountIdentifiers: listed = [],
    logGroupIdentifiers,
    logGroupNamePattern = '',
    logGroupNamePrefix = '',
  } = input;
  if (logGroupIdentifiers) {
    return logGroupIdentifiers.map(each => groupBy(each, context));
  }
  const accounts = input.includeLinkedAccounts
    ? logs
        .accountsFor(account)
        .filter(each => !listed.length || listed.includes(each))
    : [account];
  return accounts
    .flatMap(each => logs.groups(each, region))
    .filter(
      ({ name }) =>
        name.startsWith(logGroupNamePrefix) &&
        name.includes(logGroupNamePattern),
    );
}

/** With a pattern it tells no more than name, ARN and age, as documented. */
export const DescribeLogGroups: Operation<
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse
> = {
  schema: DescribeLogGroups$,
  action: 'logs:DescribeLogGroups',
  resource: (_, context) => policyArn('', context),
  handle(input, context) {
    check(input);
    const groups =
      (input.logGroupClass ?? GROUP_CLASS) === GROUP_CLASS
        ? wanted(input, context)
        : [];
    const { nextToken: token, limit = LARGEST_PAGE, ...filters } = input;
    const page = context.pager.pageOf(groups, { token, size: limit, filters });
    const views = page.items.map(group => toLogGroup(group, context.now));
    return {
      logGroups:
        input.logGroupNamePattern === undefined
          ? views
          : views.map(({ logGroupName, creationTime, arn }) => ({
              logGroupName,
              creationTime,
              arn,
            })),
      nextToken: page.nextToken,
    };
  },
};
