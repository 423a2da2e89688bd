import {
  ListCommands$,
  ListCommandsRequest,
  ListCommandsResult,
} from '@aws-sdk/client-ssm';
import { CommandStore } from '../../commands/CommandStore';
import { Operation } from '../../services/types';
import { commandFilter, toCommand } from './commandViews';
import { commandOf, UUID } from './commandOf';
import { constraints, NODE_ID } from './limits';

const DEFAULT_PAGE = 50;

/** The newest first. */
export const ListCommands: Operation<ListCommandsRequest, ListCommandsResult> =
  {
    schema: ListCommands$,
    action: 'ssm:ListCommands',
    handle(input, context) {
      const { CommandId, InstanceId, Filters, NextToken } = input;
      const { account, region, commands, pager } = context;
      constraints.pattern('commandId', CommandId, UUID);
      constraints.pattern('instanceId', InstanceId, NODE_ID);
      constraints.range('maxResults', input.MaxResults, 1, 50);
      const wanted = commandFilter(Filters);
      const all =
        CommandId === undefined
          ? commands.store.list(account, region)
          : [commandOf(context, CommandId)];
      const page = pager.page({
        token: NextToken,
        size: input.MaxResults ?? DEFAULT_PAGE,
        filters: [CommandId, InstanceId, Filters],
        from: position =>
          all.filter(each => CommandStore.positionOf(each) >= position),
        positionOf: CommandStore.positionOf,
        include: command =>
          wanted(command, command.status) &&
          (InstanceId === undefined || command.byNode.has(InstanceId)),
        view: toCommand,
      });
      return { Commands: page.items, NextToken: page.nextToken };
    },
  };
