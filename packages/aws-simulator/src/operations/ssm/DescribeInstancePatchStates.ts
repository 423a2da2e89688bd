import {
  DescribeInstancePatchStates$,
  DescribeInstancePatchStatesRequest,
  DescribeInstancePatchStatesResult,
} from '@aws-sdk/client-ssm';
import { Operation } from '../../services/types';
import { constraints, NODE_ID } from './limits';

const DEFAULT_PAGE = 50;

/** Nodes that never reported, and ids that do not exist, are left out. */
export const DescribeInstancePatchStates: Operation<
  DescribeInstancePatchStatesRequest,
  DescribeInstancePatchStatesResult
> = {
  schema: DescribeInstancePatchStates$,
  action: 'ssm:DescribeInstancePatchStates',
  handle(input, context) {
    const ids = input.InstanceIds ?? [];
    constraints.length('instanceIds', ids, 0, 50);
    constraints.range('maxResults', input.MaxResults, 10, 100);
    for (const id of ids) {
      constraints.pattern('instanceIds', id, NODE_ID);
    }
    const states = [...new Set(ids)].flatMap(id => {
      const node = context.fleet.find(context.account, context.region, id);
      const state = node && context.patching.nodes.stateOf(node, context.now);
      return state ?? [];
    });
    const page = context.pager.pageOf(states, {
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: ids,
    });
    return { InstancePatchStates: page.items, NextToken: page.nextToken };
  },
};
