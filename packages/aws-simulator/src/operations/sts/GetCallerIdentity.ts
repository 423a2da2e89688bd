import {
  GetCallerIdentity$,
  GetCallerIdentityRequest,
  GetCallerIdentityResponse,
} from '@aws-sdk/client-sts';
import { Operation } from '../../services/types';

export const GetCallerIdentity: Operation<
  GetCallerIdentityRequest,
  GetCallerIdentityResponse
> = {
  schema: GetCallerIdentity$,
  // No policy can take it away.
  action: null,
  handle(_input, { principal }) {
    return {
      UserId: principal.userId,
      Account: principal.account,
      Arn: principal.arn,
    };
  },
};
