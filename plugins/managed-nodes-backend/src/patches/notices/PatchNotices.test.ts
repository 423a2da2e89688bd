import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import {
  databases,
  observation,
  openTestDatabase,
  store,
} from '../../__testUtils__/nodes';
import { NO_PATCH_REPORT } from '../../nodes/rows';
import { patchesSchema, patchPolicySchema, readPatches } from '../patchConfig';
import { NoticeStore } from './NoticeStore';
import { PatchNotices } from './PatchNotices';
import { EndedInstalls } from './words';

const DAY = 86_400_000;
/** A Monday. */
const NOW = Date.UTC(2026, 10, 23, 12);

const CONFIG = readPatches(
  patchPolicySchema.parse({}),
  patchesSchema.parse({}),
  { planIntervalMs: 1, snapshotRetentionMs: 1 },
);

const OWNERS = ['payments-team', 'data-team'];
const ref = (team: string) => `group:default/${team}`;

async function setUp(id: TestDatabaseId) {
  const knex = await openTestDatabase(id);
  const sent: NotificationSendOptions[] = [];
  let broken = false;
  const installs: EndedInstalls[] = [];
  const notifications: NotificationService = {
    send: async options => {
      if (broken) {
        throw new Error('the notifications plugin is not installed');
      }
      sent.push(options);
    },
  };
  const logger = mockServices.logger.mock();
  const create = (config = CONFIG) =>
    PatchNotices.create({
      store: NoticeStore.create({ knex }),
      notifications,
      config,
      logger,
      endedInstalls: async () => installs,
    });
  const nodes = async (buckets: Array<'critical' | 'compliant'>) =>
    store(
      knex,
      buckets.map((bucket, index) =>
        observation(index, {
          tags: { Owner: OWNERS[index % 2] },
          patch: {
            ...NO_PATCH_REPORT,
            bucket,
            missing: bucket === 'critical' ? 1 : 0,
            lastOperationAt: new Date(NOW).toISOString(),
          },
        }),
      ),
    );
  const told = () =>
    sent.splice(0).map(({ recipients, payload }) => ({
      to: recipients.type === 'entity' ? recipients.entityRef : 'all',
      topic: payload.topic,
      title: payload.title,
      link: payload.link,
    }));
  return {
    knex,
    create,
    nodes,
    told,
    logger,
    installs,
    break: (value: boolean) => {
      broken = value;
    },
  };
}

async function exception(knex: Knex, subject: string, until: number) {
  await knex('patch_exceptions').insert({
    id: `e-${subject}-${until}`.slice(0, 36),
    scope: 'node',
    subject,
    patch: '*',
    reason: 'because',
    until,
    created_by: 'user:default/priya',
    created_at: NOW,
  });
}

describe.each(databases.eachSupportedId())('PatchNotices in %s', id => {
  jest.setTimeout(60_000);

  it('tells an owner once a day of nodes that became critical', async () => {
    const { create, nodes, told } = await setUp(id);
    const notices = create({
      ...CONFIG,
      notifications: { ...CONFIG.notifications, weeklyDigest: false },
    });
    await nodes(['critical', 'compliant', 'compliant', 'compliant']);
    await notices.tell(NOW);
    // It was so before anybody looked.
    expect(told()).toEqual([]);

    await nodes(['critical', 'critical', 'critical', 'compliant']);
    await notices.tell(NOW);
    await notices.tell(NOW);
    expect(told()).toEqual([
      {
        to: ref('data-team'),
        topic: 'patches:critical',
        title: '1 node now lacks critical patches',
        link: '/managed-nodes/nodes?owner=group%3Adefault%2Fdata-team&patchBucket=critical',
      },
      expect.objectContaining({ to: ref('payments-team') }),
    ]);

    await nodes(['critical', 'critical', 'critical', 'critical']);
    await notices.tell(NOW + 3_600_000);
    expect(told()).toEqual([]);
    await notices.tell(NOW + DAY);
    expect(told()).toEqual([
      expect.objectContaining({
        to: ref('data-team'),
        title: '1 node now lacks critical patches',
      }),
    ]);
  });

  it('says again that a node is critical once it was not', async () => {
    const { create, nodes, told } = await setUp(id);
    const notices = create();
    await nodes(['compliant']);
    await notices.tell(NOW);
    await nodes(['critical']);
    await notices.tell(NOW + DAY);
    await nodes(['compliant']);
    await notices.tell(NOW + 2 * DAY);
    await nodes(['critical']);
    await notices.tell(NOW + 3 * DAY);
    expect(told().map(({ topic }) => topic)).toEqual([
      'patches:critical',
      'patches:critical',
    ]);
  });

  it('sums up on Mondays what is not all right', async () => {
    const { create, nodes, told } = await setUp(id);
    const notices = create();
    await nodes(['critical', 'compliant', 'compliant', 'compliant']);
    await notices.tell(NOW - DAY);
    expect(told()).toEqual([]);
    await notices.tell(Date.UTC(2026, 10, 23, 6, 59));
    expect(told()).toEqual([]);
    await notices.tell(NOW);
    await notices.tell(NOW + 1_000);
    expect(told()).toEqual([
      {
        to: ref('payments-team'),
        topic: 'patches:weeklyDigest',
        title: 'Patches: 1 of 2 nodes due',
        link: '/managed-nodes/patches?owner=group%3Adefault%2Fpayments-team',
      },
    ]);
  });

  it('tells of exceptions a week before they end, and on the day before', async () => {
    const { knex, create, nodes, told } = await setUp(id);
    const notices = create();
    await nodes(['compliant', 'compliant']);
    const [{ name }] = await knex('nodes').orderBy('id').select('name');
    const until = NOW + 7 * DAY;
    await exception(knex, name, until);
    for (let day = -1; day <= 7; day += 1) {
      await notices.tell(NOW + day * DAY);
      const expected = [0, 6].includes(day)
        ? [
            {
              to: ref('payments-team'),
              topic: 'patches:exceptionExpiring',
              title: '1 patch exception ends within a week',
              link: '/managed-nodes/patches/exceptions',
            },
          ]
        : [];
      expect({ day, told: told() }).toEqual({ day, told: expected });
    }
  });

  it('tells who started installs how they ended, in one message a day', async () => {
    const { create, installs, told } = await setUp(id);
    const notices = create();
    const priya = {
      startedBy: 'user:default/priya',
      installs: 1,
      nodes: 4,
      failed: 1,
      lastId: 'op-1',
    };
    installs.push(priya);
    await notices.tell(NOW);
    await notices.tell(NOW + 1);
    installs[0] = { ...priya, installs: 2, nodes: 6, lastId: 'op-2' };
    await notices.tell(NOW + 2);
    expect(told()).toEqual([
      {
        to: 'user:default/priya',
        topic: 'patches:installEnded',
        title: 'Installing patches on 4 nodes ended: 1 node failed',
        link: '/managed-nodes/patches/operations/op-1',
      },
      {
        to: 'user:default/priya',
        topic: 'patches:installEnded',
        title: '2 patch installs on 6 nodes ended: 1 node failed',
        link: '/managed-nodes/patches/operations?startedBy=me',
      },
    ]);
  });

  it('tells later what could not be sent', async () => {
    const { create, nodes, told, logger, break: breakIt } = await setUp(id);
    const notices = create();
    await nodes(['compliant']);
    await notices.tell(NOW);
    await nodes(['critical']);
    breakIt(true);
    await notices.tell(NOW + DAY);
    expect(told()).toEqual([]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('the notifications plugin is not installed'),
    );
    breakIt(false);
    await notices.tell(NOW + DAY + 1);
    expect(told().map(({ topic }) => topic)).toEqual(['patches:critical']);
  });

  it('tells nothing that config turned off', async () => {
    const { create, nodes, installs, knex, told } = await setUp(id);
    const off = {
      critical: false,
      weeklyDigest: false,
      installEnded: false,
      exceptionExpiring: false,
    };
    const notices = create({ ...CONFIG, notifications: off });
    await nodes(['compliant']);
    await notices.tell(NOW);
    await nodes(['critical']);
    const [{ name }] = await knex('nodes').select('name');
    await exception(knex, name, NOW + DAY);
    installs.push({
      startedBy: 'user:default/priya',
      installs: 1,
      nodes: 1,
      failed: 0,
      lastId: 'op',
    });
    await notices.tell(NOW + 1);
    expect(told()).toEqual([]);
  });
});
