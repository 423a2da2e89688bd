import {
  CreateDocumentCommand,
  GetAutomationExecutionCommand,
  SSMClient,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import {
  ACCOUNT,
  EXTERNAL_ID,
  itSimulated,
  OPERATE_ROLE,
  REGION,
} from '../harness';
import { useRunbooks } from './runbooks';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/RunbookAutomation`;
const ssmArn = (resource: string) =>
  `arn:aws:ssm:${REGION}:${ACCOUNT}:${resource}`;

describe('what runbooks may', () => {
  const { contract, control, ssm, publish, after, find } = useRunbooks();

  const options = async (statements: object[]) => {
    const { Credentials: issued } = await new STSClient(contract.user()).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/${OPERATE_ROLE}`,
        RoleSessionName: 'jane.doe',
        ExternalId: EXTERNAL_ID,
        Policy: JSON.stringify({ Statement: statements }),
      }),
    );
    return {
      ...contract.user(),
      credentials: {
        accessKeyId: issued?.AccessKeyId ?? '',
        secretAccessKey: issued?.SecretAccessKey ?? '',
        sessionToken: issued?.SessionToken,
      },
    };
  };
  const allow = (Action: string[], Resource: string[]) => ({
    Effect: 'Allow',
    Action,
    Resource,
  });
  const runs = (assumeRole?: string) =>
    publish(
      'Runs',
      [
        {
          name: 'run',
          action: 'aws:runCommand',
          inputs: {
            DocumentName: 'AWS-RunShellScript',
            InstanceIds: ['{{ Node }}'],
            Parameters: { commands: ['echo hello'] },
          },
        },
      ],
      { assumeRole, parameters: { Node: { type: 'String' } } },
    );
  const run = async (client: SSMClient, DocumentName: string, node: string) => {
    const { AutomationExecutionId = '' } = await client.send(
      new StartAutomationExecutionCommand({
        DocumentName,
        Parameters: { Node: [node] },
      }),
    );
    return AutomationExecutionId;
  };

  itSimulated('is what the session of whoever started them may', async () => {
    const [mine, other] = await find({ platform: 'Linux' });
    await runs();
    const client = new SSMClient(
      await options([
        allow(['ssm:StartAutomationExecution'], [ssmArn('document/Runs')]),
        allow(
          ['ssm:SendCommand'],
          [`arn:aws:ssm:${REGION}::document/AWS-RunShellScript`, mine.arn],
        ),
        allow(['ssm:ListCommand*'], ['*']),
      ]),
    );
    const fine = await run(client, 'Runs', mine.id);
    const foreign = await run(client, 'Runs', other.id);
    expect(await after(30, fine)).toMatchObject({
      AutomationExecutionStatus: 'Success',
      ExecutedBy: `arn:aws:sts::${ACCOUNT}:assumed-role/${OPERATE_ROLE}/jane.doe`,
    });
    expect(await after(0, foreign)).toMatchObject({
      AutomationExecutionStatus: 'Failed',
      FailureMessage: expect.stringMatching(
        /AccessDeniedException.*no session policy allows/,
      ),
    });
    await expect(
      client.send(
        new StartAutomationExecutionCommand({
          DocumentName: 'AWS-RestartEC2Instance',
          Parameters: { InstanceId: [mine.id] },
        }),
      ),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(
      client.send(
        new GetAutomationExecutionCommand({ AutomationExecutionId: fine }),
      ),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  itSimulated('is what the role may that they assume', async () => {
    const [{ id: node }] = await find({ platform: 'Linux' });
    await runs(ROLE);
    const start = [
      allow(
        ['ssm:StartAutomationExecution'],
        [ssmArn('automation-definition/Runs:*')],
      ),
    ];
    const client = new SSMClient(
      await options([...start, allow(['iam:PassRole'], [ROLE])]),
    );
    expect(await after(30, await run(client, 'Runs', node))).toMatchObject({
      AutomationExecutionStatus: 'Success',
    });
    await expect(
      run(new SSMClient(await options(start)), 'Runs', node),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('iam:PassRole'),
    });
    await expect(contract.role('RunbookAutomation')).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  itSimulated('is not what their operators may not', async () => {
    await expect(
      ssm.operator.send(
        new CreateDocumentCommand({
          Name: 'Mine',
          Content: '{}',
          DocumentType: 'Automation',
        }),
      ),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(
      new DynamoDBClient(await options([allow(['dynamodb:Scan'], ['*'])])).send(
        new ListTablesCommand({}),
      ),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await control().denyActions(ACCOUNT, OPERATE_ROLE, ['dynamodb:ListTables']);
    await expect(
      new DynamoDBClient(await contract.role(OPERATE_ROLE)).send(
        new ListTablesCommand({}),
      ),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
