import { RebootInstances$, RebootInstancesRequest } from '@aws-sdk/client-ec2';
import { Operation } from '../../services/types';
import { instanceArns, meantBy, reboot } from './power';

export const RebootInstances: Operation<RebootInstancesRequest, object> = {
  schema: RebootInstances$,
  action: 'ec2:RebootInstances',
  resources: instanceArns,
  handle(input, context) {
    meantBy(input, context).forEach(node => reboot(node, context));
    return {};
  },
};
