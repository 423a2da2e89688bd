import { groupArn, LogGroup } from '../../logs/groups';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';
import { constraints, GROUP_IDENTIFIER, GROUP_NAME } from './limits';

const ARN = /^arn:aws:logs:([a-z0-9-]+):(\d{12}):log-group:(.+)$/;

interface GroupPlace {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** How a request names a group. */
interface GroupRequest {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
}

/** @throws AwsError InvalidParameterException */
export function invalid(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}

/** Where a group is that is named by its name or ARN. */
function placeOf(
  identifier: string,
  { account, region }: RequestContext,
): GroupPlace {
  const [, itsRegion, itsAccount, name] = ARN.exec(identifier) ?? [];
  return name === undefined
    ? { account, region, name: identifier }
    : { account: itsAccount, region: itsRegion, name };
}

/** ARN of a group by its name or ARN, as policies are asked for it. */
export function policyArn(
  identifier: string | undefined,
  context: RequestContext,
  stream = '',
): string {
  const place = placeOf(identifier ?? '', context);
  return `${groupArn(place)}:log-stream:${stream}`;
}

/** ARN of the group that a request names. */
export function requestedArn(
  { logGroupIdentifier, logGroupName }: GroupRequest,
  context: RequestContext,
): string {
  return policyArn(logGroupIdentifier ?? logGroupName, context);
}

/**
 * The group of that name or ARN. One of an account that is not linked is not
 * told from one that is not there.
 *
 * @throws AwsError ResourceNotFoundException
 */
export function groupBy(identifier: string, context: RequestContext): LogGroup {
  const { account, region, logs } = context;
  const place = placeOf(identifier, context);
  const group =
    place.region === region && logs.accountsFor(account).includes(place.account)
      ? logs.find(place.account, region, place.name)
      : undefined;
  if (!group) {
    throw new AwsError(
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    );
  }
  return group;
}

/** Checks the name of a group. */
export function checkName(name: string | undefined, path = 'logGroupName') {
  constraints.length(path, name, 1, 512);
  constraints.pattern(path, name, GROUP_NAME);
}

/** Checks the name or ARN of a group. */
export function checkIdentifier(
  identifier: string | undefined,
  path = 'logGroupIdentifier',
) {
  constraints.length(path, identifier, 1, 2048);
  constraints.pattern(path, identifier, GROUP_IDENTIFIER);
}

/**
 * The group that a request names by its name, or by its name or ARN.
 *
 * @throws AwsError InvalidParameterException, ResourceNotFoundException
 */
export function groupOf(
  { logGroupName, logGroupIdentifier }: GroupRequest,
  context: RequestContext,
): LogGroup {
  checkName(logGroupName);
  checkIdentifier(logGroupIdentifier);
  const identifier = logGroupName ?? logGroupIdentifier;
  if (identifier === undefined || (logGroupName && logGroupIdentifier)) {
    return invalid(
      'Exactly one of logGroupName and logGroupIdentifier is required',
    );
  }
  return groupBy(identifier, context);
}
