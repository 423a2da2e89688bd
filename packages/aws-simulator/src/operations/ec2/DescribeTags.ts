import {
  DescribeTags$,
  DescribeTagsRequest,
  DescribeTagsResult,
  TagDescription,
} from '@aws-sdk/client-ec2';
import { Operation } from '../../services/types';
import {
  checkDryRun,
  checkPageSize,
  filterPredicate,
  FilterValues,
  ownFilter,
} from './filters';

const MAX_PAGE = 1000;

const FILTERS: Record<string, (tag: TagDescription) => string[]> = {
  key: tag => [tag.Key ?? ''],
  value: tag => [tag.Value ?? ''],
  'resource-id': tag => [tag.ResourceId ?? ''],
  'resource-type': tag => [tag.ResourceType ?? ''],
};

const valuesOf: FilterValues<TagDescription> = name =>
  name.startsWith('tag:')
    ? tag => (tag.Key === name.slice('tag:'.length) ? [tag.Value ?? ''] : [])
    : ownFilter(FILTERS, name);

/** Tags of instances; hybrid nodes are none of EC2's business. */
export const DescribeTags: Operation<DescribeTagsRequest, DescribeTagsResult> =
  {
    schema: DescribeTags$,
    action: 'ec2:DescribeTags',
    handle(input, context) {
      checkDryRun(input.DryRun);
      checkPageSize(input.MaxResults, MAX_PAGE);
      const include = filterPredicate(input.Filters, valuesOf);
      const tags = context.fleet
        .list(context.account, context.region)
        .filter(node => node.instanceState !== undefined)
        .flatMap(node =>
          node.tags.map(
            (tag): TagDescription => ({
              Key: tag.Key,
              Value: tag.Value,
              ResourceId: node.id,
              ResourceType: 'instance',
            }),
          ),
        )
        .filter(include);
      const page = context.pager.pageOf(tags, {
        token: input.NextToken,
        size: input.MaxResults ?? MAX_PAGE,
        filters: input.Filters,
      });
      return { Tags: page.items, NextToken: page.nextToken };
    },
  };
