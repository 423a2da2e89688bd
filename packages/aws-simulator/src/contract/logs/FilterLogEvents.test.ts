import {
  FilterLogEventsCommand,
  FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  ARN,
  CENTRAL,
  describeSimulated,
  GROUP,
  LogsContract,
  MINUTE,
  NOW,
} from './LogsContract';

const DAY = 1440 * MINUTE;

describeSimulated('FilterLogEvents', () => {
  const use = LogsContract.use();

  it('filters events in order of time, each once, the same always', async () => {
    const input = {
      logGroupName: GROUP,
      startTime: NOW - 10 * MINUTE,
      endTime: NOW - MINUTE,
      limit: 100,
    };
    const { items, pages } = await use.filter(input);
    const times = items.map(event => event.timestamp ?? 0);

    expect(pages.length).toBeGreaterThan(2);
    expect(items.length).toBeGreaterThan(use.nodes.length * 5);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(input.startTime);
    expect(times[times.length - 1]).toBeLessThanOrEqual(input.endTime);
    expect(new Set(items.map(event => event.eventId)).size).toBe(items.length);
    expect((await use.filter({ ...input, limit: 1000 })).items).toEqual(items);
    const backward = await use.filter({ ...input, startFromHead: false });
    expect(backward.items.map(event => event.timestamp)).toEqual(
      [...times].reverse(),
    );
  });

  it('keeps the direction of a token, whatever the request says', async () => {
    const input = { logGroupName: GROUP, startTime: NOW - DAY, limit: 50 };
    const send = (more: Partial<FilterLogEventsCommandInput>) =>
      use.logs.send(new FilterLogEventsCommand({ ...input, ...more }));
    const first = await send({ startFromHead: false });
    const second = await send({ nextToken: first.nextToken });
    const [before] = first.events?.slice(-1) ?? [];

    expect(Number(second.events?.[0]?.timestamp)).toBeLessThanOrEqual(
      Number(before.timestamp),
    );
    await expect(
      send({ nextToken: first.nextToken, filterPattern: 'ERROR' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('shows what arrived only, and nothing of a machine that is lost', async () => {
    const id = use.online;
    const last = async () => {
      const { items } = await use.filter({
        logGroupName: GROUP,
        logStreamNames: [id],
        startTime: NOW - 10 * MINUTE,
      });
      return items[items.length - 1];
    };
    const before = await last();
    await use.contract.simulator.control.updateNode(id, {
      pingStatus: 'ConnectionLost',
    });
    await use.contract.simulator.control.advance(10 * MINUTE);
    const after = await last();
    const now = NOW + 10 * MINUTE;

    expect(before.ingestionTime).toBeGreaterThanOrEqual(
      Number(before.timestamp),
    );
    expect(before.ingestionTime).toBeLessThanOrEqual(NOW);
    expect(after.timestamp).toBeLessThan(now - 9 * MINUTE);
    await use.contract.simulator.control.updateNode(id, {
      pingStatus: 'Online',
    });
    await use.contract.simulator.control.advance(5 * MINUTE);
    expect((await last()).timestamp).toBeGreaterThan(now);
  });

  it('matches patterns of terms, and has pages that nothing matches', async () => {
    const all = await use.filter({
      logGroupName: GROUP,
      startTime: NOW - 180 * MINUTE,
      filterPattern: 'ERROR "did not answer" -ledger',
    });
    const any = await use.filter({
      logGroupName: GROUP,
      startTime: NOW - 60 * MINUTE,
      filterPattern: '?WARN ?ERROR',
    });
    const messages = all.items.map(event => event.message ?? '');

    expect(messages.length).toBeGreaterThan(5);
    expect(
      messages.every(
        text =>
          text.includes('ERROR') &&
          text.includes('did not answer') &&
          !text.includes('ledger'),
      ),
    ).toBe(true);
    expect(
      any.items.every(({ message = '' }) => /WARN|ERROR/.test(message)),
    ).toBe(true);
    const nothing = await use.filter({
      logGroupName: GROUP,
      startTime: NOW - DAY / 2,
      filterPattern: 'nobodyEverWroteThis',
    });
    expect(nothing.items).toEqual([]);
    expect(nothing.pages.length).toBeGreaterThan(1);
  });

  it('gives no page more than a megabyte', async () => {
    const { pages } = await use.filter(
      { logGroupName: CENTRAL, startTime: NOW - 30 * MINUTE, endTime: NOW },
      use.central,
    );
    const sizes = pages.map(page =>
      page.reduce(
        (sum, { message = '' }) => sum + Buffer.byteLength(message),
        0,
      ),
    );

    expect(pages.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_048_576);
    expect(Math.max(...pages.map(page => page.length))).toBeLessThanOrEqual(
      10_000,
    );
  });

  it('writes lines as applications do, and some that are hostile', async () => {
    const { items } = await use.filter(
      { logGroupName: CENTRAL, startTime: NOW - 30 * MINUTE, endTime: NOW },
      use.central,
    );
    const messages = items.map(event => event.message ?? '');
    const share = (pattern: RegExp) =>
      messages.filter(text => pattern.test(text)).length / messages.length;

    expect(share(/^\{"timestamp":"2026-11-20T1/)).toBeGreaterThan(0.4);
    expect(share(/^2026-11-20T1[12]:\d\d:\d\d\.\d{3}Z INFO /)).toBeGreaterThan(
      0.3,
    );
    expect(share(/ERROR/)).toBeGreaterThan(0.01);
    expect(share(/<script>/)).toBeGreaterThan(0);
    // eslint-disable-next-line no-control-regex
    expect(share(/\u001b\[31m/)).toBeGreaterThan(0);
    expect(share(/^[=+@]/)).toBeGreaterThan(0);
    expect(Math.max(...messages.map(text => text.length))).toBe(2000);
    const perMinute = messages.length / 30 / 400;
    expect(perMinute).toBeGreaterThan(1);
    expect(perMinute).toBeLessThan(6);
  });

  it.each<[string, FilterLogEventsCommandInput]>([
    ['no group', {}],
    ['a group twice', { logGroupName: GROUP, logGroupIdentifier: ARN }],
    ['an ARN with an asterisk', { logGroupIdentifier: `${ARN}:*` }],
    ['10,001 events', { logGroupName: GROUP, limit: 10_001 }],
    [
      'streams by name and prefix',
      {
        logGroupName: GROUP,
        logStreamNames: ['i-1'],
        logStreamNamePrefix: 'i',
      },
    ],
    [
      'the newest first since ever',
      { logGroupName: GROUP, startFromHead: false },
    ],
    ['a term with dots', { logGroupName: GROUP, filterPattern: 'a.b' }],
    ['an open quote', { logGroupName: GROUP, filterPattern: '"a b' }],
    [
      'a pattern over JSON',
      { logGroupName: GROUP, filterPattern: '{ $.a = 1 }' },
    ],
  ])('refuses %s', async (_, input) => {
    await expect(
      use.logs.send(new FilterLogEventsCommand(input)),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
