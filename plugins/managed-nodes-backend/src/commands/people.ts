import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';

/** Entity ref of the user; undefined when it is no human. */
export function userOf({
  principal,
}: BackstageCredentials): string | undefined {
  const { type, userEntityRef } = principal as {
    type?: unknown;
    userEntityRef?: unknown;
  };
  return type === 'user' && typeof userEntityRef === 'string'
    ? userEntityRef
    : undefined;
}

/**
 * Entity ref of the user.
 *
 * @throws NotAllowedError when it is no human.
 */
export function requireUser(credentials: BackstageCredentials): string {
  const user = userOf(credentials);
  if (!user) {
    throw new NotAllowedError('Only humans start and cancel operations');
  }
  return user;
}
