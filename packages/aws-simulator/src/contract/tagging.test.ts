import {
  GetResourcesCommand,
  GetResourcesCommandInput,
  GetTagKeysCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { ACCOUNT, Contract, itSimulated, listAll, REGION } from './harness';

const TYPES = ['ssm:managed-instance', 'ec2:instance'];

describe('Resource Groups Tagging API', () => {
  const contract = Contract.use({ nodes: 600 });
  let tagging: ResourceGroupsTaggingAPIClient;
  const getAll = (input: GetResourcesCommandInput = {}) =>
    listAll(
      PaginationToken =>
        tagging.send(
          new GetResourcesCommand({
            ResourceTypeFilters: TYPES,
            ...input,
            PaginationToken,
          }),
        ),
      page => page.PaginationToken,
      page => page.ResourceTagMappingList,
    );

  beforeAll(async () => {
    tagging = new ResourceGroupsTaggingAPIClient(await contract.role());
  });

  it('lists nodes by ARN, once each', async () => {
    const { items, pages } = await getAll({ ResourcesPerPage: 20 });

    const arns = items.map(item => item.ResourceARN ?? '');
    expect(new Set(arns).size).toBe(arns.length);
    for (const arn of arns) {
      expect(arn).toMatch(
        /^arn:aws:(ec2:[\w-]+:\d{12}:instance\/i-|ssm:[\w-]+:\d{12}:managed-instance\/mi-)/,
      );
    }
    expect(pages.every(page => page.length <= 20)).toBe(true);
  });

  it('ends with an empty token', async () => {
    const { PaginationToken } = await tagging.send(
      new GetResourcesCommand({
        ResourceTypeFilters: ['ssm:managed-instance'],
        TagFilters: [{ Key: 'no-such-key-anywhere' }],
      }),
    );

    expect(PaginationToken).toBe('');
  });

  it('filters by type and tag', async () => {
    const { items } = await getAll({
      ResourceTypeFilters: ['ec2:instance'],
      TagFilters: [{ Key: 'Owner', Values: ['payments-team', 'data-team'] }],
    });

    for (const { ResourceARN, Tags = [] } of items) {
      expect(ResourceARN).toContain(':instance/i-');
      expect(['payments-team', 'data-team']).toContain(
        Tags.find(tag => tag.Key === 'Owner')?.Value,
      );
    }
  });

  it.each([
    ['pages of 101', { ResourcesPerPage: 101 }],
    ['pages of none', { ResourcesPerPage: 0 }],
    ['51 tag filters', { TagFilters: Array(51).fill({ Key: 'a' }) }],
    [
      'an ARN list together with filters',
      {
        ResourceARNList: [`arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0`],
        TagFilters: [{ Key: 'a' }],
      },
    ],
  ])('refuses %s', async (_, input) => {
    await expect(
      tagging.send(new GetResourcesCommand(input)),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  itSimulated('does not know nodes that never had a tag', async () => {
    const { control } = contract.simulator;
    const target = { account: ACCOUNT, region: REGION };
    const managed = await control.findNodes(target);
    const unmanaged = await control.findNodes({ ...target, managed: false });
    const nodes = [...managed.nodes, ...unmanaged.nodes];
    const never = nodes.filter(node => !node.everTagged);
    const [emptied] = nodes.filter(node => node.everTagged);
    await control.removeTags(emptied.id, Object.keys(emptied.tags));
    const { items } = await getAll({ ResourcesPerPage: 100 });

    expect(never.length).toBeGreaterThan(0);
    expect(items).toHaveLength(nodes.length - never.length);
    expect(items).toContainEqual({ ResourceARN: emptied.arn, Tags: [] });
  });

  itSimulated('passes every character of a tag through', async () => {
    const { control } = contract.simulator;
    const { nodes } = await control.findNodes({
      account: ACCOUNT,
      region: REGION,
      limit: 1,
    });
    const hostile = '<script>\n"\u202E🚀\u0007\'; --';
    await control.setTags(nodes[0].id, { [hostile]: hostile, __proto: 'x' });
    const { items } = await getAll({ TagFilters: [{ Key: hostile }] });

    expect(items).toHaveLength(1);
    expect(items[0].Tags).toContainEqual({ Key: hostile, Value: hostile });
  });

  itSimulated('says so when it does not have an operation', async () => {
    await expect(tagging.send(new GetTagKeysCommand({}))).rejects.toMatchObject(
      { name: 'UnknownOperationException' },
    );
  });

  itSimulated('has its own words for throttling and stale tokens', async () => {
    const { control } = contract.simulator;
    await control.addFault({ kind: 'throttle', count: 1 });
    await expect(getAll()).rejects.toMatchObject({
      name: 'ThrottledException',
    });
    await control.addFault({ kind: 'expired-token', count: 1 });
    await expect(getAll({ ResourcesPerPage: 10 })).rejects.toMatchObject({
      name: 'PaginationTokenExpiredException',
    });
  });
});
