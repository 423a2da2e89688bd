import {
  ListCommandsCommand,
  SendCommandCommand,
  DescribeInstancePropertiesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import {
  ACCOUNT,
  EXTERNAL_ID,
  itSimulated,
  OPERATE_ROLE,
  REGION,
} from '../harness';
import { useRunCommand } from './runCommand';

describe('session policies', () => {
  const { contract, find } = useRunCommand();

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
