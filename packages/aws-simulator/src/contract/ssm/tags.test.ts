import {
  AddTagsToResourceCommand,
  GetServiceSettingCommand,
  ListTagsForResourceCommand,
  RemoveTagsFromResourceCommand,
  SSMClient,
  Tag,
} from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  Contract,
  itSimulated,
  OPERATE_ROLE,
  REGION,
} from '../harness';

describe('tags and settings', () => {
  const contract = Contract.use({ nodes: 200 });
  let reader: SSMClient;
  let operator: SSMClient;
  const hybridNode = async () => {
    const { nodes } = await contract.simulator.control.findNodes({
      account: ACCOUNT,
      region: REGION,
      environment: 'azure',
      limit: 1,
    });
    return nodes[0].id;
  };
  const resource = (ResourceId: string) => ({
    ResourceType: 'ManagedInstance' as const,
    ResourceId,
  });
  const add = (client: SSMClient, id: string, Tags: Tag[]) =>
    client.send(new AddTagsToResourceCommand({ ...resource(id), Tags }));

  beforeAll(async () => {
    reader = new SSMClient(await contract.role());
    operator = new SSMClient(await contract.role(OPERATE_ROLE));
  });

  it('refuses a node that does not exist', async () => {
    await expect(
      reader.send(
        new ListTagsForResourceCommand(resource('mi-00000000000000000')),
      ),
    ).rejects.toMatchObject({ name: 'InvalidResourceId' });
  });

  it('knows the service settings', async () => {
    const { ServiceSetting: setting } = await reader.send(
      new GetServiceSettingCommand({
        SettingId: '/ssm/managed-instance/activation-tier',
      }),
    );

    expect(['standard', 'advanced']).toContain(setting?.SettingValue);
    await expect(
      reader.send(new GetServiceSettingCommand({ SettingId: '/ssm/nothing' })),
    ).rejects.toMatchObject({ name: 'ServiceSettingNotFound' });
  });

  itSimulated('adds, lists and removes tags', async () => {
    const id = await hybridNode();
    await add(operator, id, [
      { Key: 'Owner', Value: 'data-team' },
      { Key: 'Über', Value: '' },
    ]);
    await operator.send(
      new RemoveTagsFromResourceCommand({
        ...resource(id),
        TagKeys: ['Stage', 'not there'],
      }),
    );

    const { TagList = [] } = await reader.send(
      new ListTagsForResourceCommand(resource(id)),
    );
    expect(TagList).toContainEqual({ Key: 'Owner', Value: 'data-team' });
    expect(TagList).toContainEqual({ Key: 'Über', Value: '' });
    expect(TagList.map(tag => tag.Key)).not.toContain('Stage');
  });

  itSimulated('does not let a reader tag', async () => {
    const id = await hybridNode();

    await expect(
      add(reader, id, [{ Key: 'a', Value: 'b' }]),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/BackstageManagedNodesRead/contract is not authorized to perform: ssm:AddTagsToResource on resource: arn:aws:ssm:${REGION}:${ACCOUNT}:managed-instance/${id} because no identity-based policy allows the ssm:AddTagsToResource action`,
    });
  });

  itSimulated.each([
    ['a character that SSM does not allow', { Key: 'a', Value: '<b>' }],
    ['a value of 257 characters', { Key: 'a', Value: 'x'.repeat(257) }],
    ['a reserved key', { Key: 'aws:a', Value: 'b' }],
    ['an empty key', { Key: '', Value: 'b' }],
  ])('refuses %s', async (_, tag) => {
    await expect(
      add(operator, await hybridNode(), [tag]),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  itSimulated('keeps to 50 tags', async () => {
    const tags = Array.from({ length: 51 }, (_, index) => ({
      Key: `key-${index}`,
      Value: '',
    }));

    await expect(add(operator, await hybridNode(), tags)).rejects.toMatchObject(
      { name: 'TooManyTagsError' },
    );
  });
});
