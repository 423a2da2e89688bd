import {
  AssumeRoleCommand,
  DecodeAuthorizationMessageCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import {
  DescribeInstancePropertiesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  awsRole,
  Contract,
  EXTERNAL_ID,
  itSimulated,
  itWithRole,
} from './harness';

const ROLE_ARN =
  awsRole.arn ?? `arn:aws:iam::${ACCOUNT}:role/BackstageManagedNodesRead`;
const ID = awsRole.externalId ?? EXTERNAL_ID;

describe('STS', () => {
  const contract = Contract.use({ nodes: 20 });
  const sts = () => new STSClient(contract.user());
  const assume = (change: object = {}) =>
    sts().send(
      new AssumeRoleCommand({
        RoleArn: ROLE_ARN,
        RoleSessionName: 'contract',
        ExternalId: ID,
        ...change,
      }),
    );

  it('tells who asks', async () => {
    const identity = await sts().send(new GetCallerIdentityCommand({}));

    expect(identity.Account).toMatch(/^\d{12}$/);
    expect(identity.Arn).toMatch(/^arn:aws:(iam|sts)::\d{12}:/);
    expect(identity.UserId).toEqual(expect.any(String));
  });

  itWithRole('lets a role be assumed, which then is who asks', async () => {
    const { Credentials: issued, AssumedRoleUser: user } = await assume();

    expect(issued?.AccessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
    expect(issued?.Expiration?.getTime()).toBeGreaterThan(Date.now());
    const identity = await new STSClient({
      ...contract.user(),
      credentials: {
        accessKeyId: issued?.AccessKeyId ?? '',
        secretAccessKey: issued?.SecretAccessKey ?? '',
        sessionToken: issued?.SessionToken,
      },
    }).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(user?.Arn);
    expect(identity.Arn).toMatch(/:assumed-role\/[^/]+\/contract$/);
  });

  itWithRole.each([
    ['a wrong external id', { ExternalId: 'something-else' }],
    ['no external id', { ExternalId: undefined }],
    ['a role that does not exist', { RoleArn: `${ROLE_ARN}X` }],
  ])('refuses %s without telling why', async (_, change) => {
    const refused = assume(change);

    await expect(refused).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /^User: \S+ is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::/,
      ),
      $metadata: { httpStatusCode: 403 },
    });
  });

  itWithRole.each([
    ['a session name with a space', { RoleSessionName: 'not good' }],
    ['a session of ten minutes', { DurationSeconds: 600 }],
    ['a session longer than the role allows', { DurationSeconds: 43_200 }],
  ])('refuses %s', async (_, change) => {
    await expect(assume(change)).rejects.toMatchObject({
      name: 'ValidationError',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('does not know an access key that nobody has', async () => {
    const client = new STSClient({
      ...contract.user(),
      credentials: {
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wrong',
      },
    });

    await expect(
      client.send(new GetCallerIdentityCommand({})),
    ).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
  });

  itSimulated('wants the session token of a key it issued', async () => {
    const options = await contract.role();
    const without = { ...options.credentials, sessionToken: undefined };
    const client = new SSMClient({
      ...options,
      credentials: { accessKeyId: '', secretAccessKey: '', ...without },
    });

    await expect(
      client.send(new DescribeInstancePropertiesCommand({})),
    ).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  itSimulated('refuses sessions that have expired', async () => {
    const options = await contract.role();
    await contract.simulator.control.expireSessions();

    await expect(
      new SSMClient(options).send(new DescribeInstancePropertiesCommand({})),
    ).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    await expect(
      new STSClient(options).send(new GetCallerIdentityCommand({})),
    ).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  itSimulated('does not let a role session assume a role', async () => {
    const client = new STSClient(await contract.role());

    await expect(
      client.send(
        new AssumeRoleCommand({
          RoleArn: ROLE_ARN,
          RoleSessionName: 'chained',
          ExternalId: ID,
        }),
      ),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        'because no identity-based policy allows the sts:AssumeRole action',
      ),
    });
  });

  itSimulated('says so when it does not have an operation', async () => {
    await expect(
      sts().send(
        new DecodeAuthorizationMessageCommand({ EncodedMessage: 'x' }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidAction',
      $metadata: { httpStatusCode: 400 },
    });
  });
});
