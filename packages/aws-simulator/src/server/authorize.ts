import { RequestKey } from '../faults/types';
import { Principal } from '../identity/principals';
import { World } from '../model/World';
import { AwsError } from '../protocol/AwsError';
import { Service } from '../services/types';

/** What somebody wants to do, and on what. */
export interface Wish {
  readonly action: string | null;
  /** ARN that a denial names. */
  readonly resource?: string;
  /** All of them; of those in a list within, one has to be allowed. */
  readonly resources?: ReadonlyArray<string | readonly string[]>;
}

/**
 * Refuses what neither the role nor the session's policy allows.
 *
 * @throws AwsError in the service's words
 */
export function authorize(
  world: World,
  principal: Principal,
  service: Pick<Service, 'signingName' | 'errors' | 'denial'>,
  key: RequestKey,
  { action, resource, resources }: Wish,
): void {
  const refuse = (
    policy: 'identity-based' | 'session',
    on: string | undefined,
  ): never => {
    const [code, status] = service.errors.denied;
    throw new AwsError(
      code,
      service.denial({
        user: principal.arn,
        action: action ?? `${service.signingName}:${key.operation}`,
        resource: on,
        account: principal.account,
        region: key.region,
        policy,
      }),
      status,
    );
  };
  if (
    world.faults.take('access-denied', key) ||
    (action && !world.permissions.isAllowed(principal, action))
  ) {
    refuse('identity-based', resource);
  }
  const { policy } = principal;
  if (action && policy) {
    const denied = (resources ?? [resource ?? '*'])
      .map(each => (typeof each === 'string' ? [each] : each))
      .find(arns => !arns.some(arn => policy.allows(action, arn)));
    if (denied) {
      refuse('session', denied[0] === '*' ? resource : denied[0]);
    }
  }
}
