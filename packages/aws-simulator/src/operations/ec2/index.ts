import { Service } from '../../services/types';
import { DescribeInstances } from './DescribeInstances';
import { DescribeRegions } from './DescribeRegions';
import { DescribeTags } from './DescribeTags';
import { RebootInstances } from './RebootInstances';
import { StartInstances } from './StartInstances';
import { StopInstances } from './StopInstances';
import { TerminateInstances } from './TerminateInstances';

/** Amazon Elastic Compute Cloud. */
export const ec2: Service = {
  signingName: 'ec2',
  protocol: 'ec2Query',
  namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  target: '2016-11-15',
  errors: {
    throttled: ['RequestLimitExceeded', 503],
    internal: ['InternalError', 500],
    unavailable: ['Unavailable', 503],
    unknownCredentials: [
      'AuthFailure',
      401,
      'AWS was not able to validate the provided access credentials',
    ],
    expiredCredentials: ['RequestExpired', 400, 'Request has expired.'],
    denied: ['UnauthorizedOperation', 403],
    clockSkew: ['RequestExpired', 400],
    unknownOperation: ['InvalidAction', 400],
    invalidParameter: 'InvalidParameterValue',
    invalidToken: 'InvalidNextToken',
    expiredToken: 'InvalidNextToken',
  },
  operations: [
    DescribeInstances,
    DescribeRegions,
    DescribeTags,
    RebootInstances,
    StartInstances,
    StopInstances,
    TerminateInstances,
  ],
  denial: ({ user, action, policy }) =>
    `You are not authorized to perform this operation. User: ${user} is not authorized to perform: ${action} because no ${policy} policy allows the ${action} action`,
};
