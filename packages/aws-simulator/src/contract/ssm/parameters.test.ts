import {
  AddTagsToResourceCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  Parameter,
  PutParameterCommand,
  PutParameterCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  Contract,
  itSimulated,
  OPERATE_ROLE,
  READ_ROLE,
  REGION,
} from '../harness';
import { PUBLISH_ROLE } from './runbooks';

describe('parameters', () => {
  const contract = Contract.use({
    nodes: 50,
    time: new Date('2026-11-20T12:00:00Z'),
  });
  let reader: SSMClient;
  let publisher: SSMClient;
  const get = async (
    Name: string,
    WithDecryption?: boolean,
  ): Promise<Parameter> => {
    const { Parameter: parameter = {} } = await reader.send(
      new GetParameterCommand({ Name, WithDecryption }),
    );
    return parameter;
  };
  const put = (input: Partial<PutParameterCommandInput>) =>
    publisher.send(
      new PutParameterCommand({
        Name: '/ours/greeting',
        Value: 'hello',
        Type: 'String',
        ...input,
      }),
    );

  beforeAll(async () => {
    reader = new SSMClient(await contract.role(READ_ROLE));
    publisher = new SSMClient(await contract.role(PUBLISH_ROLE));
  });
  beforeEach(async () => {
    await contract.simulator.control.reset();
  });

  itSimulated.each(['AmazonCloudWatch-linux', 'AmazonCloudWatch-windows'])(
    'hold the configuration %s everywhere',
    async name => {
      const elsewhere = new SSMClient({
        ...(await contract.role(READ_ROLE, '666677778888')),
        region: 'us-east-1',
      });
      const { Parameter: parameter } = await elsewhere.send(
        new GetParameterCommand({ Name: name }),
      );

      expect(parameter).toMatchObject({
        Name: name,
        Type: 'String',
        Version: 1,
        DataType: 'text',
        ARN: `arn:aws:ssm:us-east-1:666677778888:parameter/${name}`,
      });
      const { Value: value = '' } = await get(name);
      expect(value.length).toBeLessThan(4096);
      expect(JSON.parse(value)).toMatchObject({
        metrics: { namespace: 'CWAgent', metrics_collected: {} },
      });
    },
  );

  itSimulated('have versions, and are found by ARN', async () => {
    expect(await put({})).toMatchObject({ Version: 1, Tier: 'Standard' });
    expect(
      await put({ Value: 'hi', Overwrite: true, Type: undefined }),
    ).toMatchObject({ Version: 2 });
    const arn = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/ours/greeting`;

    expect(await get('/ours/greeting')).toMatchObject({
      Name: '/ours/greeting',
      Value: 'hi',
      Version: 2,
      ARN: arn,
      LastModifiedDate: new Date('2026-11-20T12:00:00Z'),
    });
    expect(await get('/ours/greeting:1')).toMatchObject({
      Value: 'hello',
      Version: 1,
      Selector: ':1',
    });
    expect(await get(arn)).toMatchObject({ Value: 'hi' });
    await expect(get('/ours/greeting:3')).rejects.toMatchObject({
      name: 'ParameterVersionNotFound',
    });
    for (const name of ['/ours/nothing', 'greeting', arn.replace(ACCOUNT, '1')])
      await expect(get(name)).rejects.toMatchObject({
        name: 'ParameterNotFound',
      });
  });

  itSimulated('keep secrets sealed', async () => {
    await put({ Type: 'SecureString', Value: 'hunter2' });

    const { Value: sealed } = await get('/ours/greeting');
    expect(sealed).not.toContain('hunter2');
    expect(await get('/ours/greeting', true)).toMatchObject({
      Type: 'SecureString',
      Value: 'hunter2',
    });
  });

  itSimulated('hold 4 KB, or 8 KB in the advanced tier', async () => {
    const Value = 'x'.repeat(4097);
    await expect(put({ Value })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('maximum parameter value of 4096'),
    });
    await expect(put({ Value: '€'.repeat(1366) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(put({ Value: 'x'.repeat(4096) })).resolves.toBeDefined();
    const more = { Overwrite: true, Value };
    expect(await put({ ...more, Tier: 'Intelligent-Tiering' })).toMatchObject({
      Tier: 'Advanced',
    });
    await expect(
      put({ ...more, Tier: 'Standard', Value: 'x' }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(
      put({ ...more, Value: 'x'.repeat(8193) }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  itSimulated.each<[string, string, Partial<PutParameterCommandInput>]>([
    ['a name of Amazon', 'ValidationException', { Name: 'aws-own' }],
    ['a path without its slash', 'ValidationException', { Name: 'a/b' }],
    ['a character too many', 'ValidationException', { Name: 'a b' }],
    [
      'a deep path',
      'HierarchyLevelLimitExceededException',
      { Name: '/a'.repeat(16) },
    ],
    ['no type', 'ValidationException', { Type: undefined }],
    ['no value', 'ValidationException', { Value: '' }],
    [
      'a value that its pattern forbids',
      'ParameterPatternMismatchException',
      { AllowedPattern: '\\d+' },
    ],
    [
      'a pattern that is none',
      'InvalidAllowedPatternException',
      { AllowedPattern: '(' },
    ],
    [
      'one that is there',
      'ParameterAlreadyExists',
      { Name: 'AmazonCloudWatch-linux' },
    ],
    [
      'another type of one that is there',
      'ValidationException',
      {
        Name: 'AmazonCloudWatch-linux',
        Overwrite: true,
        Type: 'SecureString',
      },
    ],
  ])('refuse %s: %s', async (_, name, input) => {
    await expect(put(input)).rejects.toMatchObject({ name });
  });

  itSimulated('have tags', async () => {
    await put({ Tags: [{ Key: 'Owner', Value: 'platform-team' }] });
    const resource = {
      ResourceType: 'Parameter' as const,
      ResourceId: '/ours/greeting',
    };
    await publisher.send(
      new AddTagsToResourceCommand({
        ...resource,
        Tags: [{ Key: 'a', Value: 'b' }],
      }),
    );

    const { TagList } = await reader.send(
      new ListTagsForResourceCommand(resource),
    );
    expect(TagList).toEqual([
      { Key: 'Owner', Value: 'platform-team' },
      { Key: 'a', Value: 'b' },
    ]);
    await expect(
      put({ Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  itSimulated('are refused to whoever may not', async () => {
    const operator = new SSMClient(await contract.role(OPERATE_ROLE));
    await expect(
      operator.send(
        new PutParameterCommand({ Name: 'a', Value: 'b', Type: 'String' }),
      ),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `ssm:PutParameter on resource: arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/a`,
      ),
    });
  });
});
