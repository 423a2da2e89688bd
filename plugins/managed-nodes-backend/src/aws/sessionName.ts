import { createHash } from 'node:crypto';

const MAX_LENGTH = 64;
const HASH_LENGTH = 8;
const NOT_TAKEN = /[^\w+=,.@-]/g;

/**
 * The name of the role session that acts for a user, which CloudTrail shows:
 * `default.priya` for `user:default/priya`. No two users have the same one;
 * where characters have to go, or the name is too long, a hash tells them
 * apart.
 */
export function roleSessionName(userEntityRef: string): string {
  // Namespaces have no dots, so the first one ends it.
  const plain = userEntityRef.replace(/^user:/, '').replace('/', '.');
  // \w is ASCII only, as AWS's is.
  const name = plain.replace(NOT_TAKEN, '-');
  if (name === plain && name.length >= 2 && name.length <= MAX_LENGTH) {
    return name;
  }
  const digest = createHash('sha256')
    .update(userEntityRef)
    .digest('hex')
    .slice(0, HASH_LENGTH);
  return `${name.slice(0, MAX_LENGTH - HASH_LENGTH - 1)}-${digest}`;
}
