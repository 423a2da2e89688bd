import {
  FilterLogEventsCommand,
  OutputLogEvent,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { ACCOUNT } from '../harness';
import {
  ARN,
  describeSimulated,
  GROUP,
  LogsContract,
  MINUTE,
  NOW,
} from './LogsContract';

describeSimulated('GetLogEvents', () => {
  const use = LogsContract.use();

  it('reads a stream forward until the token stays the same', async () => {
    const logStreamName = use.online;
    const startTime = NOW - 60 * MINUTE;
    const events: OutputLogEvent[] = [];
    let token: string | undefined;
    let calls = 0;
    for (;;) {
      const page = await use.get({
        logStreamName,
        startTime,
        startFromHead: true,
        limit: 20,
        nextToken: token,
      });
      events.push(...(page.events ?? []));
      calls += 1;
      if (page.nextForwardToken === token) {
        break;
      }
      token = page.nextForwardToken;
    }
    const { items } = await use.filter({
      logGroupName: GROUP,
      logStreamNames: [logStreamName],
      startTime,
    });

    expect(calls).toBeGreaterThan(3);
    expect(events.map(event => event.message)).toEqual(
      items.map(event => event.message),
    );
    // What is written later is found with the same token.
    await use.contract.simulator.control.advance(5 * MINUTE);
    const later = await use.get({
      logStreamName,
      startFromHead: true,
      nextToken: token,
    });
    expect(later.events?.length).toBeGreaterThan(0);
    expect(Number(later.events?.[0].timestamp)).toBeGreaterThan(
      Number(events[events.length - 1].timestamp),
    );
  });

  it('reads a stream backward from its end', async () => {
    const logStreamName = use.online;
    const newest = await use.get({ logStreamName, limit: 10 });
    const older = await use.get({
      logStreamName,
      limit: 10,
      nextToken: newest.nextBackwardToken,
    });
    const again = await use.get({
      logStreamName,
      limit: 10,
      startFromHead: true,
      nextToken: older.nextForwardToken,
    });
    const times = [...(older.events ?? []), ...(newest.events ?? [])].map(
      event => event.timestamp ?? 0,
    );

    expect(times).toHaveLength(20);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(again.events).toEqual(newest.events);
    const none = await use.get({ logStreamName, startTime: 1, endTime: 2 });
    expect(none.events).toEqual([]);
    await expect(
      use.get({ logStreamName, nextToken: 'f/1' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('looks into other accounts by ARN and from the management account only', async () => {
    const other = ARN.replace(ACCOUNT, '222233334444');
    const missing = { name: 'ResourceNotFoundException' };
    const startTime = NOW - MINUTE;

    expect(
      (await use.filter({ logGroupIdentifier: other, startTime }, use.central))
        .items,
    ).not.toEqual([]);
    await expect(
      use.filter({ logGroupName: GROUP, startTime }, use.central),
    ).rejects.toMatchObject(missing);
    await expect(
      use.filter({ logGroupIdentifier: other, startTime }),
    ).rejects.toMatchObject(missing);
    await expect(
      use.filter({
        logGroupIdentifier: ARN.replace('eu-central-1', 'us-east-1'),
        startTime,
      }),
    ).rejects.toMatchObject(missing);
    await expect(use.streams({ logGroupName: '/none' })).rejects.toMatchObject(
      missing,
    );
    await expect(use.get({ logStreamName: 'i-none' })).rejects.toMatchObject(
      missing,
    );
  });

  it('denies, throttles and lacks operations as CloudWatch Logs does', async () => {
    const { control } = use.contract.simulator;
    await control.denyActions(ACCOUNT, 'BackstageManagedNodesRead', [
      'logs:FilterLogEvents',
    ]);
    await expect(
      use.logs.send(new FilterLogEventsCommand({ logGroupName: GROUP })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`on resource: ${ARN}:log-stream:`),
    });
    await control.setActions(ACCOUNT, 'BackstageManagedNodesRead');
    await control.addFault({ kind: 'throttle', service: 'logs', count: 1 });
    await expect(use.groups()).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
    await expect(
      use.logs.send(
        new PutLogEventsCommand({
          logGroupName: GROUP,
          logStreamName: 'x',
          logEvents: [],
        }),
      ),
    ).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});
