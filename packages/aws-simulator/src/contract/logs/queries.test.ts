import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  GetQueryResultsCommandInput,
  GetQueryResultsCommandOutput,
  MalformedQueryException,
  ResultField,
  StartQueryCommand,
  StartQueryCommandInput,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, Contract, EXTERNAL_ID, listAll, READ_ROLE } from '../harness';
import { ARN, CENTRAL, describeSimulated, GROUP, NOW } from './LogsContract';

const SECOND = 1000;
const HOUR = 3600;

describeSimulated('CloudWatch Logs Insights', () => {
  const contract = Contract.use({
    nodes: 300,
    time: new Date(NOW),
    unevenPages: false,
  });
  let logs: CloudWatchLogsClient;
  let central: CloudWatchLogsClient;

  beforeAll(async () => {
    logs = new CloudWatchLogsClient(await contract.role());
    central = new CloudWatchLogsClient(contract.user());
  });
  beforeEach(async () => {
    // Queries of other tests are not to run any more.
    await contract.simulator.control.advance(60 * SECOND);
  });

  const seconds = async () =>
    Math.floor((await contract.simulator.control.now()).getTime() / SECOND);
  const start = async (
    input: Partial<StartQueryCommandInput>,
    client = logs,
  ) => {
    const now = await seconds();
    const hasGroup =
      input.logGroupNames ?? input.logGroupIdentifiers ?? input.logGroupName;
    const { queryId = '' } = await client.send(
      new StartQueryCommand({
        startTime: now - HOUR,
        endTime: now,
        queryString: 'fields @timestamp, @message',
        ...(hasGroup ? {} : { logGroupName: GROUP }),
        ...input,
      }),
    );
    return queryId;
  };
  const results = (
    queryId: string,
    more: Partial<GetQueryResultsCommandInput> = {},
    client = logs,
  ): Promise<GetQueryResultsCommandOutput> =>
    client.send(new GetQueryResultsCommand({ queryId, ...more }));
  /** Everything a query finds, field by field. */
  const query = async (
    queryString: string,
    more: Partial<StartQueryCommandInput> = {},
    client = logs,
  ) => {
    const id = await start({ queryString, ...more }, client);
    await contract.simulator.control.advance(20 * SECOND);
    const found = await results(id, {}, client);
    expect(found.status).toBe('Complete');
    return (found.results ?? []).map(
      (row: ResultField[]): Record<string, string> =>
        Object.fromEntries(
          row.map(({ field = '', value = '' }) => [field, value]),
        ),
    );
  };

  it('is scheduled, runs with what it found so far, and completes', async () => {
    const { control } = contract.simulator;
    const id = await start({
      queryString: 'stats count(*) as n',
      startTime: (await seconds()) - 6 * HOUR,
    });
    const scheduled = await results(id);
    await control.advance(1200);
    const running = await results(id);
    await control.advance(4000);
    const complete = await results(id);
    const count = ({ results: rows = [] }: GetQueryResultsCommandOutput) =>
      Number(rows[0]?.[0]?.value ?? 0);

    expect(scheduled).toMatchObject({
      status: 'Scheduled',
      results: [],
      statistics: { recordsScanned: 0 },
    });
    expect(running.status).toBe('Running');
    expect(complete).toMatchObject({
      status: 'Complete',
      queryLanguage: 'CWLI',
    });
    expect(count(running)).toBeGreaterThan(0);
    expect(count(running)).toBeLessThan(count(complete));
    expect(complete.statistics).toMatchObject({
      recordsScanned: count(complete),
      recordsMatched: count(complete),
      logGroupsScanned: 1,
      resultCount: 1,
    });
    expect(complete.statistics?.bytesScanned).toBeGreaterThan(
      50 * count(complete),
    );
    expect(await results(id)).toMatchObject({ results: complete.results });
  });

  it('shows the newest events first, with a pointer to each', async () => {
    const rows = await query('fields @timestamp, @logStream, @log | limit 50');
    const times = rows.map(row => row['@timestamp']);

    expect(rows).toHaveLength(50);
    expect(Object.keys(rows[0])).toEqual([
      '@timestamp',
      '@logStream',
      '@log',
      '@ptr',
    ]);
    expect(times[0]).toMatch(/^2026-11-20 1\d:\d\d:\d\d\.\d{3}$/);
    expect(times).toEqual([...times].sort().reverse());
    expect(rows[0]['@log']).toBe(`${ACCOUNT}:${GROUP}`);
    expect(new Set(rows.map(row => row['@ptr'])).size).toBe(50);
  });

  it('filters by text, regular expressions and fields of JSON lines', async () => {
    const rows = await query(`
      # what went wrong over HTTP
      fields @message, level, status, client.ip as ip
      | filter level in ["ERROR", "WARN"] and status >= 500
      | filter @message like /"path":"\\/(api|health)/ and @message not like "refunds"
      | sort status asc, @timestamp desc`);
    const statuses = rows.map(row => Number(row.status));

    expect(rows.length).toBeGreaterThan(3);
    expect(statuses).toEqual([...statuses].sort((a, b) => a - b));
    expect(rows.every(row => row.level === 'ERROR' && row.ip)).toBe(true);
    expect(rows.some(row => row['@message'].includes('refunds'))).toBe(false);
  });

  it('adds up by field and period', async () => {
    const rows = await query(`filter ispresent(latency)
      | stats count(*) as n, avg(latency) as mean, pct(latency, 50) as half,
              max(latency) as most, count_distinct(path) as paths
        by level, bin(30m)
      | sort n desc`);
    const [first] = rows;

    expect(first).toMatchObject({
      level: 'INFO',
      'bin(30m)': expect.stringMatching(/^2026-11-20 \d\d:[03]0:00\.000$/),
    });
    expect(Number(first.most)).toBeGreaterThan(Number(first.mean));
    expect(Number(first.half)).toBeLessThan(Number(first.mean));
    expect(Number(first.paths)).toBeGreaterThan(3);
    expect(first['@ptr']).toBeUndefined();
  });

  it('takes lines apart', async () => {
    const [glob] = await query(
      'parse @message "Processed * in * ms" as what, duration | filter ispresent(duration) | limit 1',
    );
    const [regex] = await query(
      'parse @message /pool (?<used>\\d+)\\/(?<size>\\d+)/ | filter size = 50 | display used, size | limit 1',
    );

    expect(Number(glob.duration)).toBeGreaterThan(0);
    expect(glob['@message']).toContain(glob.what);
    expect(regex).toEqual({
      used: expect.stringMatching(/^\d+$/),
      size: '50',
      '@ptr': expect.any(String),
    });
  });

  it('finds the events of all accounts and Regions in the central group', async () => {
    const rows = await query(
      'stats count(*) as n by @aws.account, @aws.region',
      { logGroupName: CENTRAL },
      central,
    );
    const own = await query('fields @aws.account, @log | limit 1');

    expect(new Set(rows.map(row => row['@aws.account'])).size).toBe(6);
    expect(new Set(rows.map(row => row['@aws.region'])).size).toBe(3);
    expect(own[0]['@aws.account']).toBeUndefined();
  });

  it('queries groups of several accounts by ARN, from the management account only', async () => {
    const other = ARN.replace(ACCOUNT, '222233334444');
    const rows = await query(
      'stats count(*) by @log',
      { logGroupIdentifiers: [ARN, other] },
      central,
    );
    const missing = { name: 'ResourceNotFoundException' };

    expect(rows.map(row => row['@log']).sort()).toEqual([
      `${ACCOUNT}:${GROUP}`,
      `222233334444:${GROUP}`,
    ]);
    await expect(
      start({ logGroupIdentifiers: [GROUP] }, central),
    ).rejects.toMatchObject(missing);
    await expect(
      start({ logGroupIdentifiers: [ARN, other] }),
    ).rejects.toMatchObject(missing);
  });

  it('gives results page by page', async () => {
    const id = await start({ queryString: 'fields @message', limit: 250 });
    await contract.simulator.control.advance(20 * SECOND);
    const { items, pages } = await listAll<
      GetQueryResultsCommandOutput,
      ResultField[]
    >(
      nextToken => results(id, { nextToken, maxItems: 100 }),
      page => page.nextToken,
      page => page.results,
    );

    expect(pages.map(page => page.length)).toEqual([100, 100, 50]);
    expect(items).toEqual((await results(id)).results);
    await expect(results(id, { maxItems: 10_001 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('gives 10,000 rows unless told otherwise', async () => {
    const more = {
      logGroupName: CENTRAL,
      startTime: (await seconds()) - 900,
    };
    const usual = await query('fields @logStream', more, central);
    const id = await start(
      { ...more, queryString: 'fields @logStream | limit 12000' },
      central,
    );
    await contract.simulator.control.advance(20 * SECOND);
    const first = await results(id, {}, central);
    const second = await results(id, { nextToken: first.nextToken }, central);

    expect(usual).toHaveLength(10_000);
    expect(first.results).toHaveLength(10_000);
    expect(second.results).toHaveLength(2000);
    expect(second.nextToken).toBeUndefined();
  });

  it('can be stopped while it runs, by whoever started it', async () => {
    const { control } = contract.simulator;
    const id = await start({});
    const east = new CloudWatchLogsClient({
      ...(await contract.role()),
      region: 'us-east-1',
    });
    await control.advance(800);
    await results(id);
    const missing = { name: 'ResourceNotFoundException' };

    await expect(results(id, {}, central)).rejects.toMatchObject(missing);
    await expect(results(id, {}, east)).rejects.toMatchObject(missing);
    await expect(
      central.send(new StopQueryCommand({ queryId: id })),
    ).rejects.toMatchObject(missing);
    expect(
      await logs.send(new StopQueryCommand({ queryId: id })),
    ).toMatchObject({ success: true });
    await control.advance(20 * SECOND);
    expect((await results(id)).status).toBe('Cancelled');
    await expect(
      logs.send(new StopQueryCommand({ queryId: id })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('lets a hundred queries run at the same time', async () => {
    for (let i = 0; i < 100; i++) {
      await start({});
    }
    await expect(start({})).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    await contract.simulator.control.advance(20 * SECOND);
    expect(await start({})).toEqual(expect.any(String));
  });

  it('says where a query is wrong', async () => {
    const queryString = 'fields @message\n| filter level == "ERROR"';
    const error = await start({ queryString }).catch(each => each);

    expect(error).toBeInstanceOf(MalformedQueryException);
    expect(error.message).toBe(
      'unexpected symbol found = at line 2 and position 17',
    );
    expect(error.queryCompileError).toEqual({
      message: error.message,
      location: { startCharOffset: 32, endCharOffset: 33 },
    });
  });

  it.each<[string, string, Partial<StartQueryCommandInput>]>([
    ['SQL', 'InvalidParameterException', { queryLanguage: 'SQL' }],
    ['no group', 'InvalidParameterException', { logGroupNames: [] }],
    [
      '51 groups',
      'InvalidParameterException',
      { logGroupNames: Array.from({ length: 51 }, (_, i) => `g${i}`) },
    ],
    [
      'groups in two ways',
      'InvalidParameterException',
      { logGroupName: GROUP, logGroupNames: [GROUP] },
    ],
    [
      'a long query',
      'InvalidParameterException',
      { queryString: `fields ${'a'.repeat(10_000)}` },
    ],
    ['100,001 rows', 'InvalidParameterException', { limit: 100_001 }],
    [
      'an end before the start',
      'InvalidParameterException',
      { startTime: 20, endTime: 10 },
    ],
    [
      'a time that is not kept any more',
      'MalformedQueryException',
      { startTime: 10, endTime: 20 },
    ],
    ['an empty query', 'MalformedQueryException', { queryString: ' ' }],
    [
      'an unknown command',
      'MalformedQueryException',
      { queryString: 'dedup a' },
    ],
    [
      'an unknown group',
      'ResourceNotFoundException',
      { logGroupName: '/managed-nodes/none' },
    ],
  ])('refuses %s', async (_, name, input) => {
    await expect(start(input)).rejects.toMatchObject({ name });
  });

  it('needs a session policy that allows every group', async () => {
    const assume = async (Resource: string) => {
      const { Credentials: issued } = await new STSClient(contract.user()).send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${ACCOUNT}:role/${READ_ROLE}`,
          RoleSessionName: 'contract',
          ExternalId: EXTERNAL_ID,
          Policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: { Effect: 'Allow', Action: 'logs:*', Resource },
          }),
        }),
      );
      return new CloudWatchLogsClient({
        ...contract.user(),
        credentials: {
          accessKeyId: issued?.AccessKeyId ?? '',
          secretAccessKey: issued?.SecretAccessKey ?? '',
          sessionToken: issued?.SessionToken,
        },
      });
    };
    const allowed = await assume(`${ARN}:*`);

    expect(await start({}, allowed)).toEqual(expect.any(String));
    await expect(
      start({ logGroupNames: [GROUP, '/managed-nodes/storefront'] }, allowed),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
