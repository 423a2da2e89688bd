import { NodeOverview } from '../plugins/managed-nodes-common/src';
import { expect, test } from './fixtures';
import { until } from './Portal';

const PAYMENTS = 'group:default/payments-team';

test.describe('who sees what', () => {
  test('an owner sees the nodes of their team and no other, everywhere', async ({
    portal,
  }) => {
    const { items, totalItems } = await portal.nodes('priya');
    expect(totalItems).toBeGreaterThan(20);
    expect(new Set(items.map(node => node.ownerRef))).toEqual(
      new Set([PAYMENTS]),
    );
    const { totalItems: owned } = await portal.nodes(
      'omar',
      `owner=${PAYMENTS}&unclaimed=false`,
    );
    expect(totalItems).toBe(owned);

    const overview: NodeOverview = await portal.overview('priya');
    expect(overview.total).toBe(totalItems);
    const { facets } = await portal.json<{
      facets: Record<string, Array<{ value: string; count: number }>>;
    }>('priya', '/managed-nodes/facets');
    expect(facets.owner).toEqual([{ value: PAYMENTS, count: totalItems }]);

    const csv = await (
      await portal.fetch('priya', '/managed-nodes/export/nodes.csv')
    ).text();
    const lines = csv.trim().split('\r\n');
    expect(lines).toHaveLength(totalItems + 1);
    const [foreign] = (await portal.nodes('lukas')).items;
    expect(csv).not.toContain(foreign.nodeId);

    const entities = await portal.json<{ totalItems: number }>(
      'priya',
      '/catalog/entities/by-query?filter=spec.type=managed-node&limit=0',
    );
    expect(entities.totalItems).toBe(totalItems);
  });

  test('a crafted query gets an owner nothing of others', async ({
    portal,
  }) => {
    const [foreign] = (await portal.nodes('lukas')).items;
    for (const query of [
      `owner=${foreign.ownerRef}`,
      `q=${foreign.nodeId}`,
      `relatedTo=group:default/storefront-team`,
      `relatedTo=domain:default/commerce&application=system:default/storefront`,
      `relatedTo=user:default/lukas`,
      `q=${encodeURIComponent(`${foreign.nodeId}' OR '1'='1`)}`,
      `status=left&status=online&q=${foreign.nodeId}`,
    ]) {
      expect(await portal.nodes('priya', query)).toMatchObject({
        items: [],
        totalItems: 0,
      });
      expect((await portal.overview('priya', query)).total).toBe(0);
    }
    const direct = await portal.fetch(
      'priya',
      `/managed-nodes/nodes/${foreign.name}`,
    );
    expect(direct.status).toBe(404);
    expect(await portal.entity('priya', foreign.name)).toBeUndefined();
    expect(await portal.entity('lukas', foreign.name)).toBeDefined();
  });

  test('an operator sees all, a reader none', async ({ portal }) => {
    const { total } = await portal.control.findNodes({ limit: 1 });
    expect((await portal.overview('omar')).total).toBe(total);
    expect((await portal.overview('rita')).total).toBe(0);
    expect((await portal.nodes('rita')).items).toEqual([]);
  });

  test('only operators see and start the sync', async ({ portal }) => {
    for (const persona of ['priya', 'rita'] as const) {
      const read = await portal.fetch(persona, '/managed-nodes/sync');
      expect(read.status).toBe(403);
      const start = await portal.fetch(persona, '/managed-nodes/sync/start', {
        method: 'POST',
      });
      expect(start.status).toBe(403);
    }
  });

  test('nobody gets anything without signing in', async ({ portal }) => {
    for (const path of ['/managed-nodes/nodes', '/managed-nodes/changes']) {
      const response = await fetch(`${portal.url}/api${path}`);
      expect(response.status).toBe(401);
    }
    const stranger = await fetch(`${portal.url}/api/auth/persona/refresh`, {
      headers: { 'x-persona': 'root' },
    });
    expect(stranger.status).toBe(401);
  });

  test('portal search finds a node for its owner only', async ({ portal }) => {
    const node = (await portal.nodes('priya', 'environment=vmware')).items[0];
    const search = async (persona: 'priya' | 'lukas', term: string) => {
      const { results } = await portal.json<{
        results: Array<{ document: { location: string } }>;
      }>(persona, `/search/query?term=${encodeURIComponent(term)}`);
      return results.some(({ document }) =>
        document.location.includes(node.name),
      );
    };
    await until(
      'the node is indexed',
      60,
      async () => (await search('priya', node.nodeId)) || undefined,
    );
    for (const term of [node.title, node.nodeId, node.ipAddress]) {
      expect([term, await search('priya', term!)]).toEqual([term, true]);
      expect([term, await search('lukas', term!)]).toEqual([term, false]);
    }
  });
});
