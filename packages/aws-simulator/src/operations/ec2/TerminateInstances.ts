import {
  TerminateInstances$,
  TerminateInstancesRequest,
  TerminateInstancesResult,
} from '@aws-sdk/client-ec2';
import { Operation } from '../../services/types';
import { changeOf, instanceArns, meantBy } from './power';

export const TerminateInstances: Operation<
  TerminateInstancesRequest,
  TerminateInstancesResult
> = {
  schema: TerminateInstances$,
  action: 'ec2:TerminateInstances',
  resources: instanceArns,
  handle(input, context) {
    const nodes = meantBy(input, context);
    const changes = nodes.map(node =>
      changeOf(node, node.instanceState, 'terminated'),
    );
    context.fleet.terminate(nodes.map(({ id }) => id));
    for (const node of nodes) {
      context.events.instanceStates(node, 'shutting-down', 'terminated');
    }
    return { TerminatingInstances: changes };
  },
};
