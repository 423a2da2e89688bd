import {
  DescribeInstanceAssociationsStatus$,
  DescribeInstanceAssociationsStatusRequest,
  DescribeInstanceAssociationsStatusResult,
  InstanceAssociationStatusInfo,
} from '@aws-sdk/client-ssm';
import { isTarget } from '../../fleet/targets';
import { Maintenance } from '../../maintenance/Maintenance';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { ASSOCIATION_VERSION, lastRunOf } from './associationViews';
import { constraints, NODE_ID } from './limits';

const DEFAULT_PAGE = 50;

export const DescribeInstanceAssociationsStatus: Operation<
  DescribeInstanceAssociationsStatusRequest,
  DescribeInstanceAssociationsStatusResult
> = {
  schema: DescribeInstanceAssociationsStatus$,
  action: 'ssm:DescribeInstanceAssociationsStatus',
  handle(input, { fleet, maintenance, account, region, now, pager }) {
    const { InstanceId = '' } = input;
    constraints.pattern('instanceId', InstanceId, NODE_ID);
    constraints.range('maxResults', input.MaxResults, 1, 50);
    const node = fleet.find(account, region, InstanceId);
    if (!node?.managed) {
      throw new AwsError(
        'InvalidInstanceId',
        `${InstanceId} is not a managed node of ${account}.`,
      );
    }
    const infos = maintenance
      .associations(account, region)
      .filter(({ targets }) => isTarget(node, targets))
      .map((item): InstanceAssociationStatusInfo => {
        const last = lastRunOf(item, now);
        const status = Maintenance.statusOn(item, node);
        return {
          AssociationId: item.id,
          Name: item.document,
          DocumentVersion: '$DEFAULT',
          AssociationVersion: ASSOCIATION_VERSION,
          InstanceId,
          ExecutionDate: last === undefined ? undefined : new Date(last),
          Status: status,
          DetailedStatus: status,
          ExecutionSummary: `1 out of 1 plugin processed, ${
            status === 'Success' ? '1 success, 0 failed' : '0 success, 1 failed'
          }, 0 timedout, 0 skipped. `,
          ErrorCode: '',
          AssociationName: item.name,
        };
      });
    const page = pager.pageOf(infos, {
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: InstanceId,
    });
    return {
      InstanceAssociationStatusInfos: page.items,
      NextToken: page.nextToken,
    };
  },
};
