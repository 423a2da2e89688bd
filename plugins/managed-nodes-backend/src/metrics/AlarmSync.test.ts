import { databases } from '../__testUtils__/nodes';
import { startAws } from '../__testUtils__/sync';
import { mockServices } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { AlarmNotices } from './AlarmNotices';
import { AlarmQueries } from './AlarmQueries';
import {
  ALL,
  Aws,
  createMetricWorld,
  FOREVER,
  HERE,
  MetricWorld,
  nodesIn,
} from './__testUtils__/metricWorld';

jest.setTimeout(60_000);

const MINUTE = 60_000;

describe.each(databases.eachSupportedId())('AlarmSync on %s', id => {
  let aws: Aws;
  let portal: MetricWorld;
  let queries: AlarmQueries;
  let notices: AlarmNotices;
  let sent: NotificationSendOptions[];
  let broken: boolean;

  beforeEach(async () => {
    aws = await startAws({ nodes: 300 });
    portal = await createMetricWorld(id, aws);
    sent = [];
    broken = false;
    notices = AlarmNotices.create({
      knex: portal.knex,
      logger: mockServices.logger.mock(),
      notifications: {
        async send(options) {
          if (broken) {
            throw new Error('there are no notifications');
          }
          sent.push(options);
        },
      },
    });
    queries = AlarmQueries.create({
      knex: portal.knex,
      clients: portal.clients,
      partition: 'aws',
    });
    await portal.run(portal.target(HERE.account, HERE.region));
  });
  afterEach(() => aws.stop());

  const list = (visibility = ALL) => queries.list({}, visibility, 500);

  it('knows which alarms concern which nodes, those that ring first', async () => {
    expect(await portal.alarms()).toBeUndefined();

    const { items, totalItems, ringing } = await list();
    expect(totalItems).toBe(items.length);
    expect(totalItems).toBeGreaterThan(5);
    for (const { name, node, condition, since } of items) {
      // The simulator names them after their nodes.
      expect(name.endsWith(node.name)).toBe(true);
      expect(condition).toMatch(/^Average of .+ [<>] \d+ for 15 minutes$/);
      expect(Date.parse(since)).toBeLessThanOrEqual(Date.now() + 1e12);
    }
    expect(items.filter(({ state }) => state === 'alarm')).toHaveLength(
      ringing,
    );
    expect(items.slice(0, ringing).map(({ state }) => state)).toEqual(
      items.slice(0, ringing).map(() => 'alarm'),
    );
    const rows = await portal.stored();
    for (const row of rows) {
      const mine = items.filter(({ node }) => node.name === row.name);
      const worst = ['alarm', 'insufficient-data', 'ok'].find(state =>
        mine.some(each => each.state === state),
      );
      expect(row.alarm).toBe(worst ?? 'none');
    }
  });

  const now = async () => (await aws.control.now()).getTime();

  /** Has an alarm ring that was quiet, and says which. */
  async function ring() {
    const { items } = await list();
    const quiet = items.find(
      ({ state, name }) => state === 'ok' && name.startsWith('cpu-high'),
    );
    await aws.control.metrics.stress(quiet?.node.name ?? '', {
      cpu: 99,
      minutes: 60,
    });
    await aws.control.advance(30 * MINUTE);
    await portal.alarms();
    return quiet;
  }

  it('sees an alarm begin to ring, and when', async () => {
    await portal.alarms();
    const quiet = await ring();

    const { items } = await list();
    expect(items.find(each => each.id === quiet?.id)?.state).toBe('alarm');
    const { items: history } = await queries.history(
      quiet?.id ?? '',
      ALL,
      FOREVER,
    );
    expect(history[0]).toMatchObject({
      state: 'alarm',
      summary: 'Alarm updated from OK to ALARM',
    });
  });

  it('tells owners once, all that rings together, and no old news', async () => {
    await portal.alarms();
    await portal
      .knex('node_alarms')
      .where({ state: 'alarm' })
      .update({ since: (await now()) - 2 * 60 * MINUTE });
    await notices.tell(await now());
    expect(sent).toEqual([]);
    const quiet = await ring();

    broken = true;
    await notices.tell(await now());
    broken = false;
    await notices.tell(await now());
    await portal.alarms();
    await notices.tell(await now());

    const mine = sent.filter(
      ({ recipients }) =>
        recipients.type === 'entity' &&
        recipients.entityRef === quiet?.node.ownerRef,
    );
    expect(mine).toHaveLength(1);
    expect(mine[0].payload).toMatchObject({
      topic: 'alarms',
      severity: 'high',
      description: expect.stringContaining(quiet?.name ?? ''),
      link: expect.stringContaining('alarm=alarm'),
    });
  });

  it('shows nobody an alarm of nodes they may not see', async () => {
    await portal.alarms();
    const { items } = await list();
    const [{ node, id: alarm }] = items;
    const others = {
      criteria: { not: { field: 'owner' as const, in: [node.ownerRef] } },
    };

    const seen = await list(others);
    expect(seen.items.map(each => each.node.ownerRef)).not.toContain(
      node.ownerRef,
    );
    expect(seen.totalItems).toBe(
      items.filter(each => each.node.ownerRef !== node.ownerRef).length,
    );
    await expect(queries.history(alarm, others, FOREVER)).rejects.toMatchObject(
      { name: 'NotFoundError' },
    );
  });

  it('keeps what it knew when the list breaks off', async () => {
    await portal.alarms();
    const before = await list();
    await aws.control.addFault({
      kind: 'access-denied',
      service: 'monitoring',
      operation: 'DescribeAlarms',
    });

    expect(await portal.alarms()).toMatchObject({
      missingIamAction: 'cloudwatch:DescribeAlarms',
    });
    expect(await list()).toEqual(before);
  });

  it('forgets alarms that are gone', async () => {
    await portal.alarms();
    const nodes = await nodesIn(aws);
    await aws.control.terminate({ ids: nodes.map(node => node.id) });
    await aws.control.reset({ nodes: 10 });

    await portal.alarms();

    const { items } = await list();
    expect(items.length).toBeLessThan(5);
    const rows = await portal.stored();
    expect(
      rows.filter(({ alarm }) => alarm !== 'none').length,
    ).toBeLessThanOrEqual(items.length);
  });
});
