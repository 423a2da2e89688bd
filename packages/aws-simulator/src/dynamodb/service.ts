import { Service } from '../services/types';

/** Amazon DynamoDB, which another server answers for. */
export const dynamodb: Service = {
  signingName: 'dynamodb',
  protocol: 'awsJson1_0',
  namespace: 'com.amazonaws.dynamodb.v20120810',
  target: 'DynamoDB_20120810',
  errors: {
    throttled: ['ThrottlingException', 400],
    internal: ['InternalServerError', 500],
    unavailable: ['ServiceUnavailable', 503],
    unknownCredentials: [
      'UnrecognizedClientException',
      400,
      'The security token included in the request is invalid.',
    ],
    expiredCredentials: [
      'ExpiredTokenException',
      400,
      'The security token included in the request is expired',
    ],
    denied: ['AccessDeniedException', 400],
    clockSkew: ['InvalidSignatureException', 400],
    unknownOperation: ['UnknownOperationException', 400],
    invalidParameter: 'ValidationException',
    invalidToken: 'ValidationException',
    expiredToken: 'ValidationException',
  },
  operations: [],
  denial: ({ user, action, resource, account, region, policy }) =>
    `User: ${user} is not authorized to perform: ${action} on resource: ${
      resource ?? `arn:aws:dynamodb:${region}:${account}:table/*`
    } because no ${policy} policy allows the ${action} action`,
};
