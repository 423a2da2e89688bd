import {
  StopInstances$,
  StopInstancesRequest,
  StopInstancesResult,
} from '@aws-sdk/client-ec2';
import { Operation } from '../../services/types';
import { changeOf, instanceArns, meantBy, stop } from './power';

/** Done at once: there is no state in between. */
export const StopInstances: Operation<
  StopInstancesRequest,
  StopInstancesResult
> = {
  schema: StopInstances$,
  action: 'ec2:StopInstances',
  resources: instanceArns,
  handle(input, context) {
    return {
      StoppingInstances: meantBy(input, context).map(node => {
        const before = node.instanceState;
        stop(node, context);
        return changeOf(node, before, 'stopped');
      }),
    };
  },
};
