import {
  ListCommandInvocations$,
  ListCommandInvocationsRequest,
  ListCommandInvocationsResult,
} from '@aws-sdk/client-ssm';
import { CommandStore, ListedInvocation } from '../../commands/CommandStore';
import { Operation } from '../../services/types';
import { commandFilter, toInvocation } from './commandViews';
import { commandOf, UUID } from './commandOf';
import { constraints, NODE_ID } from './limits';

const DEFAULT_PAGE = 50;

/** Knows nothing of a command that was sent less than a second ago. */
export const ListCommandInvocations: Operation<
  ListCommandInvocationsRequest,
  ListCommandInvocationsResult
> = {
  schema: ListCommandInvocations$,
  action: 'ssm:ListCommandInvocations',
  handle(input, context) {
    const { CommandId, InstanceId, Filters, Details = false } = input;
    const { account, region, commands, now, pager } = context;
    constraints.pattern('commandId', CommandId, UUID);
    constraints.pattern('instanceId', InstanceId, NODE_ID);
    constraints.range('maxResults', input.MaxResults, 1, 50);
    const wanted = commandFilter(Filters);
    const all =
      CommandId === undefined
        ? commands.store.list(account, region)
        : [commandOf(context, CommandId)];
    const listed = all
      .filter(({ visibleFrom }) => visibleFrom <= now)
      .flatMap(command =>
        command.invocations.map(
          (invocation): ListedInvocation => ({ command, invocation }),
        ),
      );
    const page = pager.page({
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: [CommandId, InstanceId, Filters, Details],
      from: position =>
        listed.filter(
          each => CommandStore.invocationPosition(each) >= position,
        ),
      positionOf: CommandStore.invocationPosition,
      include: ({ command, invocation }) =>
        wanted(command, invocation.status) &&
        (InstanceId === undefined || invocation.nodeId === InstanceId),
      view: each => toInvocation(each, Details),
    });
    return { CommandInvocations: page.items, NextToken: page.nextToken };
  },
};
