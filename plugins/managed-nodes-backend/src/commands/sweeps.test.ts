import { Knex } from 'knex';
import { PROD } from '../__testUtils__/createSync';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import {
  createReplica,
  OMAR,
  startCommands,
} from '../patches/actions/__testUtils__/world';
import {
  createEngine,
  FakeTransport,
  operationOf,
} from './__testUtils__/engine';

jest.setTimeout(90_000);

describe.each(databases.eachSupportedId())('sweeps on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await openTestDatabase(id);
  });

  describe('of what a test says', () => {
    let automation: FakeTransport;
    let engine: ReturnType<typeof createEngine>;
    let prints: Map<string, string>;
    let sweep: jest.Mock;

    beforeEach(async () => {
      automation = new FakeTransport();
      prints = new Map();
      sweep = jest.fn(async () => prints);
      automation.sweep = sweep;
      automation.report = {
        nodes: [],
        whole: { outcome: 'running', detail: null },
      };
      engine = createEngine(knex, { automation });
    });

    /** Starts some, looks at them for the first time, and again soon. */
    const startSome = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        await engine.start(operationOf());
        prints.set(`sent-${automation.sent.length}`, 'InProgress');
      }
      await engine.step();
    };
    const looks = async () => {
      const before = automation.looks;
      // As long as AWS is not to be asked again after a page.
      await new Promise(resolve => setTimeout(resolve, 150));
      await engine.step();
      return automation.looks - before;
    };
    const delays = async () =>
      new Set<number>(await knex('command_groups').pluck('poll_delay'));

    it('spare looks at what has not got on', async () => {
      await startSome(8);
      expect(automation.looks).toBe(8);
      expect(await delays()).toEqual(new Set([60_000]));
      expect(await looks()).toBe(0);
      prints.set('sent-3', 'Success');
      prints.set('sent-5', 'Failed');
      expect(await looks()).toBe(2);
      expect(await looks()).toBe(0);
      expect(sweep).toHaveBeenCalledTimes(4);
      const [target, ids] = sweep.mock.calls[0];
      expect(target).toEqual({
        account: '111122223333',
        region: 'eu-central-1',
      });
      expect(ids).toHaveLength(8);
    });

    it('are not made for few, and do not hide what they do not tell of', async () => {
      await startSome(5);
      expect(sweep).not.toHaveBeenCalled();
      expect(await delays()).toEqual(new Set([2_000]));
      await startSome(3);
      expect(sweep).toHaveBeenCalled();
      await knex('command_groups').update({
        poll_at: Date.now() + 60_000,
        poll_delay: 60_000,
      });
      expect(await looks()).toBe(0);
      // They would not be looked at for a minute.
      prints.delete('sent-2');
      expect(await looks()).toBe(1);
      const [group] = await knex('command_groups').where({
        command_id: 'sent-2',
      });
      expect(group.poll_delay).toBe(2_000);
    });

    it('are looked behind again when that failed, or told less', async () => {
      await startSome(6);
      jest
        .spyOn(automation, 'reports')
        .mockRejectedValueOnce(new Error('Rate exceeded'));
      prints.set('sent-4', 'Success');
      await looks();
      expect(await looks()).toBe(1);

      // The whole has ended, and what is told of its nodes is behind.
      prints.set('sent-6', 'Success');
      await knex('command_groups').update({ poll_delay: 2_000 });
      await looks();
      const [group] = await knex('command_groups').where({
        command_id: 'sent-6',
      });
      expect(group.poll_delay).toBe(3_000);
    });

    it('that fail leave what was known', async () => {
      await startSome(6);
      sweep.mockRejectedValue(new Error('Rate exceeded'));
      expect(await looks()).toBe(0);
      expect(engine.logger.warn).toHaveBeenCalledWith(
        expect.stringContaining('cannot be listed: Rate exceeded'),
      );
      await knex('command_groups').update({ poll_at: 0 });
      expect(await looks()).toBe(6);
    });
  });

  it('follow commands to their end by few requests', async () => {
    const aws = await startCommands(300);
    try {
      await aws.control.commands.configure({ speed: 10 });
      const portal = await createReplica(knex, aws);
      await portal.list(PROD);
      const names = await portal.names(24, { account: PROD });
      const ids: string[] = [];
      for (const name of names) {
        ids.push((await portal.start(OMAR, 'scan', [name])).id);
      }
      await portal.sender.idle();
      await aws.control.resetCalls();
      const signal = new AbortController().signal;
      const begun = Date.now();
      const open = async () =>
        (await knex('command_groups').where({ state: 'sent' })).length;
      while ((await open()) > 0 && Date.now() - begun < 60_000) {
        await portal.follower.step(signal);
        await new Promise(resolve => setTimeout(resolve, 500));
      }
      expect(await open()).toBe(0);
      const outcomes: string[] = await knex('command_nodes')
        .whereIn('operation_id', ids)
        .pluck('outcome');
      expect(outcomes).toEqual(names.map(() => 'succeeded'));
      const calls = await aws.control.calls();
      const of = (operation: string) =>
        calls.filter(call => call.operation === operation).length;
      // It begins, it ends, and once more where nothing had changed.
      expect(of('ListCommandInvocations')).toBeLessThanOrEqual(3 * 24);
      expect(of('ListCommands')).toBeGreaterThan(0);
    } finally {
      await aws.stop();
    }
  });
});
