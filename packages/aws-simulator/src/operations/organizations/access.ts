import { AwsError } from '../../protocol/AwsError';
import { Constraints } from '../../services/constraints';
import { RequestContext } from '../../services/types';

export const constraints = Constraints.create('InvalidInputException');

/** Most items of a page, and how many there are when nobody says. */
export const MAX_PAGE = 20;

/**
 * Only the management account and the delegated administrator may look into
 * the organization.
 *
 * @throws AwsError AccessDeniedException
 */
export function requireAdministrator({
  account,
  organization,
}: RequestContext): void {
  if (!organization.isAdministrator(account)) {
    throw new AwsError(
      'AccessDeniedException',
      "You don't have permissions to access this resource.",
    );
  }
}

/** @throws AwsError ParentNotFoundException when it is neither root nor unit. */
export function requireParent(
  id: string,
  { organization }: RequestContext,
): void {
  if (!organization.units.has(id)) {
    throw new AwsError(
      'ParentNotFoundException',
      "You specified parent that doesn't exist.",
    );
  }
}
