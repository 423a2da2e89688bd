import { Service } from '../../services/types';
import { AssumeRole } from './AssumeRole';
import { GetCallerIdentity } from './GetCallerIdentity';

/** AWS Security Token Service. */
export const sts: Service = {
  signingName: 'sts',
  protocol: 'awsQuery',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  target: '2011-06-15',
  errors: {
    throttled: ['Throttling', 400],
    internal: ['InternalFailure', 500],
    unavailable: ['ServiceUnavailable', 503],
    unknownCredentials: [
      'InvalidClientTokenId',
      403,
      'The security token included in the request is invalid.',
    ],
    expiredCredentials: [
      'ExpiredToken',
      403,
      'The security token included in the request is expired',
    ],
    denied: ['AccessDenied', 403],
    clockSkew: ['SignatureDoesNotMatch', 403],
    unknownOperation: ['InvalidAction', 400],
    invalidParameter: 'ValidationError',
    invalidToken: 'ValidationError',
    expiredToken: 'ValidationError',
  },
  operations: [AssumeRole, GetCallerIdentity],
  denial: ({ user, action, resource, policy }) =>
    `User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no ${policy} policy allows the ${action} action`,
};
