import { ConfigReader } from '@backstage/config';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { PersonSessions } from '../aws/PersonSessions';
import { CommandSender, CommandToSend } from './CommandSender';

/** What STS says of who asks. */
const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/portal</Arn><UserId>AIDA</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>';

type Answer = object | { error: string; message: string } | 'none';

/** What a simulator has no reason to do, said by a server that says what it is told to. */
describe('CommandSender', () => {
  const ids = Array.from(
    { length: 8 },
    (_, index) => `i-${String(index).repeat(17)}`,
  );
  const before = process.env.AWS_ENDPOINT_URL;
  let server: Server;
  let sender: CommandSender;
  let sent: string[][];
  let answers: (nodeIds: string[]) => Answer;
  let known: object[];

  beforeEach(async () => {
    sent = [];
    known = [];
    server = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', chunk => chunks.push(chunk));
      req.on('end', () => {
        if (!req.headers['x-amz-target']) {
          res.end(IDENTITY);
          return;
        }
        const operation = String(req.headers['x-amz-target']).split('.')[1];
        const input = JSON.parse(Buffer.concat(chunks).toString());
        let answer: Answer = { Commands: known };
        if (operation === 'SendCommand') {
          sent.push(input.InstanceIds);
          answer = answers(input.InstanceIds);
        }
        if (answer === 'none') {
          res.destroy();
          return;
        }
        const failed = 'error' in answer ? answer : undefined;
        res
          .writeHead(failed ? 400 : 200, {
            'content-type': 'application/x-amz-json-1.1',
          })
          .end(
            JSON.stringify(
              failed
                ? {
                    __type: failed.error,
                    message: 'message' in failed ? failed.message : '',
                  }
                : answer,
            ),
          );
      });
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
    const { port } = server.address() as AddressInfo;
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${port}`;
    sender = CommandSender.create({
      // No role to assume, so nobody is asked for one.
      sessions: PersonSessions.fromConfig(
        new ConfigReader({
          aws: { mainAccount: { accessKeyId: 'a', secretAccessKey: 'b' } },
        }),
        { accounts: { get: () => undefined } },
      ),
      times: { throttled: 1, lookUps: [1, 1] },
    });
  });
  afterEach(async () => {
    if (before === undefined) {
      delete process.env.AWS_ENDPOINT_URL;
    } else {
      process.env.AWS_ENDPOINT_URL = before;
    }
    await new Promise(done => {
      server.close(done);
      server.closeAllConnections();
    });
  });

  const send = (
    more: Partial<CommandToSend> = {},
    mayGoOn = async () => true,
  ) =>
    sender.send(
      {
        account: '111122223333',
        region: 'eu-central-1',
        document: 'AWS-RunPatchBaseline',
        nodeIds: ids,
        parameters: { Operation: ['Install'] },
        maxConcurrency: '1',
        maxErrors: '0',
        comment: 'Backstage 1 #1',
        repeatable: false,
        ...more,
      },
      'user:default/priya',
      mayGoOn,
    );
  const taken = { Command: { CommandId: 'c-1' } };
  const denial = (id: string) => ({
    error: 'AccessDeniedException',
    message: `User: x is not authorized to perform: ssm:SendCommand on resource: arn:aws:ec2:eu-central-1:111122223333:instance/${id} because no identity-based policy allows the ssm:SendCommand action`,
  });

  it('leaves out the nodes that it is denied for, and sends to the others', async () => {
    answers = nodeIds => {
      if (nodeIds.includes(ids[1])) {
        return denial(ids[1]);
      }
      return nodeIds.includes(ids[2])
        ? {
            error: 'InvalidInstanceId',
            message: `Instances [[${ids[2]}, ${ids[3]}]] not in a valid state for account 111122223333`,
          }
        : taken;
    };
    const result = await send();
    expect(result).toMatchObject({ commandId: 'c-1', unknown: false });
    expect([...result.refused.keys()]).toEqual([ids[1], ids[2], ids[3]]);
    expect(result.refused.get(ids[1])).toContain(ids[1]);
    expect(sent).toHaveLength(3);
    expect(sent[2]).toEqual([ids[0], ...ids.slice(4)]);
  });

  it('stops asking when it is denied for one after the other', async () => {
    answers = ([first]) => denial(first);
    const result = await send();
    expect(result).toMatchObject({ commandId: undefined, unknown: false });
    expect(result.refused.size).toBe(8);
    expect(sent).toHaveLength(6);
  });

  it('goes on when AWS had too many requests, as long as it may', async () => {
    const throttled = {
      error: 'ThrottlingException',
      message: 'Rate exceeded',
    };
    answers = () => (sent.length < 3 ? throttled : taken);
    expect(await send()).toMatchObject({ commandId: 'c-1' });
    expect(sent).toHaveLength(3);

    sent = [];
    answers = () => throttled;
    const result = await send();
    expect(result.refused.size).toBe(8);
    expect(result.refused.get(ids[0])).toContain('Rate exceeded');

    sent = [];
    const mayGoOn = async () => sent.length < 1;
    expect(await send({}, mayGoOn)).toMatchObject({
      commandId: undefined,
      unknown: false,
    });
    expect(sent).toHaveLength(1);
  });

  it('does not send an install again whose answer is lost', async () => {
    answers = () => 'none';
    expect(await send()).toMatchObject({
      commandId: undefined,
      unknown: true,
    });
    expect(sent).toHaveLength(1);
  });

  it('sends again what does no harm twice, unless AWS shows it', async () => {
    answers = () => (sent.length < 2 ? 'none' : taken);
    expect(await send({ repeatable: true })).toMatchObject({
      commandId: 'c-1',
    });
    expect(sent).toHaveLength(2);

    sent = [];
    known = [
      {
        CommandId: 'c-foreign',
        Comment: 'Backstage 1 #1',
        DocumentName: 'AWS-RunPatchBaseline',
        InstanceIds: [...ids, 'i-0123'],
      },
      {
        CommandId: 'c-2',
        Comment: 'Backstage 1 #1',
        DocumentName: 'AWS-RunPatchBaseline',
        InstanceIds: ids,
      },
    ];
    expect(await send({ repeatable: true })).toMatchObject({
      commandId: 'c-2',
      unknown: false,
    });
    expect(sent).toHaveLength(1);
  });
});
