import {
  GetResources$,
  GetResourcesInput,
  GetResourcesOutput,
  TagFilter,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { Fleet } from '../../fleet/Fleet';
import { arnOf } from '../../fleet/state';
import { SimulatedNode } from '../../fleet/types';
import { AwsError } from '../../protocol/AwsError';
import { Constraints } from '../../services/constraints';
import { Operation } from '../../services/types';

const constraints = Constraints.create('InvalidParameterException');

const RESOURCE_TYPE = /^[a-z0-9-]+(:[A-Za-z0-9-]+)?$/;
const DEFAULT_PAGE = 50;

function typeOf(node: SimulatedNode): string {
  return node.id.startsWith('i-') ? 'ec2:instance' : 'ssm:managed-instance';
}

function hasType(node: SimulatedNode, types: readonly string[]): boolean {
  const type = typeOf(node);
  return (
    !types.length ||
    types.some(wanted => wanted === type || type.startsWith(`${wanted}:`))
  );
}

function hasTags(node: SimulatedNode, filters: readonly TagFilter[]): boolean {
  return filters.every(filter =>
    node.tags.some(
      tag =>
        tag.Key === filter.Key &&
        (!filter.Values?.length || filter.Values.includes(tag.Value)),
    ),
  );
}

function check(input: GetResourcesInput): void {
  constraints.range('resourcesPerPage', input.ResourcesPerPage, 1, 100);
  constraints.range('tagsPerPage', input.TagsPerPage, 100, 500);
  constraints.length('tagFilters', input.TagFilters, 0, 50);
  constraints.length('resourceARNList', input.ResourceARNList, 1, 100);
  for (const filter of input.TagFilters ?? []) {
    constraints.length('tagFilters.values', filter.Values, 0, 20);
  }
  for (const type of input.ResourceTypeFilters ?? []) {
    constraints.pattern('resourceTypeFilters', type, RESOURCE_TYPE);
  }
  if (
    input.ResourceARNList &&
    (input.TagFilters ?? input.ResourceTypeFilters ?? input.ResourcesPerPage)
  ) {
    throw new AwsError(
      'InvalidParameterException',
      'ResourceARNList cannot be used with other parameters.',
    );
  }
  if (input.TagsPerPage && input.ResourcesPerPage) {
    throw new AwsError(
      'InvalidParameterException',
      'TagsPerPage and ResourcesPerPage cannot be used together.',
    );
  }
}

/** Nodes that never had a tag are left out; those that lost theirs are not. */
export const GetResources: Operation<GetResourcesInput, GetResourcesOutput> = {
  schema: GetResources$,
  action: 'tag:GetResources',
  handle(input, context) {
    check(input);
    const {
      ResourceARNList,
      ResourceTypeFilters = [],
      TagFilters = [],
    } = input;
    const arns = ResourceARNList && new Set(ResourceARNList);
    const nodes = context.fleet.list(context.account, context.region);
    const page = context.pager.page<
      SimulatedNode,
      NonNullable<GetResourcesOutput['ResourceTagMappingList']>[number]
    >({
      token: input.PaginationToken,
      size: input.ResourcesPerPage ?? DEFAULT_PAGE,
      filters: [ResourceARNList, ResourceTypeFilters, TagFilters],
      from: seq => Fleet.from(nodes, seq),
      positionOf: node => node.seq,
      include: node =>
        node.everTagged &&
        hasType(node, ResourceTypeFilters) &&
        hasTags(node, TagFilters) &&
        (!arns || arns.has(arnOf(node))),
      view: node => ({ ResourceARN: arnOf(node), Tags: [...node.tags] }),
    });
    return {
      ResourceTagMappingList: page.items,
      // The last page has an empty token, not none.
      PaginationToken: page.nextToken ?? '',
    };
  },
};
