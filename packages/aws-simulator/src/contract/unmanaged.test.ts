import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeInstancePropertiesCommand,
  ListNodesCommand,
  ListTagsForResourceCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { ModelNode } from '..';
import { ACCOUNT, againstAws, Contract, READ_ROLE, REGION } from './harness';

// All of it needs the control API.
const describeSimulated = againstAws ? describe.skip : describe;

describeSimulated('Machines that come and go', () => {
  const contract = Contract.use({ nodes: 600, unevenPages: false });
  const control = () => contract.simulator.control;
  const optionsOf = async ({ account, region }: ModelNode) => ({
    ...(await contract.role(READ_ROLE, account)),
    region,
  });
  const instanceOf = async (node: ModelNode) => {
    const { Reservations = [] } = await new EC2Client(
      await optionsOf(node),
    ).send(new DescribeInstancesCommand({ InstanceIds: [node.id] }));
    return Reservations[0].Instances?.[0];
  };
  const propertyOf = async (node: ModelNode) => {
    const { InstanceProperties = [] } = await new SSMClient(
      await optionsOf(node),
    ).send(
      new DescribeInstancePropertiesCommand({
        InstancePropertyFilterList: [
          { key: 'InstanceIds', valueSet: [node.id] },
        ],
      }),
    );
    return InstanceProperties[0];
  };
  const consoleNodeOf = async (node: ModelNode) => {
    const { Nodes = [] } = await new SSMClient(await optionsOf(node)).send(
      new ListNodesCommand({
        Filters: [{ Key: 'InstanceId', Values: [node.id], Type: 'Equal' }],
      }),
    );
    return Nodes[0]?.NodeType?.Instance;
  };
  const unmanaged = async () =>
    (await control().findNodes({ managed: false })).nodes;

  afterEach(async () => {
    await control().reset();
  });

  it('shows why instances are not managed', async () => {
    const nodes = await unmanaged();
    const withoutProfile = nodes.find(node => node.instanceProfile === null);
    const stopped = nodes.find(node => node.instanceState === 'stopped');
    const withoutAgent = nodes.find(
      node => node.instanceProfile && node.instanceState === 'running',
    );
    if (!withoutProfile || !stopped || !withoutAgent) {
      throw new Error('Not every reason is there');
    }

    expect(
      (await instanceOf(withoutProfile))?.IamInstanceProfile,
    ).toBeUndefined();
    expect(await instanceOf(stopped)).toMatchObject({
      State: { Name: 'stopped' },
    });
    expect(await instanceOf(withoutAgent)).toMatchObject({
      State: { Name: 'running' },
      IamInstanceProfile: {
        Arn: expect.stringContaining(':instance-profile/'),
      },
    });
    for (const node of [withoutProfile, stopped, withoutAgent]) {
      const shown = await consoleNodeOf(node);
      expect(shown).toMatchObject({ ManagedStatus: 'Unmanaged' });
      expect(shown?.AgentVersion).toBeUndefined();
      expect(shown?.PlatformName).toBeUndefined();
      expect(await propertyOf(node)).toBeUndefined();
    }
  });

  it('can get an agent, and lose it', async () => {
    const [node] = await unmanaged();
    const before = (await control().status()).nodes;
    const managed = await control().updateNode(node.id, {
      managed: true,
      instanceState: 'running',
    });

    expect(managed).toMatchObject({
      managed: true,
      pingStatus: 'Online',
      instanceProfile: expect.any(String),
    });
    expect(await propertyOf(node)).toMatchObject({ PingStatus: 'Online' });
    expect((await consoleNodeOf(node))?.ManagedStatus).toBe('Managed');
    expect((await control().status()).nodes).toBe(before + 1);

    await control().updateNode(node.id, {
      managed: false,
      instanceProfile: null,
    });
    expect(await propertyOf(node)).toBeUndefined();
    expect((await instanceOf(node))?.IamInstanceProfile).toBeUndefined();
    expect((await control().status()).nodes).toBe(before);
  });

  it('cannot get an agent while it is stopped', async () => {
    const stopped = (await unmanaged()).find(
      node => node.instanceState === 'stopped',
    );

    await expect(
      control().updateNode(stopped?.id ?? '', { managed: true }),
    ).rejects.toMatchObject({ statusCode: 400 });
  });

  it('moves a hybrid machine to another account', async () => {
    const { nodes } = await control().findNodes({
      environment: 'vmware',
      account: ACCOUNT,
      region: REGION,
      tag: 'Owner',
      limit: 1,
    });
    const [node] = nodes;
    const moved = await control().moveNode(node.id, {
      account: '333344445555',
      region: 'us-east-1',
    });

    expect(moved).toMatchObject({
      account: '333344445555',
      region: 'us-east-1',
      computerName: node.computerName,
      tags: node.tags,
      sourceId: moved.id,
    });
    expect(moved.id).toMatch(/^mi-[0-9a-f]{17}$/);
    expect(moved.id).not.toBe(node.id);
    expect(moved.activationId).not.toBe(node.activationId);
    expect(await propertyOf(node)).toBeUndefined();
    expect(await propertyOf(moved)).toMatchObject({ PingStatus: 'Online' });
    const { TagList } = await new SSMClient(await optionsOf(moved)).send(
      new ListTagsForResourceCommand({
        ResourceType: 'ManagedInstance',
        ResourceId: moved.id,
      }),
    );
    expect(TagList).toHaveLength(Object.keys(node.tags).length);
  });

  it('registers a machine of another cloud again', async () => {
    const { nodes } = await control().findNodes({
      environment: 'azure',
      limit: 2,
    });
    const again = await control().reactivateNode(nodes[0].id);
    const twin = await control().reactivateNode(nodes[1].id, { keepOld: true });

    expect(again).toMatchObject({
      computerName: nodes[0].computerName,
      sourceId: nodes[0].sourceId,
      account: nodes[0].account,
    });
    expect(await propertyOf(nodes[0])).toBeUndefined();
    expect(await propertyOf(nodes[1])).toMatchObject({
      PingStatus: 'ConnectionLost',
      ComputerName: twin.computerName,
    });
    expect((await control().status()).nodes).toBe(601);

    await control().deregisterNode(nodes[1].id);
    expect(await propertyOf(nodes[1])).toBeUndefined();
    expect((await control().status()).nodes).toBe(600);
  });

  it('only moves and deregisters hybrid machines', async () => {
    const { nodes } = await control().findNodes({
      environment: 'aws',
      limit: 1,
    });
    const refused = { statusCode: 400 };

    await expect(
      control().moveNode(nodes[0].id, { region: 'us-east-1' }),
    ).rejects.toMatchObject(refused);
    await expect(control().deregisterNode(nodes[0].id)).rejects.toMatchObject(
      refused,
    );
    const { nodes: hybrid } = await control().findNodes({
      environment: 'gcp',
      limit: 1,
    });
    await expect(
      control().moveNode(hybrid[0].id, { account: '000000000000' }),
    ).rejects.toMatchObject(refused);
    await expect(
      control().updateNode(hybrid[0].id, { managed: false }),
    ).rejects.toMatchObject(refused);
  });
});
