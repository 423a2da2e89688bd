import {
  DescribeInstancePropertiesCommand,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { ConfigReader } from '@backstage/config';
import { PROD } from '../__testUtils__/createSync';
import { PersonSessions } from '../aws/PersonSessions';
import {
  Commands,
  OPERATE_ROLE,
  REGION,
  startCommands,
} from '../patches/actions/__testUtils__/world';
import { sendPolicies } from './sessionPolicy';

jest.setTimeout(60_000);

describe('the session of a person', () => {
  let aws: Commands;
  beforeAll(async () => {
    aws = await startCommands(200);
  });
  afterAll(() => aws.stop());

  const sessions = (roleName: string | undefined) =>
    PersonSessions.fromConfig(
      new ConfigReader({
        aws: { mainAccount: { ...aws.credentials, region: 'us-east-1' } },
      }),
      {
        accounts: {
          get: () => ({ roleName, externalId: 'managed-nodes-demo' }),
        },
      },
    );

  it('may send this document to these nodes, and nothing else', async () => {
    const { nodes } = await aws.control.findNodes({
      account: PROD,
      region: REGION,
      pingStatus: 'Online',
    });
    const [mine, foreign] = nodes.map(node => node.id);
    const target = { account: PROD, region: REGION };
    const [policy] = sendPolicies(
      { ...target, document: 'AWS-RunPatchBaseline', nodeIds: [mine] },
      'aws',
    );
    const { ssm, named } = await sessions(OPERATE_ROLE).open(target, {
      userEntityRef: 'user:default/priya',
      policy,
    });
    expect(named).toBe(true);
    const send = (InstanceIds: string[], DocumentName: string) =>
      ssm.send(
        new SendCommandCommand({
          InstanceIds,
          DocumentName,
          Parameters: { Operation: ['Scan'] },
        }),
      );
    for (const refused of [
      send([foreign], 'AWS-RunPatchBaseline'),
      send([mine, foreign], 'AWS-RunPatchBaseline'),
      send([mine], 'AWS-RunShellScript'),
      ssm.send(new DescribeInstancePropertiesCommand({})),
    ]) {
      await expect(refused).rejects.toMatchObject({
        name: expect.stringMatching(/^AccessDenied/),
      });
    }
    const { Command } = await send([mine], 'AWS-RunPatchBaseline');
    expect(Command?.InstanceIds).toEqual([mine]);
  });

  it('is the portal’s own where there is no role to assume', async () => {
    const { named } = await sessions(undefined).open(
      { account: '999900001111', region: REGION },
      { userEntityRef: 'user:default/priya', policy: '{}' },
    );
    expect(named).toBe(false);
  });
});
