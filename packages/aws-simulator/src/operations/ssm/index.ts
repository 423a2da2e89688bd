import { Service } from '../../services/types';
import { AddTagsToResource } from './AddTagsToResource';
import { DescribeInstanceInformation } from './DescribeInstanceInformation';
import { DescribeInstancePatches } from './DescribeInstancePatches';
import { DescribeInstancePatchStates } from './DescribeInstancePatchStates';
import { DescribeInstanceProperties } from './DescribeInstanceProperties';
import { GetServiceSetting } from './GetServiceSetting';
import { ListNodes } from './ListNodes';
import { ListNodesSummary } from './ListNodesSummary';
import { ListResourceComplianceSummaries } from './ListResourceComplianceSummaries';
import { ListTagsForResource } from './ListTagsForResource';
import { RemoveTagsFromResource } from './RemoveTagsFromResource';

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
    denied: ['AccessDeniedException', 400],
    clockSkew: ['InvalidSignatureException', 400],
    unknownOperation: ['UnknownOperationException', 400],
    invalidParameter: 'ValidationException',
    invalidToken: 'InvalidNextToken',
    expiredToken: 'InvalidNextToken',
  },
  operations: [
    AddTagsToResource,
    DescribeInstanceInformation,
    DescribeInstancePatches,
    DescribeInstancePatchStates,
    DescribeInstanceProperties,
    GetServiceSetting,
    ListNodes,
    ListNodesSummary,
    ListResourceComplianceSummaries,
    ListTagsForResource,
    RemoveTagsFromResource,
  ],
  denial: ({ user, action, resource, account, region }) =>
    `User: ${user} is not authorized to perform: ${action} on resource: ${
      resource ?? `arn:aws:ssm:${region}:${account}:*`
    } because no identity-based policy allows the ${action} action`,
};
