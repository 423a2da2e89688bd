import { Dimension } from '@aws-sdk/client-cloudwatch';
import { MetricDimension } from '../../metrics/types';
import { Constraints } from '../../services/constraints';
import { RequestContext } from '../../services/types';

export const constraints = Constraints.create('ValidationError');

/**
 * Accounts whose metrics an account may see beside its own: the management
 * account is the monitoring account of all the others, in every Region.
 */
export function linkedAccounts({
  account,
  organization,
}: RequestContext): string[] {
  return account === organization.management.id
    ? organization.members.map(member => member.id)
    : [];
}

export function toDimensions(
  dimensions: readonly Dimension[] | undefined,
): MetricDimension[] {
  constraints.length('dimensions', dimensions, 0, 30);
  return (dimensions ?? []).map(({ Name = '', Value = '' }) => {
    constraints.length('dimensions.name', Name, 1, 255);
    constraints.length('dimensions.value', Value, 1, 1024);
    return { Name, Value };
  });
}

/** ARN of an alarm. */
export function alarmArn(
  name: string | undefined,
  { account, region }: RequestContext,
): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name ?? '*'}`;
}
