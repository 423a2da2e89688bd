import { expect, test } from '@playwright/test';
import { Portal, until } from './Portal';

const NODES = 20_000;

test('a backend killed during a first sync of 20,000 nodes loses and doubles none', async () => {
  test.setTimeout(600_000);
  const portal = await Portal.start({
    nodes: NODES,
    configs: ['e2e/app-config.crash.yaml'],
    // However fast the machine is: one Region is still being listed by then.
    prepare: control =>
      control.addFault({
        kind: 'slow',
        operation: 'DescribeInstanceProperties',
        region: 'ap-southeast-2',
        milliseconds: 20_000,
      }),
  });
  try {
    const interrupted = await until('a part of the fleet is stored', 60, () =>
      portal
        .overview('omar')
        .then(({ total }) => (total > 0 ? total : undefined)),
    );
    await portal.kill();
    expect(interrupted).toBeLessThan(NODES);
    await portal.control.clearFaults();

    await portal.restart();
    await until('the whole fleet is stored', 300, async () => {
      const { total } = await portal.overview('omar');
      return total === NODES || undefined;
    });
    const { nodes: first } = await portal.control.findNodes({ limit: 10_000 });
    const { nodes: second } = await portal.control.findNodes({
      limit: 10_000,
      offset: 10_000,
    });
    const ids = new Set([...first, ...second].map(node => node.id));
    expect(ids.size).toBe(NODES);

    const csv = await (
      await portal.fetch('omar', '/managed-nodes/export/nodes.csv')
    ).text();
    const stored = [...csv.matchAll(/,(m?i-[0-9a-f]{17}),/g)].map(
      ([, id]) => id,
    );
    expect(stored).toHaveLength(NODES);
    expect(new Set(stored)).toEqual(ids);

    await until('the catalog has all of them', 240, async () => {
      const { catalog } = await portal.health();
      return catalog.acknowledgedRevision === catalog.headRevision || undefined;
    });
  } finally {
    await portal.stop();
  }
});
