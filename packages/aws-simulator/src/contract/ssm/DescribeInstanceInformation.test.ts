import {
  DescribeInstanceInformationCommand,
  DescribeInstanceInformationCommandInput,
  DescribeInstancePropertiesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { Contract, listAll } from '../harness';

describe('DescribeInstanceInformation', () => {
  const contract = Contract.use({ nodes: 600 });
  let ssm: SSMClient;
  const describeAll = (input: DescribeInstanceInformationCommandInput) =>
    listAll(
      NextToken =>
        ssm.send(
          new DescribeInstanceInformationCommand({ ...input, NextToken }),
        ),
      page => page.NextToken,
      page => page.InstanceInformationList,
    );

  beforeAll(async () => {
    ssm = new SSMClient(await contract.role());
  });

  it('lists all nodes but stopped instances', async () => {
    const { items } = await describeAll({ MaxResults: 50 });
    const all = await listAll(
      NextToken =>
        ssm.send(
          new DescribeInstancePropertiesCommand({
            NextToken,
            MaxResults: 1000,
          }),
        ),
      page => page.NextToken,
      page => page.InstanceProperties,
    );

    const running = all.items.filter(
      node => !/^stopp/i.test(node.InstanceState ?? ''),
    );
    expect(items.map(node => node.InstanceId).sort()).toEqual(
      running.map(node => node.InstanceId).sort(),
    );
  });

  it('gives ten nodes a page unless told otherwise', async () => {
    const { pages } = await describeAll({});

    expect(Math.max(...pages.map(page => page.length))).toBeLessThanOrEqual(10);
  });

  it('says which agents are the newest, one answer per version', async () => {
    const { items } = await describeAll({ MaxResults: 50 });

    const answers = new Map<string, Set<boolean | undefined>>();
    for (const { AgentVersion = '', IsLatestVersion } of items) {
      answers.set(
        AgentVersion,
        (answers.get(AgentVersion) ?? new Set()).add(IsLatestVersion),
      );
    }
    expect([...answers.values()].every(({ size }) => size === 1)).toBe(true);
  });

  it('filters by tag', async () => {
    const { items } = await describeAll({
      Filters: [{ Key: 'tag-key', Values: ['Owner'] }],
    });

    expect(Array.isArray(items)).toBe(true);
  });

  it.each([4, 51])('refuses pages of %d', async MaxResults => {
    await expect(
      ssm.send(new DescribeInstanceInformationCommand({ MaxResults })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('refuses tag filters together with others', async () => {
    await expect(
      ssm.send(
        new DescribeInstanceInformationCommand({
          Filters: [
            { Key: 'tag:Owner', Values: ['payments-team'] },
            { Key: 'PingStatus', Values: ['Online'] },
          ],
        }),
      ),
    ).rejects.toMatchObject({ name: expect.stringMatching(/^InvalidFilter/) });
  });
});
