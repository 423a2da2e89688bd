import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';

/**
 * Only the management account may list the organization (nobody is a
 * delegated administrator).
 *
 * @throws AwsError AccessDeniedException
 */
export function requireManagement({
  account,
  organization,
}: RequestContext): void {
  if (account !== organization.management.id) {
    throw new AwsError(
      'AccessDeniedException',
      "You don't have permissions to access this resource.",
    );
  }
}
