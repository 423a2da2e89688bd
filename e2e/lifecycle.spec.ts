import { expect, test } from './fixtures';
import { until } from './Portal';

test.describe('the life of a node', () => {
  test('a retagged node moves to its new owner', async ({ portal }) => {
    const node = (await portal.nodes('priya', 'q=pay')).items.find(
      item => item.accountName === 'commerce-prod',
    )!;
    await portal.control.setTags(node.nodeId, {
      Owner: 'storefront-team',
      Application: 'storefront',
      Service: 'storefront-web',
    });
    await portal.sync();
    expect((await portal.nodes('priya', `q=${node.nodeId}`)).totalItems).toBe(
      0,
    );
    expect(
      (await portal.nodes('lukas', `q=${node.nodeId}`)).items[0],
    ).toMatchObject({
      ownerRef: 'group:default/storefront-team',
      systemRef: 'system:default/storefront',
    });
    const entity = await until('the entity has moved', 60, async () => {
      const found = await portal.entity('lukas', node.name);
      return found?.spec.owner === 'group:default/storefront-team'
        ? found
        : undefined;
    });
    expect(entity.spec).toMatchObject({
      owner: 'group:default/storefront-team',
      system: 'system:default/storefront',
    });
    expect(await portal.entity('priya', node.name)).toBeUndefined();
  });

  test('a change is read within seconds of its event, without a listing', async ({
    portal,
  }) => {
    const [node] = (await portal.nodes('lukas', 'environment=azure')).items;
    const listings = async () =>
      (await portal.health()).targets.map(target => target.lastStartedAt);
    const before = await listings();
    await portal.control.setTags(node.nodeId, { Owner: 'payments-team' });
    await until('the event has arrived', 10, async () => {
      const { items } = await portal.nodes('priya', `q=${node.nodeId}`);
      return items.length === 1 || undefined;
    });
    expect(await listings()).toEqual(before);
    const { events } = await portal.health();
    expect(events?.refreshed).toBeGreaterThan(0);
    expect(events?.problems).toEqual([]);
  });

  test('a terminated node leaves after two complete listings, and its page says so', async ({
    portal,
    signIn,
  }) => {
    const [node] = (await portal.nodes('priya', 'environment=azure')).items;
    await portal.control.terminate({ ids: [node.nodeId] });

    await portal.sync();
    expect(
      (await portal.nodes('priya', `q=${node.nodeId}`)).items[0].status,
    ).toBe('missing');
    await portal.settled();
    expect(await portal.entity('priya', node.name)).toBeDefined();

    await portal.sync();
    await portal.settled();
    expect((await portal.nodes('priya', `q=${node.nodeId}`)).totalItems).toBe(
      0,
    );
    await until('the entity is gone', 30, async () =>
      (await portal.entity('omar', node.name)) ? undefined : true,
    );

    const page = await signIn('priya', `/managed-nodes/nodes/${node.name}`);
    await expect(page.getByText(/^Left/).first()).toBeVisible();
    await expect(page.getByText(node.nodeId).first()).toBeVisible();
  });

  test('a Region that fails keeps its nodes, and sync health says why', async ({
    portal,
    signIn,
  }) => {
    const query = 'account=333344445555&region=us-east-1';
    const before = (await portal.overview('omar', query)).total;
    expect(before).toBeGreaterThan(0);
    await portal.control.addFault({
      kind: 'access-denied',
      account: '333344445555',
      region: 'us-east-1',
      operation: 'DescribeInstanceProperties',
    });
    try {
      const health = await portal.sync();
      const target = health.targets.find(
        item => item.account === '333344445555' && item.region === 'us-east-1',
      )!;
      expect(target).toMatchObject({
        state: 'failed',
        nodes: before,
        error: { missingIamAction: 'ssm:DescribeInstanceProperties' },
      });
      expect((await portal.overview('omar', query)).total).toBe(before);
      expect((await portal.overview('omar', query)).missing).toBe(0);

      const page = await signIn('omar', '/managed-nodes/sync');
      await expect(
        page.getByText('ssm:DescribeInstanceProperties').first(),
      ).toBeVisible();
    } finally {
      await portal.control.clearFaults();
    }
    const after = await portal.sync();
    expect(after.targets.every(target => target.state === 'ok')).toBe(true);
  });

  test('a listing of 5 nodes where 100 were is held, and nothing is removed', async ({
    portal,
  }) => {
    const target = { account: '555566667777', region: 'ap-southeast-2' };
    // With events each instance would be looked at, and found missing.
    await portal.control.events.configure({ enabled: false });
    await portal.control.addNodes({ count: 100, ...target });
    await portal.sync();
    const query = `account=${target.account}&region=${target.region}`;
    const known = (await portal.overview('omar', query)).total;
    expect(known).toBeGreaterThanOrEqual(100);

    await portal.control.terminate({ ...target, keep: 5 });
    for (let listing = 0; listing < 2; listing += 1) {
      const health = await portal.sync();
      expect(
        health.targets.find(
          item =>
            item.account === target.account && item.region === target.region,
        ),
      ).toMatchObject({
        state: 'held',
        nodes: known,
        removed: 0,
        heldRemovals: { missing: known - 5, known },
      });
    }
    const overview = await portal.overview('omar', query);
    expect(overview).toMatchObject({ total: known, missing: 0 });
    await portal.control.events.configure({ enabled: true });
  });
});
