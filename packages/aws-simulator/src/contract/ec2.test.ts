import {
  DescribeInstancesCommand,
  DescribeInstancesCommandInput,
  DescribeRegionsCommand,
  DescribeTagsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { ACCOUNT, Contract, itSimulated, listAll, REGION } from './harness';

describe('EC2', () => {
  const contract = Contract.use({ nodes: 400 });
  let ec2: EC2Client;
  const describeAll = (input: DescribeInstancesCommandInput = {}) =>
    listAll(
      NextToken =>
        ec2.send(new DescribeInstancesCommand({ ...input, NextToken })),
      page => page.NextToken,
      page => page.Reservations?.flatMap(each => each.Instances ?? []),
    );

  beforeAll(async () => {
    ec2 = new EC2Client(await contract.role());
  });

  it('lists instances with their tags', async () => {
    const { items } = await describeAll({ MaxResults: 50 });

    for (const instance of items) {
      expect(instance.InstanceId).toMatch(/^i-[0-9a-f]{17}$/);
      expect(instance.LaunchTime).toBeInstanceOf(Date);
      expect(['running', 'stopped', 'pending', 'terminated']).toContain(
        instance.State?.Name,
      );
    }
  });

  it('filters, with wildcards', async () => {
    const { items } = await describeAll({
      Filters: [
        { Name: 'instance-state-name', Values: ['run*'] },
        { Name: 'tag:Owner', Values: ['payments-????', 'data-team'] },
      ],
    });

    for (const { State, Tags = [] } of items) {
      expect(State?.Name).toBe('running');
      expect(Tags.find(tag => tag.Key === 'Owner')?.Value).toMatch(
        /^(payments-.{4}|data-team)$/,
      );
    }
  });

  it.each([
    ['pages of 4', { MaxResults: 4 }, 'InvalidParameterValue'],
    [
      'an unknown filter',
      { Filters: [{ Name: 'colour', Values: ['red'] }] },
      'InvalidParameterValue',
    ],
    [
      'a filter that only JavaScript knows',
      { Filters: [{ Name: 'constructor', Values: ['x'] }] },
      'InvalidParameterValue',
    ],
    [
      'ids together with a page size',
      { InstanceIds: ['i-01234567890abcdef'], MaxResults: 5 },
      'InvalidParameterCombination',
    ],
    [
      'an id that does not exist',
      { InstanceIds: ['i-01234567890abcdef'] },
      'InvalidInstanceID.NotFound',
    ],
    [
      'an id that is none',
      { InstanceIds: ['i-nonsense'] },
      'InvalidInstanceID.Malformed',
    ],
    ['a dry run, in its own way', { DryRun: true }, 'DryRunOperation'],
  ])('refuses %s', async (_, input, name) => {
    await expect(
      ec2.send(new DescribeInstancesCommand(input)),
    ).rejects.toMatchObject({ name });
  });

  it('lists the tags of instances', async () => {
    const { Tags = [] } = await ec2.send(
      new DescribeTagsCommand({
        Filters: [
          { Name: 'resource-type', Values: ['instance'] },
          { Name: 'key', Values: ['Name'] },
        ],
      }),
    );

    expect(Tags.every(tag => tag.Key === 'Name')).toBe(true);
    expect(Tags.every(tag => tag.ResourceType === 'instance')).toBe(true);
  });

  it('lists Regions, those not opted into only on demand', async () => {
    const { Regions: enabled = [] } = await ec2.send(
      new DescribeRegionsCommand({}),
    );
    const { Regions: all = [] } = await ec2.send(
      new DescribeRegionsCommand({ AllRegions: true }),
    );

    expect(enabled.map(region => region.RegionName)).toContain('us-east-1');
    expect(all.length).toBeGreaterThan(enabled.length);
    expect(enabled.every(region => region.OptInStatus !== 'not-opted-in')).toBe(
      true,
    );
  });

  itSimulated('has the tags that Systems Manager names nodes by', async () => {
    const { control } = contract.simulator;
    const { nodes } = await control.findNodes({
      account: ACCOUNT,
      region: REGION,
      environment: 'aws',
      limit: 1,
    });
    const name = '<b>&\n"quoted"\u2028🚀';
    await control.setTags(nodes[0].id, { Name: name });
    const { items } = await describeAll({ InstanceIds: [nodes[0].id] });

    expect(items[0].Tags).toContainEqual({ Key: 'Name', Value: name });
    expect(items[0].PrivateIpAddress).toBe(nodes[0].privateIpAddress);
  });

  itSimulated(
    'has its own words for throttling, denial and what it lacks',
    async () => {
      const { control } = contract.simulator;
      await control.addFault({ kind: 'throttle', count: 1 });
      await expect(describeAll()).rejects.toMatchObject({
        name: 'RequestLimitExceeded',
        $metadata: { httpStatusCode: 503 },
      });
      await control.addFault({ kind: 'access-denied', count: 1 });
      await expect(describeAll()).rejects.toMatchObject({
        name: 'UnauthorizedOperation',
        message: expect.stringContaining(
          'because no identity-based policy allows the ec2:DescribeInstances action',
        ),
      });
      await expect(ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject(
        { name: 'InvalidAction' },
      );
    },
  );
});
