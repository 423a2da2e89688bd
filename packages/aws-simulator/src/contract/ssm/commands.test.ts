import {
  CancelCommandCommand,
  DescribeInstancePatchesCommand,
  DescribeInstancePatchStatesCommand,
  DescribeInstancePropertiesCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  SendCommandCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ModelNode, NodeQuery } from '../..';
import {
  ACCOUNT,
  againstAws,
  Contract,
  EXTERNAL_ID,
  itSimulated,
  listAll,
  OPERATE_ROLE,
  REGION,
} from '../harness';

const SECOND = 1000;
const UNKNOWN = 'c0ffee00-0000-4000-8000-000000000000';

describe('Run Command', () => {
  const contract = Contract.use({
    nodes: 400,
    time: new Date('2026-11-20T12:00:00Z'),
    commandFailureRate: 0,
  });
  let reader: SSMClient;
  let operator: SSMClient;
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
    const { Command: command } = await operator.send(
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
    reader.send(
      new GetCommandInvocationCommand({ CommandId, InstanceId, PluginName }),
    );
  const invocations = async (CommandId: string, Details = false) => {
    const { items } = await listAll(
      NextToken =>
        reader.send(
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
    const { Commands = [] } = await reader.send(
      new ListCommandsCommand({ CommandId }),
    );
    return Commands[0];
  };
  const stateOf = async (id: string) => {
    const { InstancePatchStates = [] } = await reader.send(
      new DescribeInstancePatchStatesCommand({ InstanceIds: [id] }),
    );
    return InstancePatchStates[0];
  };
  const lacking = async (id: string) => {
    const { items } = await listAll(
      NextToken =>
        reader.send(
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
    reader = new SSMClient(await contract.role());
    operator = new SSMClient(await contract.role(OPERATE_ROLE));
  });

  beforeEach(async () => {
    if (!againstAws) {
      await control().reset();
    }
  });

  it('lists commands and what they did, and knows none of any other id', async () => {
    const { Commands = [] } = await reader.send(
      new ListCommandsCommand({ MaxResults: 5 }),
    );
    const { CommandInvocations = [] } = await reader.send(
      new ListCommandInvocationsCommand({ MaxResults: 5, Details: true }),
    );

    expect(Commands.length).toBeLessThanOrEqual(5);
    expect(CommandInvocations.length).toBeLessThanOrEqual(5);
    await expect(
      reader.send(new ListCommandsCommand({ CommandId: UNKNOWN })),
    ).rejects.toMatchObject({ name: 'InvalidCommandId' });
    await expect(
      invocation(UNKNOWN, 'mi-0123456789abcdef0'),
    ).rejects.toMatchObject({ name: 'InvocationDoesNotExist' });
    await expect(
      reader.send(new ListCommandsCommand({ MaxResults: 51 })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  itSimulated('scans, and says how it went', async () => {
    const [{ id }] = await find({ patchProfile: 'critical' });
    const before = await control().now();
    const sent = await send([id], 'Scan', { Comment: 'by hand' });

    await expect(invocation(sent, id)).rejects.toMatchObject({
      name: 'InvocationDoesNotExist',
    });
    expect(await invocations(sent)).toEqual([]);
    await control().advance(1500);
    expect(await invocation(sent, id)).toMatchObject({
      Status: 'InProgress',
      ResponseCode: -1,
    });
    expect(await command(sent)).toMatchObject({
      Status: 'InProgress',
      Comment: 'by hand',
      TargetCount: 1,
      CompletedCount: 0,
    });

    await control().advance(25 * SECOND);
    expect(await command(sent)).toMatchObject({
      Status: 'Success',
      CompletedCount: 1,
      ErrorCount: 0,
      MaxConcurrency: '50',
      MaxErrors: '0',
    });
    const state = await stateOf(id);
    expect(state.Operation).toBe('Scan');
    expect(Number(state.OperationEndTime)).toBeGreaterThan(Number(before));
    expect(await lacking(id)).toHaveLength(
      Number(state.CriticalNonCompliantCount) +
        Number(state.SecurityNonCompliantCount) +
        Number(state.OtherNonCompliantCount),
    );
  });

  itSimulated('cuts output where AWS does', async () => {
    const nodes = (await find()).slice(0, 40);
    const sent = await send(nodes.map(node => node.id));
    await control().advance(60 * SECOND);

    const listed = await invocations(sent, true);
    expect(listed).toHaveLength(nodes.length);
    for (const { CommandPlugins = [], InstanceId } of listed) {
      const own = nodes.find(node => node.id === InstanceId)?.platformType;
      const plugin = CommandPlugins.find(({ Name }) => Name === `Patch${own}`);
      expect(CommandPlugins).toHaveLength(3);
      expect(plugin?.Output?.length).toBeLessThanOrEqual(2500);
    }
    const linux = nodes.filter(node => node.platformType === 'Linux');
    const outputs = await Promise.all(
      linux.map(node => invocation(sent, node.id, 'PatchLinux')),
    );
    expect(
      Math.max(
        ...outputs.map(each => Number(each.StandardOutputContent?.length)),
      ),
    ).toBe(24_000);
    const [{ id }] = linux;
    expect((await invocation(sent, id)).StandardOutputContent).toBe('');
    expect(
      (await invocation(sent, id, 'PatchWindows')).StandardOutputContent,
    ).toContain('skipped');
    await expect(invocation(sent, id, 'Nothing')).rejects.toMatchObject({
      name: 'InvalidPluginName',
    });
  });

  itSimulated('installs, reboots and is compliant', async () => {
    const candidates = await find({ patchProfile: 'critical' });
    const states = await Promise.all(candidates.map(node => stateOf(node.id)));
    const { InstanceId: id = '' } =
      states.find(state => state.InstalledRejectedCount === 0) ?? {};
    const sent = await send([id], 'Install');

    const seen = new Set<string>();
    for (let i = 0; i < 80; i++) {
      await control().advance(SECOND);
      seen.add((await control().getNode(id))?.pingStatus ?? '');
    }
    expect(await command(sent)).toMatchObject({ Status: 'Success' });
    expect(seen).toEqual(new Set(['Online', 'ConnectionLost']));
    expect((await control().getNode(id))?.pingStatus).toBe('Online');
    expect(await stateOf(id)).toMatchObject({
      Operation: 'Install',
      RebootOption: 'RebootIfNeeded',
      MissingCount: 0,
      FailedCount: 0,
      InstalledPendingRebootCount: 0,
      CriticalNonCompliantCount: 0,
    });
    expect(await lacking(id)).toEqual([]);
  });

  itSimulated('leaves what needs a reboot when told not to', async () => {
    const [{ id }] = await find({ patchProfile: 'critical' });
    const sent = await send([id], 'Install', {
      Parameters: { Operation: ['Install'], RebootOption: ['NoReboot'] },
    });
    await control().advance(90 * SECOND);

    expect(await command(sent)).toMatchObject({ Status: 'Success' });
    const state = await stateOf(id);
    expect(state).toMatchObject({ MissingCount: 0, RebootOption: 'NoReboot' });
    expect(state.LastNoRebootInstallOperationTime).toEqual(expect.any(Date));
  });

  itSimulated('gives up nodes that cannot be reached', async () => {
    const lost = (await find({ pingStatus: 'ConnectionLost' })).find(
      node => node.instanceState !== 'stopped',
    );
    const id = lost?.id ?? '';
    const [other] = await find();
    const sent = await send([id, other.id], 'Scan', { TimeoutSeconds: 60 });

    await control().advance(30 * SECOND);
    expect(await invocation(sent, id)).toMatchObject({
      Status: 'Delayed',
    });
    expect(await invocation(sent, other.id)).toMatchObject({
      Status: 'Success',
    });
    await control().advance(31 * SECOND);
    expect(await invocation(sent, id)).toMatchObject({
      Status: 'TimedOut',
      StatusDetails: 'Delivery Timed Out',
    });
    expect(await command(sent)).toMatchObject({
      Status: 'TimedOut',
      DeliveryTimedOutCount: 1,
      ErrorCount: 0,
    });
  });

  itSimulated('reaches a node that comes back in time', async () => {
    const [{ id }] = await find();
    await control().updateNode(id, { pingStatus: 'ConnectionLost' });
    const sent = await send([id]);
    await control().advance(20 * SECOND);
    expect(await invocation(sent, id)).toMatchObject({ Status: 'Delayed' });

    await control().updateNode(id, { pingStatus: 'Online' });
    await control().advance(SECOND);
    await control().advance(30 * SECOND);
    expect(await invocation(sent, id)).toMatchObject({ Status: 'Success' });
  });

  itSimulated(
    'refuses the whole command for one node that is not there',
    async () => {
      const [{ id }] = await find();
      const stopped = await find({
        instanceState: 'stopped',
        pingStatus: 'ConnectionLost',
      });

      for (const other of ['mi-0000000000000dead', stopped[0].id]) {
        await expect(send([id, other])).rejects.toMatchObject({
          name: 'InvalidInstanceId',
          message: expect.stringContaining(other),
        });
      }
      await expect(send([id, id])).rejects.toMatchObject({
        name: 'DuplicateInstanceId',
      });
    },
  );

  itSimulated.each<[string, Partial<SendCommandCommandInput>, string]>([
    ['a document', { DocumentName: 'AWS-RunShellScript' }, 'InvalidDocument'],
    [
      'a parameter',
      { Parameters: { Operation: ['Scan'], Foo: ['x'] } },
      'InvalidParameters',
    ],
    [
      'an operation',
      { Parameters: { Operation: ['Reboot'] } },
      'InvalidParameters',
    ],
    ['no operation', { Parameters: {} }, 'InvalidParameters'],
    ['a comment', { Comment: 'x'.repeat(101) }, 'ValidationException'],
    ['a concurrency', { MaxConcurrency: '0' }, 'ValidationException'],
    ['a share of errors', { MaxErrors: '101%' }, 'ValidationException'],
    ['a time', { TimeoutSeconds: 29 }, 'ValidationException'],
    [
      'targets besides',
      { Targets: [{ Key: 'tag:Stage', Values: ['prod'] }] },
      'ValidationException',
    ],
    ['a version', { DocumentVersion: '7' }, 'InvalidDocumentVersion'],
  ])('refuses %s that it does not know', async (_, change, name) => {
    const [{ id }] = await find();

    await expect(send([id], 'Scan', change)).rejects.toMatchObject({ name });
  });

  itSimulated('refuses more than 50 nodes, and none', async () => {
    const nodes = await find({});
    const ids = nodes.map(node => node.id);

    expect(ids.length).toBeGreaterThan(50);
    await expect(send(ids.slice(0, 51))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(send([])).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  itSimulated('sends to everything that has a tag', async () => {
    const meant = await find({ tag: 'Service=payments-api' });
    const sent = await send(undefined, 'Scan', {
      Targets: [{ Key: 'tag:Service', Values: ['payments-api', 'nothing'] }],
    });
    await control().advance(60 * SECOND);

    const ids = (await invocations(sent)).map(each => each.InstanceId);
    expect(ids).toEqual(expect.arrayContaining(meant.map(node => node.id)));
  });

  itSimulated('works on no more nodes at a time than it may', async () => {
    const nodes = (await find()).slice(0, 9);
    const sent = await send(
      nodes.map(node => node.id),
      'Scan',
      { MaxConcurrency: '3' },
    );

    let most = 0;
    let over = 0;
    for (let i = 0; i < 90 && over < nodes.length; i++) {
      await control().advance(SECOND);
      const listed = await invocations(sent);
      const count = (status: string) =>
        listed.filter(each => each.Status === status).length;
      most = Math.max(most, count('InProgress'));
      over = count('Success');
    }
    expect(over).toBe(nodes.length);
    expect(most).toBe(3);
  });

  itSimulated('stops after too many errors', async () => {
    const nodes = (await find()).slice(0, 4);
    for (const { id } of nodes.slice(0, 2)) {
      await control().commands.fail(id, { operation: 'Install' });
    }
    const sent = await send(
      nodes.map(node => node.id),
      'Install',
      { MaxConcurrency: '1', MaxErrors: '1' },
    );
    await control().advance(600 * SECOND);

    expect(await command(sent)).toMatchObject({
      Status: 'Failed',
      ErrorCount: 2,
      CompletedCount: 4,
    });
    const listed = await invocations(sent);
    expect(
      nodes.map(
        node => listed.find(each => each.InstanceId === node.id)?.StatusDetails,
      ),
    ).toEqual(['Failed', 'Failed', 'Terminated', 'Terminated']);
  });

  itSimulated('fails on patches, and on everything', async () => {
    const states = await Promise.all(
      (await find({ patchProfile: 'critical' })).map(node => stateOf(node.id)),
    );
    const ids = states
      .filter(state => Number(state.MissingCount) > 0)
      .map(state => state.InstanceId ?? '');
    const [first, second] = await find({ ids: ids.slice(0, 2) });
    const before = await stateOf(second.id);
    await control().commands.fail(first.id, {
      operation: 'Install',
      kind: 'patches',
    });
    await control().commands.fail(second.id, {
      operation: 'Install',
      kind: 'operation',
    });
    const sent = await send([first.id, second.id], 'Install', {
      MaxErrors: '2',
    });
    await control().advance(120 * SECOND);

    expect(await command(sent)).toMatchObject({
      Status: 'Failed',
      StatusDetails: 'Incomplete',
    });
    expect((await stateOf(first.id)).FailedCount).toBe(1);
    expect(await stateOf(second.id)).toEqual(before);
    const result = await invocation(
      sent,
      second.id,
      `Patch${second.platformType}`,
    );
    expect(result.StandardErrorContent).not.toBe('');
  });

  itSimulated('cancels what has not ended', async () => {
    const [first, second] = await find({ patchProfile: 'security' });
    const before = await stateOf(first.id);
    const sent = await send([first.id, second.id], 'Install', {
      MaxConcurrency: '1',
    });
    await control().advance(2 * SECOND);
    await operator.send(new CancelCommandCommand({ CommandId: sent }));

    expect((await invocation(sent, first.id)).Status).toBe('Cancelling');
    expect((await invocation(sent, second.id)).Status).toBe('Cancelled');
    await control().advance(5 * SECOND);
    expect(await command(sent)).toMatchObject({ Status: 'Cancelled' });
    expect(await stateOf(first.id)).toEqual(before);
    expect((await control().getNode(first.id))?.pingStatus).toBe('Online');
  });

  itSimulated('is faster when told to be', async () => {
    await control().commands.configure({ speed: 100 });
    const [{ id }] = await find();
    const sent = await send([id], 'Install');
    await control().advance(SECOND);

    expect((await command(sent)).Status).toBe('Success');
  });

  itSimulated('says who sent what', async () => {
    const [{ id }] = await find();
    const sent = await send([id]);

    expect(await control().commands.list()).toContainEqual(
      expect.objectContaining({
        id: sent,
        sender: `arn:aws:sts::${ACCOUNT}:assumed-role/${OPERATE_ROLE}/contract`,
        account: ACCOUNT,
        region: REGION,
        operation: 'Scan',
        nodeIds: [id],
      }),
    );
  });

  itSimulated('tells of it by events', async () => {
    await control().events.configure({ enabled: true });
    const before = await control().events.status();
    const [{ id }] = await find({ patchProfile: 'critical' });
    await send([id], 'Install');
    await control().advance(120 * SECOND);

    // Pending, in progress, the end; on the node in progress and the end; its compliance.
    const after = await control().events.status();
    expect(after.published - before.published).toBeGreaterThanOrEqual(5);
  });

  describe('with a session policy', () => {
    const session = async (policy: object) => {
      const { Credentials: issued } = await new STSClient(contract.user()).send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${ACCOUNT}:role/${OPERATE_ROLE}`,
          RoleSessionName: 'jane.doe',
          ExternalId: EXTERNAL_ID,
          Policy: JSON.stringify(policy),
        }),
      );
      return new SSMClient({
        ...contract.user(),
        credentials: {
          accessKeyId: issued?.AccessKeyId ?? '',
          secretAccessKey: issued?.SecretAccessKey ?? '',
          sessionToken: issued?.SessionToken,
        },
      });
    };
    const scan = (...InstanceIds: string[]) =>
      new SendCommandCommand({
        DocumentName: 'AWS-RunPatchBaseline',
        InstanceIds,
        Parameters: { Operation: ['Scan'] },
      });

    itSimulated('sends to what it names only', async () => {
      const [mine, other] = await find();
      const client = await session({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'ssm:SendCommand',
            Resource: [
              `arn:aws:ssm:${REGION}::document/AWS-RunPatchBaseline`,
              mine.arn,
            ],
          },
        ],
      });

      await expect(client.send(scan(mine.id))).resolves.toBeDefined();
      await expect(client.send(scan(mine.id, other.id))).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(
          `${other.arn} because no session policy allows`,
        ),
      });
      await expect(
        client.send(new DescribeInstancePropertiesCommand({ MaxResults: 5 })),
      ).rejects.toMatchObject({ name: 'AccessDeniedException' });
      await expect(
        client.send(
          new SendCommandCommand({
            DocumentName: 'AWS-RunPatchBaseline',
            Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
            Parameters: { Operation: ['Scan'] },
          }),
        ),
      ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    });

    itSimulated('denies before it allows', async () => {
      const [{ id }] = await find();
      const client = await session({
        Statement: [
          { Effect: 'Allow', Action: 'ssm:*', Resource: '*' },
          { Effect: 'Deny', Action: ['ssm:Send*'], Resource: '*' },
        ],
      });

      await expect(
        client.send(new ListCommandsCommand({})),
      ).resolves.toBeDefined();
      await expect(client.send(scan(id))).rejects.toMatchObject({
        name: 'AccessDeniedException',
      });
    });

    itSimulated('refuses one that it does not understand', async () => {
      await expect(
        session({
          Statement: [
            {
              Effect: 'Allow',
              Action: 'ssm:SendCommand',
              Resource: '*',
              Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } },
            },
          ],
        }),
      ).rejects.toMatchObject({
        name: 'MalformedPolicyDocumentException',
      });
    });
  });

  itSimulated('does not let a reader send', async () => {
    const [{ id }] = await find();

    await expect(
      reader.send(
        new SendCommandCommand({
          DocumentName: 'AWS-RunPatchBaseline',
          InstanceIds: [id],
          Parameters: { Operation: ['Scan'] },
        }),
      ),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
