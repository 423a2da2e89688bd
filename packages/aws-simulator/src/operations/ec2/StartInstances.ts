import {
  StartInstances$,
  StartInstancesRequest,
  StartInstancesResult,
} from '@aws-sdk/client-ec2';
import { Operation } from '../../services/types';
import { changeOf, instanceArns, meantBy, start } from './power';

/** Done at once: there is no state in between. */
export const StartInstances: Operation<
  StartInstancesRequest,
  StartInstancesResult
> = {
  schema: StartInstances$,
  action: 'ec2:StartInstances',
  resources: instanceArns,
  handle(input, context) {
    return {
      StartingInstances: meantBy(input, context).map(node => {
        const before = node.instanceState;
        start(node, context);
        return changeOf(node, before, 'running');
      }),
    };
  },
};
