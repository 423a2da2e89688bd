import {
  StopQuery$,
  StopQueryRequest,
  StopQueryResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { Operation } from '../../services/types';
import { invalid, policyArn } from './groupOf';
import { queryOf } from './queryOf';

/** What was found by then can still be had. */
export const StopQuery: Operation<StopQueryRequest, StopQueryResponse> = {
  schema: StopQuery$,
  action: 'logs:StopQuery',
  resource: (_, context) => policyArn('', context),
  resources: () => ['*'],
  handle({ queryId }, context) {
    return queryOf(queryId, context).stop(context.now)
      ? { success: true }
      : invalid('The specified query is not running.');
  },
};
