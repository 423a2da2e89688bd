import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/createSync';
import {
  always,
  Commands,
  createReplica,
  never,
  OMAR,
  PRIYA,
  RITA,
  STAGING,
  startCommands,
} from './__testUtils__/world';
import { digestOf } from './terms';

jest.setTimeout(60_000);

const PAYMENTS = { owner_ref: 'group:default/payments-team', account: PROD };

describe.each(databases.eachSupportedId())(
  'who may scan and install, on %s',
  id => {
    let aws: Commands;
    let knex: Knex;
    let portal: Awaited<ReturnType<typeof createReplica>>;

    beforeEach(async () => {
      aws = await startCommands(600);
      knex = await openTestDatabase(id);
      portal = await createReplica(knex, aws);
      await portal.list(PROD, STAGING);
    });
    afterEach(async () => {
      await portal.sender.stop();
      await aws.stop();
    });

    const sent = () => aws.control.commands.list();
    const outcomes = async (operation: string) =>
      (
        await portal.operations.nodes(operation, { limit: 200 }, OMAR)
      ).items.map(({ name, outcome, detail }) => ({ name, outcome, detail }));

    it('refuses nodes that the caller cannot see as if they were not there', async () => {
      const [mine] = await portal.names(1, PAYMENTS);
      const [foreign] = await knex('nodes')
        .whereNot('owner_ref', PAYMENTS.owner_ref)
        .where({ status: 'online' })
        .pluck('name');
      const selection = { nodes: [mine, foreign] };
      const refusal = {
        name: 'NotFoundError',
        message: `1 of the nodes are not there or not visible to you: ${foreign}`,
      };
      await expect(
        portal.actions.preview({ action: 'install', selection }, PRIYA),
      ).rejects.toMatchObject(refusal);
      await expect(
        portal.actions.start(
          {
            action: 'install',
            selection,
            digest: digestOf('install', selection.nodes),
            idempotencyKey: randomUUID(),
          },
          PRIYA,
        ),
      ).rejects.toMatchObject(refusal);
      await expect(
        portal.actions.preview(
          { action: 'scan', selection: { nodes: ['no-such-node'] } },
          OMAR,
        ),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
      expect(await knex('command_operations')).toEqual([]);
      expect(await sent()).toEqual([]);
    });

    it('does nothing to nodes that the caller sees but may not touch', async () => {
      const nodes = await portal.names(2);
      const preview = await portal.actions.preview(
        { action: 'install', selection: { nodes } },
        RITA,
      );
      expect(preview.nodes).toEqual([]);
      expect(preview.skipped.map(({ reason }) => reason)).toEqual([
        'not-permitted',
        'not-permitted',
      ]);
      for (const digest of [preview.digest, digestOf('install', nodes)]) {
        await expect(
          portal.actions.start(
            {
              action: 'install',
              selection: { nodes },
              digest,
              idempotencyKey: randomUUID(),
            },
            RITA,
          ),
        ).rejects.toMatchObject({ name: 'NotAllowedError' });
      }
      expect(await sent()).toEqual([]);
    });

    it('asks again for the permission right before it sends', async () => {
      const nodes = await portal.names(2, PAYMENTS);
      const { digest } = await portal.actions.preview(
        { action: 'install', selection: { nodes } },
        PRIYA,
      );
      const before = portal.rights.get('user:default/priya')!;
      const request = {
        action: 'install' as const,
        selection: { nodes },
        digest,
        idempotencyKey: randomUUID(),
      };
      portal.rights.set('user:default/priya', { ...before, act: never });
      await expect(portal.actions.start(request, PRIYA)).rejects.toMatchObject({
        name: 'NotAllowedError',
      });

      // Revoked when it is started already: the sender asks on its own.
      portal.rights.set('user:default/priya', before);
      const start = portal.sender.start.bind(portal.sender);
      jest.spyOn(portal.sender, 'start').mockImplementation((...args) => {
        portal.rights.set('user:default/priya', { ...before, act: never });
        start(...args);
      });
      const { operation } = await portal.actions.start(request, PRIYA);
      await portal.sender.idle();
      expect(await sent()).toEqual([]);
      expect(await outcomes(operation.id)).toEqual(
        nodes.map(() =>
          expect.objectContaining({
            outcome: 'not-sent',
            detail: 'You may not have patches installed on it',
          }),
        ),
      );
      expect(await knex('command_claims')).toEqual([]);
      expect((await portal.operations.get(operation.id, OMAR)).state).toBe(
        'failed',
      );
    });

    it('shows operations to those who may see a node of them, and only those nodes', async () => {
      const [mine] = await portal.names(1, PAYMENTS);
      const [foreign] = await knex('nodes')
        .whereNot('owner_ref', PAYMENTS.owner_ref)
        .where({ status: 'online', account: PROD })
        .pluck('name');
      const both = await portal.start(OMAR, 'scan', [mine, foreign]);
      await portal.follow(both.id);
      const theirs = await portal.start(OMAR, 'scan', [foreign]);
      await portal.follow(theirs.id);
      const list = async (who: typeof PRIYA, query: object = {}) =>
        (await portal.operations.list({ limit: 25, ...query }, who)).items.map(
          ({ id: found }) => found,
        );
      expect(await list(OMAR)).toEqual([theirs.id, both.id]);
      expect(await list(PRIYA)).toEqual([both.id]);
      expect(await list(PRIYA, { startedBy: 'me' })).toEqual([]);
      expect(await list(OMAR, { startedBy: 'me' })).toHaveLength(2);
      expect(await list(OMAR, { node: mine })).toEqual([both.id]);
      expect(await list(PRIYA, { node: foreign })).toEqual([]);
      expect(await list(OMAR, { state: ['failed'] })).toEqual([]);
      const first = await portal.operations.list({ limit: 1 }, OMAR);
      expect(await list(OMAR, { limit: 1, cursor: first.nextCursor })).toEqual([
        both.id,
      ]);
      const page = await portal.operations.nodes(both.id, { limit: 10 }, PRIYA);
      expect(page).toMatchObject({ totalItems: 1, items: [{ name: mine }] });
      for (const read of [
        () => portal.operations.get(theirs.id, PRIYA),
        () => portal.operations.nodes(theirs.id, { limit: 10 }, PRIYA),
        () => portal.operations.output(both.id, foreign, PRIYA),
        () => portal.operations.output(theirs.id, foreign, PRIYA),
        () => portal.operations.cancel(theirs.id, PRIYA),
      ]) {
        await expect(read()).rejects.toMatchObject({ name: 'NotFoundError' });
      }
      portal.rights.set('user:default/priya', { read: always, act: never });
      expect(await list(PRIYA)).toHaveLength(2);
    });
  },
);
