import { databases } from '../__testUtils__/databases';
import { startProvider } from '../__testUtils__/startProvider';

jest.setTimeout(60_000);

const A = 'mi-0000000000000000a';
const B = 'mi-0000000000000000b';

describe.each(databases.eachSupportedId())(
  'ManagedNodesEntityProvider on %s',
  databaseId => {
    it('keeps its name', async () => {
      const { provider } = await startProvider(databaseId);
      // The catalog deletes the entities of a provider that changes its name.
      expect(provider.getProviderName()).toBe('managed-nodes');
    });

    it('takes nodes over, acknowledges them and says so once', async () => {
      const { catalog, cursors, logger, run, store } = await startProvider(
        databaseId,
      );
      store.put({ name: A });
      store.put({ name: B });
      await run();

      expect(catalog.refs).toEqual([
        `resource:default/${A}`,
        `resource:default/${B}`,
      ]);
      expect(catalog.mutations[0].added.map(item => item.locationKey)).toEqual([
        'managed-nodes',
        'managed-nodes',
      ]);
      await expect(cursors.load()).resolves.toMatchObject({
        epoch: 'first',
        revision: 2,
      });
      expect(store.acknowledged).toBe(2);
      expect(logger.info.mock.calls).toEqual([
        ['Managed nodes in the catalog: 2 new or changed'],
      ]);
    });

    it('mutates nothing, reports nothing and says nothing when nothing changed', async () => {
      const { catalog, logger, run, store } = await startProvider(databaseId);
      store.put({ name: A });
      await run();
      const reports = store.reports;
      logger.info.mockClear();
      await run();
      await run();

      expect(catalog.mutations).toHaveLength(1);
      expect(store.reports).toBe(reports);
      expect(logger.info).not.toHaveBeenCalled();
      expect(logger.warn).not.toHaveBeenCalled();
    });

    it('takes large fleets over in pages', async () => {
      const { catalog, run, store } = await startProvider(databaseId, {
        pageSize: 100,
      });
      store.putMany(250);
      await run();

      expect(catalog.mutations.map(({ added }) => added.length)).toEqual([
        100, 100, 50,
      ]);
      expect(catalog.entities.size).toBe(250);
    });

    it('reads ahead, but says it has only what the catalog took', async () => {
      const { catalog, cursors, run, store } = await startProvider(databaseId, {
        pageSize: 100,
      });
      store.putMany(250);
      const taken: Array<{ sent: number; acknowledged: number }> = [];
      const apply = catalog.applyMutation.bind(catalog);
      jest
        .spyOn(catalog, 'applyMutation')
        .mockImplementation(async mutation => {
          await apply(mutation);
          taken.push({
            sent: catalog.entities.size,
            acknowledged: store.acknowledged,
          });
        });
      await run();

      expect(taken).toEqual([
        { sent: 100, acknowledged: 0 },
        { sent: 200, acknowledged: 100 },
        { sent: 250, acknowledged: 200 },
      ]);
      expect(store.acknowledged).toBe(250);

      store.put({ name: A });
      catalog.failure = new Error('The catalog is down');
      await expect(run()).rejects.toThrow('The catalog is down');
      expect(store.acknowledged).toBe(250);
      await expect(cursors.load()).resolves.toMatchObject({ revision: 250 });
    });

    it('splits a large page into mutations without losing or doubling a node', async () => {
      const { catalog, run, store } = await startProvider(databaseId);
      store.putMany(999);
      await run();

      const sent = catalog.mutations.flatMap(({ added }) =>
        added.map(({ entity }) => entity.metadata.name),
      );
      expect(catalog.mutations.length).toBeGreaterThan(1);
      expect(sent).toHaveLength(999);
      expect(new Set(sent).size).toBe(999);
    });

    it('sends only what changed since', async () => {
      const { catalog, run, store } = await startProvider(databaseId);
      store.put({ name: A });
      store.put({ name: B });
      await run();
      store.put({ name: B, ownerRef: 'group:default/data-team' });
      await run();

      expect(catalog.mutations[1].added).toHaveLength(1);
      expect(catalog.entities.get(`resource:default/${B}`)?.spec).toMatchObject(
        { owner: 'group:default/data-team' },
      );
    });

    it('removes nodes that left, and takes them back when they return', async () => {
      const { catalog, logger, run, store } = await startProvider(databaseId);
      store.put({ name: A });
      store.put({ name: B });
      await run();
      store.leave(A);
      await run();

      expect(catalog.refs).toEqual([`resource:default/${B}`]);
      expect(catalog.mutations[1]).toEqual({
        type: 'delta',
        added: [],
        removed: [
          {
            entityRef: `resource:default/${A}`,
            locationKey: 'managed-nodes',
          },
        ],
      });
      expect(logger.info).toHaveBeenLastCalledWith(
        'Managed nodes in the catalog: 1 left',
      );

      store.put({ name: A });
      await run();
      expect(catalog.entities.size).toBe(2);
    });

    it('leaves its cursor where it was when the catalog refuses a page', async () => {
      const { catalog, cursors, run, store } = await startProvider(databaseId, {
        pageSize: 1,
      });
      store.put({ name: A });
      await run();
      store.put({ name: B });
      catalog.failure = new Error('The database is gone');
      await expect(run()).rejects.toThrow('The database is gone');
      await expect(cursors.load()).resolves.toMatchObject({ revision: 1 });

      catalog.failure = undefined;
      await run();
      expect(catalog.entities.size).toBe(2);
      await expect(cursors.load()).resolves.toMatchObject({ revision: 2 });
    });

    it('replays a page when it crashed between the mutation and its cursor', async () => {
      const { catalog, cursors, run, store } = await startProvider(databaseId);
      await run();
      store.put({ name: A });
      store.put({ name: B });
      store.leave(B);
      const save = jest
        .spyOn(cursors, 'save')
        .mockRejectedValue(new Error('killed'));
      await expect(run()).rejects.toThrow('killed');
      expect(catalog.mutations).toHaveLength(1);
      await expect(cursors.load()).resolves.toMatchObject({ revision: 0 });

      save.mockRestore();
      await run();
      expect(catalog.mutations[1]).toEqual(catalog.mutations[0]);
      expect(catalog.refs).toEqual([`resource:default/${A}`]);
      await run();
      expect(catalog.mutations).toHaveLength(2);
    });

    it('stops between pages when told to, and goes on from there', async () => {
      const { catalog, cursors, run, store } = await startProvider(databaseId, {
        pageSize: 1,
      });
      store.put({ name: A });
      store.put({ name: B });
      const controller = new AbortController();
      const applyMutation = catalog.applyMutation.bind(catalog);
      jest
        .spyOn(catalog, 'applyMutation')
        .mockImplementation(async mutation => {
          await applyMutation(mutation);
          controller.abort();
        });
      await run(controller.signal);
      expect(catalog.refs).toEqual([`resource:default/${A}`]);
      await expect(cursors.load()).resolves.toMatchObject({ revision: 1 });

      await run();
      expect(catalog.entities.size).toBe(2);
    });

    it('refuses a backend that would keep it busy for ever', async () => {
      const { run, store } = await startProvider(databaseId);
      store.put({ name: A });
      await run();
      jest.spyOn(store, 'getChanges').mockImplementation(async () => ({
        epoch: 'first',
        headRevision: 1,
        items: [{ revision: 1, name: A, left: false, node: store.put({}) }],
      }));
      await expect(run()).rejects.toThrow(
        'answered revision 1 when asked for those after 1',
      );
    });

    describe('when an entity would be invalid', () => {
      const bad = { name: 'mi one' };

      it('skips that node, reports it and takes the others over', async () => {
        const { catalog, cursors, logger, run, store } = await startProvider(
          databaseId,
        );
        store.put({ name: A });
        store.put(bad);
        store.put({ name: B });
        await run();

        expect(catalog.refs).toEqual([
          `resource:default/${A}`,
          `resource:default/${B}`,
        ]);
        expect([...store.skipped]).toEqual([
          ['mi one', expect.stringContaining('"metadata.name" is not valid')],
        ]);
        await expect(cursors.load()).resolves.toMatchObject({ revision: 3 });
        expect(logger.info.mock.calls).toEqual([
          [
            expect.stringMatching(
              /2 new or changed, 1 skipped as their entity would be invalid: mi one \("metadata.name" is not valid/,
            ),
          ],
        ]);
      });

      it('leaves the entity from before as it was, until the node is fine again', async () => {
        const { catalog, run, store } = await startProvider(databaseId);
        store.put({ name: A, title: 'before' });
        await run();
        store.put({ name: A, title: 'after', ownerRef: 'group:default/' });
        await run();
        expect(store.skipped.has(A)).toBe(true);
        expect(
          catalog.entities.get(`resource:default/${A}`)?.metadata.title,
        ).toBe('before');

        store.put({ name: A, title: 'after' });
        await run();
        expect(store.skipped.size).toBe(0);
        expect(
          catalog.entities.get(`resource:default/${A}`)?.metadata.title,
        ).toBe('after');
      });

      it('takes back the report on a node that left', async () => {
        const { run, store } = await startProvider(databaseId);
        store.put({ name: A, ownerRef: 'group:default/' });
        await run();
        expect(store.skipped.has(A)).toBe(true);
        store.leave(A);
        await run();
        expect(store.skipped.size).toBe(0);
      });

      it('does not mutate for a page of nothing else', async () => {
        const { catalog, run, store } = await startProvider(databaseId);
        store.put(bad);
        await run();
        expect(catalog.mutations).toEqual([]);
      });
    });
  },
);
