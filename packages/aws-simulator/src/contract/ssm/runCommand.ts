import {
  DescribeInstancePatchesCommand,
  DescribeInstancePatchStatesCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  SendCommandCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { ModelNode, NodeQuery } from '../..';
import {
  ACCOUNT,
  againstAws,
  Contract,
  listAll,
  OPERATE_ROLE,
  REGION,
} from '../harness';

/** A second of the simulated clock. */
export const SECOND = 1000;

/** Run Command as the tests of one file use it: nothing fails by itself, and each test has a new fleet. */
export function useRunCommand() {
  const contract = Contract.use({
    nodes: 400,
    time: new Date('2026-11-20T12:00:00Z'),
    commandFailureRate: 0,
    unevenPages: false,
  });
  const clients: { reader?: SSMClient; operator?: SSMClient } = {};
  const ssm = {
    get reader(): SSMClient {
      return clients.reader ?? new SSMClient(contract.user());
    },
    get operator(): SSMClient {
      return clients.operator ?? new SSMClient(contract.user());
    },
  };
  const control = () => contract.simulator.control;
  const find = async (query: NodeQuery = {}): Promise<ModelNode[]> => {
    const { nodes } = await control().findNodes({
      account: ACCOUNT,
      region: REGION,
      pingStatus: 'Online',
      ...query,
    });
    return nodes;
  };
  const send = async (
    InstanceIds: string[] | undefined,
    Operation = 'Scan',
    more: Partial<SendCommandCommandInput> = {},
  ) => {
    const { Command: command } = await ssm.operator.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunPatchBaseline',
        InstanceIds,
        Parameters: { Operation: [Operation] },
        ...more,
      }),
    );
    return command?.CommandId ?? '';
  };
  const invocation = (
    CommandId: string,
    InstanceId: string,
    PluginName?: string,
  ) =>
    ssm.reader.send(
      new GetCommandInvocationCommand({ CommandId, InstanceId, PluginName }),
    );
  const invocations = async (CommandId: string, Details = false) => {
    const { items } = await listAll(
      NextToken =>
        ssm.reader.send(
          new ListCommandInvocationsCommand({
            CommandId,
            Details,
            MaxResults: 7,
            NextToken,
          }),
        ),
      page => page.NextToken,
      page => page.CommandInvocations,
    );
    return items;
  };
  const command = async (CommandId: string) => {
    const { Commands = [] } = await ssm.reader.send(
      new ListCommandsCommand({ CommandId }),
    );
    return Commands[0];
  };
  const stateOf = async (id: string) => {
    const { InstancePatchStates = [] } = await ssm.reader.send(
      new DescribeInstancePatchStatesCommand({ InstanceIds: [id] }),
    );
    return InstancePatchStates[0];
  };
  const lacking = async (id: string) => {
    const { items } = await listAll(
      NextToken =>
        ssm.reader.send(
          new DescribeInstancePatchesCommand({ InstanceId: id, NextToken }),
        ),
      page => page.NextToken,
      page => page.Patches,
    );
    return items.filter(
      ({ State }) => State !== 'INSTALLED' && State !== 'INSTALLED_OTHER',
    );
  };

  beforeAll(async () => {
    clients.reader = new SSMClient(await contract.role());
    clients.operator = new SSMClient(await contract.role(OPERATE_ROLE));
  });
  beforeEach(async () => {
    if (!againstAws) {
      await control().reset();
    }
  });

  return {
    contract,
    control,
    ssm,
    find,
    send,
    invocation,
    invocations,
    command,
    stateOf,
    lacking,
  };
}
