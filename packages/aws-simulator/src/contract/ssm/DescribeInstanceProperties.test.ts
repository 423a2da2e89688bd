import {
  DescribeInstancePropertiesCommand,
  DescribeInstancePropertiesCommandInput,
  InstancePropertyStringFilter,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { ACCOUNT, Contract, itSimulated, listAll, REGION } from '../harness';

describe('DescribeInstanceProperties', () => {
  const contract = Contract.use({ nodes: 400 });
  let ssm: SSMClient;
  const describeAll = (input: DescribeInstancePropertiesCommandInput) =>
    listAll(
      NextToken =>
        ssm.send(
          new DescribeInstancePropertiesCommand({ ...input, NextToken }),
        ),
      page => page.NextToken,
      page => page.InstanceProperties,
    );

  beforeAll(async () => {
    ssm = new SSMClient(await contract.role());
  });

  it('lists every node once, page by page', async () => {
    const whole = await describeAll({ MaxResults: 1000 });
    const paged = await describeAll({ MaxResults: 5 });

    const ids = paged.items.map(node => node.InstanceId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.sort()).toEqual(whole.items.map(node => node.InstanceId).sort());
    expect(paged.pages.every(page => page.length <= 5)).toBe(true);
  });

  it('describes nodes as the types say', async () => {
    const { items } = await describeAll({ MaxResults: 50 });

    for (const node of items) {
      expect(node.InstanceId).toMatch(/^i-(\w{8}|\w{17})$|^mi-\w{17}$/);
      expect(node.ResourceType).toBe(
        node.InstanceId?.startsWith('mi-') ? 'ManagedInstance' : 'EC2Instance',
      );
      expect(node.LastPingDateTime).toBeInstanceOf(Date);
      expect(['Online', 'ConnectionLost', 'Inactive']).toContain(
        node.PingStatus,
      );
    }
  });

  it.each([
    ['EC2Instance', /^i-/],
    ['ManagedInstance', /^mi-/],
  ])('filters by resource type %s', async (type, id) => {
    const { items } = await describeAll({
      FiltersWithOperator: [
        { Key: 'ResourceType', Values: [type], Operator: 'Equal' },
      ],
    });

    expect(items.every(node => id.test(node.InstanceId ?? ''))).toBe(true);
  });

  it.each([4, 1001])('refuses pages of %d', async MaxResults => {
    await expect(
      ssm.send(new DescribeInstancePropertiesCommand({ MaxResults })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('refuses a token it did not issue', async () => {
    await expect(
      ssm.send(new DescribeInstancePropertiesCommand({ NextToken: 'AAAA' })),
    ).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  it.each(['Colour', 'tag:Owner', 'constructor'])(
    'refuses the filter %s, which it does not know',
    async Key => {
      await expect(
        ssm.send(
          new DescribeInstancePropertiesCommand({
            FiltersWithOperator: [{ Key, Values: ['red'], Operator: 'Equal' }],
          }),
        ),
      ).rejects.toMatchObject({ name: 'InvalidFilterKey' });
    },
  );

  itSimulated('refuses a token with other filters', async () => {
    const input = { MaxResults: 5 };
    const { NextToken } = await ssm.send(
      new DescribeInstancePropertiesCommand(input),
    );

    await expect(
      ssm.send(
        new DescribeInstancePropertiesCommand({
          ...input,
          NextToken,
          FiltersWithOperator: [
            { Key: 'PingStatus', Values: ['Online'], Operator: 'Equal' },
          ],
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  itSimulated('has short and empty pages that are not the last', async () => {
    await contract.simulator.control.addFault({ kind: 'empty-page', count: 1 });
    await contract.simulator.control.addFault({ kind: 'short-page', count: 1 });
    const { items, pages } = await describeAll({ MaxResults: 50 });

    expect(pages[0]).toEqual([]);
    expect(pages[1].length).toBeLessThan(50);
    const { total } = await contract.simulator.control.findNodes({
      account: ACCOUNT,
      region: REGION,
      limit: 1,
    });
    expect(items).toHaveLength(total);
  });

  itSimulated('expires tokens', async () => {
    const { NextToken } = await ssm.send(
      new DescribeInstancePropertiesCommand({ MaxResults: 5 }),
    );
    await contract.simulator.control.advance(16 * 60_000);

    await expect(
      ssm.send(
        new DescribeInstancePropertiesCommand({ MaxResults: 5, NextToken }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  itSimulated(
    'names EC2 instances by their tag and shows stopped ones',
    async () => {
      const { nodes } = await contract.simulator.control.findNodes({
        account: ACCOUNT,
        region: REGION,
        environment: 'aws',
        tag: 'Name',
      });
      const [first] = nodes;
      await contract.simulator.control.setTags(first.id, { Name: 'renamed' });
      await contract.simulator.control.updateNode(first.id, {
        instanceState: 'stopped',
      });
      const { items } = await describeAll({
        FiltersWithOperator: [
          { Key: 'InstanceIds', Values: [first.id], Operator: 'Equal' },
        ],
      });

      expect(items).toEqual([
        expect.objectContaining({
          Name: 'renamed',
          InstanceState: 'stopped',
          PingStatus: 'ConnectionLost',
          SourceType: 'AWS::EC2::Instance',
        }),
      ]);
    },
  );

  itSimulated('passes every computer name through', async () => {
    const { control } = contract.simulator;
    const target = { account: ACCOUNT, region: REGION };
    const [first] = (await control.findNodes({ ...target, limit: 1 })).nodes;
    const hostile = '<script>\n"\u202E🚀\u0007\u0000\'; --';
    await control.updateNode(first.id, { computerName: hostile });
    const { nodes } = await control.findNodes(target);
    const { items } = await describeAll({ MaxResults: 1000 });

    expect(nodes[0].computerName).toBe(hostile);
    expect(items.map(node => [node.InstanceId, node.ComputerName])).toEqual(
      nodes.map(node => [node.id, node.computerName]),
    );
  });

  itSimulated('pings with the clock while a node is online', async () => {
    const online: InstancePropertyStringFilter = {
      Key: 'PingStatus',
      Values: ['Online'],
      Operator: 'Equal',
    };
    const before = await describeAll({ FiltersWithOperator: [online] });
    await contract.simulator.control.advance(600_000);
    const after = await describeAll({ FiltersWithOperator: [online] });

    const moved = after.items.map(
      (node, index) =>
        Number(node.LastPingDateTime) -
        Number(before.items[index].LastPingDateTime),
    );
    expect(Math.min(...moved)).toBeGreaterThanOrEqual(600_000 - 300_000);
  });
});
