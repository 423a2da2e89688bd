import { Service } from '../../services/types';
import { DescribeInstancePatchStates } from './DescribeInstancePatchStates';
import { DescribeInstanceProperties } from './DescribeInstanceProperties';

/** AWS Systems Manager. */
export const ssm: Service = {
  signingName: 'ssm',
  protocol: 'awsJson1_1',
  namespace: 'com.amazonaws.ssm',
  target: 'AmazonSSM',
  errors: {
    throttled: ['ThrottlingException', 400],
    internal: ['InternalServerError', 500],
    unavailable: ['ServiceUnavailableException', 503],
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
    missingCredentials: ['MissingAuthenticationTokenException', 400],
    denied: ['AccessDeniedException', 400],
    unknownOperation: ['UnknownOperationException', 400],
    invalidParameter: 'ValidationException',
    invalidToken: 'InvalidNextToken',
    expiredToken: 'InvalidNextToken',
  },
  operations: [DescribeInstancePatchStates, DescribeInstanceProperties],
  denial: ({ user, action, resource, account, region }) =>
    `User: ${user} is not authorized to perform: ${action} on resource: ${
      resource ?? `arn:aws:ssm:${region}:${account}:*`
    } because no identity-based policy allows the ${action} action`,
};
