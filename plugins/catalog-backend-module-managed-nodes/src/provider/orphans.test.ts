import { databases } from '../__testUtils__/databases';
import { startProvider } from '../__testUtils__/startProvider';

jest.setTimeout(60_000);

const A = 'mi-0000000000000000a';
const B = 'mi-0000000000000000b';
const C = 'mi-0000000000000000c';
const TARGET = '111122223333/eu-central-1';

describe.each(databases.eachSupportedId())('orphans on %s', databaseId => {
  it('goes on from where it was when only the provider is new', async () => {
    const { cursors, run, store } = await startProvider(databaseId);
    await cursors.save({ epoch: 'first', revision: 1, nextSweepAt: 0 });
    store.put({ name: A });
    store.put({ name: B });
    await run();
    expect(store.queries[0]).toMatchObject({ epoch: 'first', after: 1 });
  });

  it('reads everything again when the catalog was reset', async () => {
    const { catalog, knex, run, store } = await startProvider(databaseId);
    store.put({ name: A });
    await run();
    catalog.entities.clear();
    await knex('managed_nodes_cursor').delete();
    await run();
    expect(catalog.refs).toEqual([`resource:default/${A}`]);
  });

  it('removes entities a new node store does not know, once their target was listed', async () => {
    const { catalog, cursors, logger, makeSweepDue, run, store } =
      await startProvider(databaseId, { sweepPageSize: 1 });
    [A, B, C].forEach(name => store.put({ name }));
    await run();

    store.replace('second');
    store.put({ name: B });
    await run();
    expect(catalog.entities.size).toBe(3);
    await expect(cursors.load()).resolves.toMatchObject({
      epoch: 'second',
      revision: 1,
    });

    store.listedTargets.add(TARGET);
    await makeSweepDue();
    await run();
    expect(catalog.refs).toEqual([`resource:default/${B}`]);
    expect(logger.info).toHaveBeenLastCalledWith(
      'Managed nodes in the catalog: 2 orphans removed',
    );
  });

  it('sweeps again soon while there are nodes nobody can tell of', async () => {
    const { cursors, run, store } = await startProvider(databaseId);
    store.put({ name: A });
    await run();
    const inHours = async () =>
      ((await cursors.load())!.nextSweepAt - Date.now()) / 3_600_000;
    expect(await inHours()).toBeCloseTo(24, 1);

    store.replace('second');
    await run();
    expect(await inHours()).toBeCloseTo(5 / 60, 1);
  });

  it('does not look at the catalog when no sweep is due', async () => {
    const { catalog, run, store } = await startProvider(databaseId);
    store.put({ name: A });
    await run();
    const findAbsent = jest.spyOn(store, 'findAbsent');
    store.put({ name: B });
    await run();
    expect(catalog.entities.size).toBe(2);
    expect(findAbsent).not.toHaveBeenCalled();
  });

  it('spares entities that are not its own', async () => {
    const { catalog, makeSweepDue, run, store } = await startProvider(
      databaseId,
    );
    store.listedTargets.add(TARGET);
    const foreign = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: 'by-hand',
        annotations: {
          'backstage.io/managed-by-location': 'url:https://example.com/a.yaml',
          'managed-nodes.io/account': '111122223333',
          'managed-nodes.io/region': 'eu-central-1',
        },
      },
      spec: { type: 'managed-node', owner: 'me' },
    };
    catalog.entities.set('resource:default/by-hand', foreign);
    store.put({ name: A });
    await run();
    await makeSweepDue();
    await run();
    expect(catalog.refs).toContain('resource:default/by-hand');
  });

  it('reads a store again that was restored from a backup', async () => {
    const { catalog, cursors, run, store } = await startProvider(databaseId);
    [A, B, C].forEach(name => store.put({ name }));
    await run();
    store.restore(1);
    store.listedTargets.add(TARGET);
    await run();
    await expect(cursors.load()).resolves.toMatchObject({ revision: 1 });
    expect(catalog.refs).toEqual([`resource:default/${A}`]);

    // Would have been taken for known by a cursor that stayed at 3.
    store.put({ name: B });
    await run();
    expect(catalog.refs).toContain(`resource:default/${B}`);
  });

  it('sweeps again after one that failed', async () => {
    const { catalog, makeSweepDue, run, store } = await startProvider(
      databaseId,
    );
    [A, B].forEach(name => store.put({ name }));
    await run();
    store.replace('second');
    store.listedTargets.add(TARGET);
    await run();
    expect(catalog.entities.size).toBe(0);

    store.put({ name: C });
    await run();
    store.replace('third');
    store.listedTargets.add(TARGET);
    catalog.failure = new Error('The database is gone');
    await expect(run()).rejects.toThrow('The database is gone');
    catalog.failure = undefined;
    await run();
    expect(catalog.entities.size).toBe(0);
    await makeSweepDue();
    await run();
    expect(catalog.mutations.at(-1)?.removed).toHaveLength(1);
  });
});
