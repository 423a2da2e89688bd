import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogGroupsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { ACCOUNT } from '../harness';
import {
  ARN,
  CENTRAL,
  describeSimulated,
  GROUP,
  LogsContract,
  MANAGEMENT,
  MINUTE,
  NOW,
} from './LogsContract';

describeSimulated('Log groups and streams', () => {
  const use = LogsContract.use();

  it('has a group for each application that has machines here', async () => {
    const found = await use.groups();

    expect(found.map(group => group.logGroupName)).toEqual([
      '/managed-nodes/payments',
      '/managed-nodes/storefront',
    ]);
    expect(found[0]).toEqual({
      logGroupName: GROUP,
      arn: `${ARN}:*`,
      logGroupArn: ARN,
      logGroupClass: 'STANDARD',
      creationTime: expect.any(Number),
      retentionInDays: 30,
      metricFilterCount: 0,
      deletionProtectionEnabled: false,
      storedBytes: expect.any(Number),
    });
    expect(found[0].storedBytes).toBeGreaterThan(1e8);
  });

  it('finds groups by the beginning or a part of their name, by pages', async () => {
    const names = async (input: DescribeLogGroupsCommandInput) =>
      (await use.groups(input)).map(group => group.logGroupName);

    expect(await names({ logGroupNamePrefix: '/managed-nodes/p' })).toEqual([
      GROUP,
    ]);
    expect(await names({ logGroupNamePrefix: 'managed' })).toEqual([]);
    expect(await names({ limit: 1 })).toHaveLength(2);
    expect(await names({ logGroupIdentifiers: [ARN] })).toEqual([GROUP]);
    expect(await use.groups({ logGroupNamePattern: 'payments' })).toEqual([
      {
        logGroupName: GROUP,
        creationTime: expect.any(Number),
        arn: `${ARN}:*`,
      },
    ]);
  });

  it('shows the groups of linked accounts in the Region to the management account', async () => {
    const accountsOf = async (
      input: DescribeLogGroupsCommandInput,
      client?: CloudWatchLogsClient,
    ) =>
      new Set(
        (await use.groups(input, client)).map(
          ({ arn = '' }) => arn.split(':')[4],
        ),
      );

    expect(await use.groups({}, use.central)).toMatchObject([
      { logGroupName: CENTRAL },
    ]);
    const all = await accountsOf({ includeLinkedAccounts: true }, use.central);
    expect(all.size).toBeGreaterThan(4);
    expect(all).toContain(MANAGEMENT);
    expect(
      await accountsOf(
        { includeLinkedAccounts: true, accountIdentifiers: [ACCOUNT] },
        use.central,
      ),
    ).toEqual(new Set([ACCOUNT]));
    expect(await accountsOf({ includeLinkedAccounts: true })).toEqual(
      new Set([ACCOUNT]),
    );
  });

  it.each<[string, DescribeLogGroupsCommandInput]>([
    ['51 groups a page', { limit: 51 }],
    ['none a page', { limit: 0 }],
    [
      'a prefix and a pattern',
      { logGroupNamePattern: 'a', logGroupNamePrefix: 'a' },
    ],
    ['a name that no group can have', { logGroupNamePrefix: 'a b' }],
    [
      '21 accounts',
      {
        includeLinkedAccounts: true,
        accountIdentifiers: Array(21).fill(ACCOUNT),
      },
    ],
    ['accounts alone', { accountIdentifiers: [ACCOUNT] }],
    ['a token from elsewhere', { nextToken: 'abc' }],
  ])('refuses %s', async (_, input) => {
    await expect(
      use.logs.send(new DescribeLogGroupsCommand(input)),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('has a stream for each machine, lost ones too', async () => {
    const found = await use.streams();
    const lost = use.nodes.find(node => node.pingStatus !== 'Online');
    const last = found.find(stream => stream.logStreamName === lost?.id);

    expect(found.map(stream => stream.logStreamName)).toEqual(
      use.nodes.map(node => node.id).sort(),
    );
    expect(
      found.every(({ lastEventTimestamp = 0 }) => lastEventTimestamp),
    ).toBe(true);
    expect(last?.lastEventTimestamp).toBeLessThan(NOW - 30 * MINUTE);
  });

  it('lists streams by their last event', async () => {
    const found = await use.streams({
      logGroupIdentifier: ARN,
      orderBy: 'LastEventTime',
      descending: true,
      limit: 7,
    });
    const times = found.map(stream => stream.lastEventTimestamp ?? 0);

    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(times[0]).toBeGreaterThan(NOW - MINUTE);
    expect(
      await use.streams({ logGroupName: GROUP, logStreamNamePrefix: 'mi-' }),
    ).toHaveLength(use.nodes.filter(node => node.id.startsWith('mi-')).length);
    await expect(
      use.streams({
        logGroupName: GROUP,
        orderBy: 'LastEventTime',
        logStreamNamePrefix: 'i-',
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
