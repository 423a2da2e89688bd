import { Knex } from 'knex';
import { PROD } from '../__testUtils__/createSync';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { OPERATE_ROLE, REGION } from '../patches/actions/__testUtils__/world';
import {
  CounterPortal,
  CounterWorld,
  documentOf,
  servePortal,
  startCounterWorld,
} from './__testUtils__/world';

jest.setTimeout(90_000);

const ESC = String.fromCodePoint(0x1b);

describe.each(databases.eachSupportedId())(
  'counters that cannot be read on %s',
  id => {
    let aws: CounterWorld;
    let knex: Knex;
    let portal: CounterPortal;

    const start = async (
      document?: string | null,
      options: Parameters<typeof servePortal>[2] = {},
    ) => {
      aws = await startCounterWorld(document);
      knex = await openTestDatabase(id);
      portal = await servePortal(knex, aws, options);
      await portal.list();
    };
    afterEach(async () => {
      await portal.close();
      await aws.stop();
    });

    const commands = () => aws.control.commands.list();
    /** Waits until something holds. */
    const until = async (holds: () => Promise<boolean>) => {
      for (let left = 200; !(await holds()); left -= 1) {
        expect(left).toBeGreaterThan(0);
        await new Promise(done => setTimeout(done, 25));
      }
    };
    const underWay = () => until(async () => (await commands()).length > 0);
    const cancelled = () =>
      until(async () =>
        (await commands()).every(({ nodes }) =>
          Object.values(nodes).every(status => /^Cancel/.test(status)),
        ),
      );

    it('say which document to publish where', async () => {
      await start(null);
      const { name } = await portal.node();
      const { status, body } = await portal.read('priya', name);
      expect(status).toBe(409);
      expect(body.error.message).toBe(
        `Account ${PROD} does not have the Command document ManagedNodes-RightNow in ${REGION}: whoever runs the account has to publish it there, as it comes with this portal`,
      );
      // Those who ask within ten seconds are told the same, and AWS is not asked.
      await aws.control.resetCalls();
      expect((await portal.read('omar', name)).body.error.message).toBe(
        body.error.message,
      );
      expect(await aws.control.calls()).toEqual([]);
      expect(portal.events.map(({ status: how }) => how)).toEqual([
        'failed',
        'failed',
      ]);
    });

    it('say so when the document of that name is another one', async () => {
      await start(
        JSON.stringify({
          schemaVersion: '2.2',
          mainSteps: [
            {
              name: 'somethingElse',
              action: 'aws:runShellScript',
              inputs: { runCommand: ['echo hello'] },
            },
          ],
        }),
      );
      const { name } = await portal.node();
      const { status, body } = await portal.read('priya', name);
      expect(status).toBe(409);
      expect(body.error.message).toContain(
        'does not have the Command document',
      );
    });

    it.each([
      ['markup', ['echo "<script>alert(1)</script>"']],
      ['nothing', ['true']],
      ['a figure out of bounds', [`echo '{"version":1,"cpuPercent":1e9}'`]],
    ])('take a node for nothing that prints %s', async (_, lines) => {
      await start(documentOf(...lines));
      const { name } = await portal.node();
      const { status, body } = await portal.read('priya', name);
      expect(status).toBe(409);
      expect(body.error.message).toBe('What the node printed are no counters');
      expect(JSON.stringify(body)).not.toContain('script');
    });

    it('tell what the node complained of, cut and without what steers a terminal', async () => {
      await start(
        documentOf(
          `echo "${ESC}[31mno awk here ${'x'.repeat(1000)}" >&2`,
          'exit 7',
        ),
      );
      const { name } = await portal.node();
      const { status, body } = await portal.read('priya', name);
      expect(status).toBe(409);
      expect(body.error.message).toMatch(
        /^The node could not say how busy it is \(Failed\): no awk here x+$/,
      );
      expect(body.error.message.length).toBeLessThan(400);
    });

    it('name what the role may not do', async () => {
      await start();
      await aws.control.setActions(PROD, OPERATE_ROLE, ['ssm:ListCommands']);
      const { name } = await portal.node();
      const { status, body } = await portal.read('priya', name);
      expect(status).toBe(503);
      expect(body.error.message).toContain('ssm:SendCommand');
    });

    it('name what the role that reads may not do, and leave nothing behind', async () => {
      await start();
      await aws.control.commands.configure({ speed: 0.1 });
      await aws.control.setActions(PROD, 'BackstageManagedNodesRead', []);
      const { name } = await portal.node();
      const { status, body } = await portal.read('priya', name);
      expect(status).toBe(503);
      expect(body.error.message).toContain('ssm:GetCommandInvocation');
      await cancelled();
    });

    it('are given up when the node takes too long, and cancelled', async () => {
      await start(undefined, { times: { patience: 1_500 } });
      await aws.control.commands.configure({ speed: 0.1 });
      const { name } = await portal.node();
      const { status, body } = await portal.read('priya', name);
      expect(status).toBe(409);
      expect(body.error.message).toBe(
        'The node did not answer within 1.5 seconds, so the command was cancelled',
      );
      await cancelled();
      expect(await commands()).toMatchObject([
        { sender: expect.stringMatching(/\/default\.priya$/) },
      ]);
    });

    it('are cancelled when nobody waits any more, and not before', async () => {
      await start();
      await aws.control.commands.configure({ speed: 0.1 });
      const { name } = await portal.node();
      const first = new AbortController();
      const second = new AbortController();
      const waiting = [
        portal.read('priya', name, { signal: first.signal }),
        portal.read('omar', name, { signal: second.signal }),
      ].map(each => each.catch((error: Error) => error.name));
      await underWay();
      await until(async () => portal.events.length === 2);
      first.abort();
      await until(async () =>
        portal.events.some(({ status }) => status === 'failed'),
      );
      expect((await commands())[0].status).not.toMatch(/^Cancel/);
      second.abort();
      await cancelled();
      expect(await Promise.all(waiting)).toEqual(['AbortError', 'AbortError']);
      await until(async () =>
        portal.events.every(({ status }) => status === 'failed'),
      );
      expect(await commands()).toHaveLength(1);
      expect(portal.logger.error).not.toHaveBeenCalled();
    });

    it('are cancelled when they are sent only after nobody waits', async () => {
      await start();
      await aws.control.commands.configure({ speed: 0.1 });
      await aws.control.addFault({
        operation: 'SendCommand',
        kind: 'slow',
        milliseconds: 800,
        count: 1,
      });
      const { name } = await portal.node();
      const leaves = new AbortController();
      const waiting = portal
        .read('priya', name, { signal: leaves.signal })
        .catch(() => {});
      await until(async () =>
        (
          await aws.control.calls()
        ).some(({ operation }) => operation === 'AssumeRole'),
      );
      await new Promise(done => setTimeout(done, 300));
      leaves.abort();
      await waiting;
      await underWay();
      await cancelled();
      expect(await commands()).toHaveLength(1);
    });

    it('say so when the command cannot be cancelled, to operators', async () => {
      await start(undefined, { times: { patience: 800 } });
      await aws.control.commands.configure({ speed: 0.1 });
      await aws.control.setActions(PROD, OPERATE_ROLE, [
        'ssm:SendCommand',
        'ssm:ListCommands',
      ]);
      const { name } = await portal.node();
      expect((await portal.read('priya', name)).status).toBe(409);
      await until(
        async () => jest.mocked(portal.logger.warn).mock.calls.length > 0,
      );
      expect(jest.mocked(portal.logger.warn).mock.calls[0][0]).toContain(
        'ssm:CancelCommand',
      );
    });
  },
);
