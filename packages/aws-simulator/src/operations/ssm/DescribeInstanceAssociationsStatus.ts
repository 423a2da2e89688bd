import {
  DescribeInstanceAssociationsStatus$,
  DescribeInstanceAssociationsStatusRequest,
  DescribeInstanceAssociationsStatusResult,
  InstanceAssociationStatusInfo,
} from '@aws-sdk/client-ssm';
import { standingsOf } from '../../associations/statuses';
import { NodeStatus, StoredAssociation } from '../../associations/types';
import { latestOf } from '../../associations/versions';
import { arnOf } from '../../fleet/state';
import { SimulatedNode } from '../../fleet/types';
import { Operation } from '../../services/types';
import { effectiveAssociations, toDate } from './associationViews';
import { constraints } from './limits';

const DEFAULT_PAGE = 50;

function summaryOf({ status, details }: NodeStatus): string {
  if (status === 'Pending') {
    return '';
  }
  const [success, failed, timedOut] = [
    status === 'Success',
    status === 'Failed' && details !== 'TimedOut',
    details === 'TimedOut',
  ].map(Number);
  return `1 out of 1 plugin processed, ${success} success, ${failed} failed, ${timedOut} timedout, 0 skipped. `;
}

/** Where in S3 it is said to print, without the run. */
function outputOf(item: StoredAssociation, { id, region }: SimulatedNode) {
  const { OutputS3BucketName: bucket, OutputS3KeyPrefix: prefix } =
    latestOf(item).settings.output?.S3Location ?? {};
  const path = [bucket, prefix, id, item.id].filter(Boolean).join('/');
  return bucket
    ? {
        S3OutputUrl: {
          OutputUrl: `https://s3.${region}.amazonaws.com/${path}`,
        },
      }
    : undefined;
}

function toInfo(
  item: StoredAssociation,
  node: SimulatedNode,
  now: number,
): InstanceAssociationStatusInfo {
  const { version, settings } = latestOf(item);
  const standing = standingsOf(item, now)(node);
  return {
    AssociationId: item.id,
    Name: settings.document,
    DocumentVersion: settings.documentVersion ?? '$DEFAULT',
    AssociationVersion: String(version),
    InstanceId: node.id,
    ExecutionDate: toDate(standing.executedAt),
    Status: standing.status,
    DetailedStatus: standing.details,
    ExecutionSummary: summaryOf(standing),
    ErrorCode: '',
    OutputUrl: outputOf(item, node),
    AssociationName: settings.name,
  };
}

export const DescribeInstanceAssociationsStatus: Operation<
  DescribeInstanceAssociationsStatusRequest,
  DescribeInstanceAssociationsStatusResult
> = {
  schema: DescribeInstanceAssociationsStatus$,
  action: 'ssm:DescribeInstanceAssociationsStatus',
  resource: ({ InstanceId = '' }, { account, region }) =>
    arnOf({ id: InstanceId, account, region }),
  handle(input, context) {
    const { InstanceId = '' } = input;
    constraints.range('maxResults', input.MaxResults, 1, 50);
    const [node, items] = effectiveAssociations(InstanceId, context);
    const infos = items.map(item => toInfo(item, node, context.now));
    const page = context.pager.pageOf(infos, {
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
