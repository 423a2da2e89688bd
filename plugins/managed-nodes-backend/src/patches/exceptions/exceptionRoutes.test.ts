import { mockCredentials } from '@backstage/backend-test-utils';
import {
  patchExceptionPageSchema,
  patchExceptionSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import request from 'supertest';
import {
  byTags,
  databases,
  nodeId,
  observation,
  openTestDatabase,
  store as storeNodes,
} from '../../__testUtils__/nodes';
import { DAVE, OMAR, PRIYA, RITA, serveRoutes } from '../__testUtils__/callers';
import { POLICY } from '../__testUtils__/patchWorld';
import { DueDates } from '../policy/DueDates';
import { addExceptionRoutes } from './exceptionRoutes';
import { ExceptionStore } from './ExceptionStore';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const PATH = '/patches/exceptions';
const NOBODY = mockCredentials.user('user:default/nobody');

const inDays = (days: number) =>
  new Date(Date.now() + days * DAY).toISOString();

describe.each(databases.eachSupportedId())('routes of exceptions on %s', id => {
  let knex: Knex;
  let served: ReturnType<typeof serveRoutes>;

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    await storeNodes(
      knex,
      [
        { Owner: 'payments', Application: 'payments' },
        { Owner: 'payments', Application: 'shared' },
        { Owner: 'data', Application: 'shared' },
      ].map((tags, index) => observation(index, { tags })),
      { decideOwnership: byTags },
    );
    served = serveRoutes((router, shared) =>
      addExceptionRoutes(router, {
        ...shared,
        exceptions: ExceptionStore.create({
          knex,
          due: DueDates.create({ knex, policy: POLICY }),
        }),
        policy: { maxExceptionMs: 180 * DAY },
      }),
    );
  });

  const create = (who: typeof OMAR, overrides: object = {}) =>
    served.post(who, PATH, {
      scope: 'node',
      subject: nodeId(0),
      patch: '*',
      reason: 'It is switched off on Monday',
      until: inDays(10),
      ...overrides,
    });

  const application = (name: string) => ({
    scope: 'application',
    subject: `system:default/${name}`,
  });

  const stored = () => knex('patch_exceptions');

  /** What is on record of the last request. */
  const lastRecord = () => ({
    event: served.auditor.createEvent.mock.lastCall![0],
    denied: served.record.fail.mock.lastCall?.[0].error.name,
  });

  it('lets owners except their own nodes and applications, in their name', async () => {
    const node = await create(PRIYA);
    expect(node.status).toBe(201);
    expect(patchExceptionSchema.parse(node.body)).toMatchObject({
      subject: nodeId(0),
      subjectTitle: 'node-0',
      createdBy: 'user:default/priya',
      state: 'active',
    });
    const whole = await create(PRIYA, application('payments'));
    expect(whole.status).toBe(201);
    expect(served.record.success).toHaveBeenCalledTimes(2);
    expect(lastRecord().event).toMatchObject({
      eventId: 'patch-exception-create',
      severityLevel: 'high',
      meta: { scope: 'application', subject: 'system:default/payments' },
    });
    // As people write it, and as it is called.
    const short = await create(PRIYA, {
      ...application('payments'),
      subject: 'System:payments',
      patch: 'zlib',
    });
    expect(short.body.subject).toBe('system:default/payments');
  });

  it.each([
    ["another owner's node", PRIYA, { subject: nodeId(2) }, 404],
    ['a node there is not', OMAR, { subject: 'i-none' }, 404],
    ['a node with a control code', OMAR, { subject: 'mi-\u0000' }, 404],
    ['an application of others', DAVE, application('payments'), 404],
    ['an application not all theirs', PRIYA, application('shared'), 403],
    ['anything, where one only reads', RITA, {}, 403],
    ['anything, where one may not even read', NOBODY, {}, 403],
  ])('refuses %s, on record', async (_, who, overrides, status) => {
    expect((await create(who, overrides)).status).toBe(status);
    expect(await stored()).toEqual([]);
    expect(lastRecord()).toEqual({
      event: expect.objectContaining({
        eventId: 'patch-exception-create',
        severityLevel: 'high',
      }),
      denied: status === 403 ? 'NotAllowedError' : 'NotFoundError',
    });
    expect(served.record.success).not.toHaveBeenCalled();
  });

  it.each([
    ['what cannot be seen', { subject: '\u0000' }],
    ['a user', { scope: 'application', subject: 'user:default/omar' }],
    ['no ref', { scope: 'application', subject: ':::' }],
    ['a time past', { until: inDays(-1) }],
    ['too long a time', { until: inDays(181) }],
    ['no time', { until: 'tomorrow' }],
    ['no reason', { reason: '  ' }],
    ['what nobody asked for', { createdBy: 'user:default/priya' }],
  ])('takes no %s', async (_, overrides) => {
    expect((await create(OMAR, overrides)).status).toBe(400);
    expect(await stored()).toEqual([]);
    expect(served.record.success).not.toHaveBeenCalled();
  });

  it('says of an application that every node of it is needed', async () => {
    const { body } = await create(PRIYA, application('shared'));
    expect(body.error.message).toBe(
      'You need the permission managed-nodes.patch.except on every node of the application',
    );
    expect((await create(OMAR, application('shared'))).status).toBe(201);
  });

  it('lets only humans take the risk', async () => {
    const answer = await request(served.app)
      .post(PATH)
      .set('authorization', mockCredentials.service.header())
      .send({});
    expect(answer.status).toBe(400);
    const whole = await request(served.app)
      .post(PATH)
      .set('authorization', mockCredentials.service.header())
      .send({
        scope: 'node',
        subject: nodeId(0),
        patch: '*',
        reason: 'because',
        until: inDays(1),
      });
    expect(whole.status).toBe(403);
    expect(await stored()).toEqual([]);
  });

  it('gives one once', async () => {
    expect((await create(PRIYA)).status).toBe(201);
    const again = await create(OMAR);
    expect(again.status).toBe(409);
    expect(again.body.error.message).toContain('end that one first');
    expect(await stored()).toHaveLength(1);
  });

  it('shows those about nodes the caller may see, and nobody an unknown caller', async () => {
    await create(PRIYA);
    await create(DAVE, { subject: nodeId(2) });
    await create(OMAR, application('shared'));
    const seen = async (who: typeof OMAR) => {
      const { body } = await served.get(who, PATH);
      return patchExceptionPageSchema
        .parse(body)
        .items.map(({ subject }) => subject)
        .sort();
    };
    const shared = 'system:default/shared';
    expect(await seen(PRIYA)).toEqual([nodeId(0), shared]);
    expect(await seen(DAVE)).toEqual([nodeId(2), shared]);
    expect(await seen(OMAR)).toEqual([nodeId(0), nodeId(2), shared]);
    expect((await served.get(NOBODY, PATH)).status).toBe(403);
    expect((await served.get(OMAR, `${PATH}?cursor=x`)).status).toBe(400);
    expect((await served.get(OMAR, `${PATH}?subject=%00`)).body.items).toEqual(
      [],
    );
  });

  it('lets end who may except, and tells others nothing of it', async () => {
    const { body: own } = await create(PRIYA);
    const { body: shared } = await create(OMAR, application('shared'));
    const end = (who: typeof OMAR, which: string) =>
      served.post(who, `${PATH}/${which}/end`);

    const stranger = await end(DAVE, own.id);
    expect(stranger.status).toBe(404);
    expect(stranger.body.error.message).not.toContain(nodeId(0));
    expect(lastRecord()).toMatchObject({
      event: { eventId: 'patch-exception-end', severityLevel: 'high' },
      denied: 'NotFoundError',
    });
    expect((await end(RITA, own.id)).status).toBe(403);
    expect((await end(PRIYA, shared.id)).status).toBe(403);
    expect(lastRecord().denied).toBe('NotAllowedError');
    for (const none of ['%00', 'x', '00000000-0000-4000-8000-000000000000']) {
      expect((await end(OMAR, none)).status).toBe(404);
    }
    expect(await stored().whereNotNull('ended_at')).toEqual([]);

    const ended = await end(PRIYA, own.id);
    expect(patchExceptionSchema.parse(ended.body)).toMatchObject({
      id: own.id,
      state: 'ended',
      endedBy: 'user:default/priya',
    });
    const again = await end(OMAR, own.id);
    expect(again.body).toEqual(ended.body);
  });
});
