import { readFileSync } from 'node:fs';
import { FleetReport } from '../plugins/managed-nodes-common/src';
import { expect, test } from './fixtures';
import { until } from './Portal';

const PATH = '/managed-nodes/report';
const PERMISSION = 'managed-nodes.report.read';

/** Cells of a file whose values hold no commas. */
function cells(csv: string): string[][] {
  return csv
    .trim()
    .split('\r\n')
    .map(line => line.split(','));
}

test.describe('the report', () => {
  test('tells a reader how the fleet is run, and what each figure means', async ({
    portal,
    signIn,
  }) => {
    const report = await portal.json<FleetReport>(
      'rita',
      '/managed-nodes/report',
    );
    const { total } = await portal.overview('omar');
    expect(report.total.nodes).toBe(total);

    const page = await signIn('rita');
    await page.getByRole('tab', { name: 'Report' }).click();
    await expect(
      page.getByRole('heading', {
        name: new RegExp(
          `^There are ${total} machines\\. \\d+ % are patched in time`,
        ),
      }),
    ).toBeVisible();
    for (const name of [
      'By where the machines stand',
      'By owner',
      'By application',
      'By organizational unit',
    ]) {
      await expect(page.getByRole('table', { name })).toBeVisible();
    }
    const payments = page
      .getByRole('table', { name: 'By owner' })
      .getByRole('row', { name: /Payments team/ });
    await expect(payments).toContainText(
      String((await portal.overview('priya')).total),
    );

    // All figures, those in tables too, and from the address alone.
    const terms = page.locator(`main a[href*="${PATH}#"]`);
    const named = new Map<string, string>();
    for (const term of await terms.all()) {
      const [, id] = (await term.getAttribute('href'))!.split('#');
      named.set(id, await term.innerText());
    }
    expect(
      await page
        .getByRole('list', { name: 'The whole fleet' })
        .getByRole('link')
        .count(),
    ).toBe(9);
    for (const [id, name] of named) {
      await page.locator(`main a[href$="#${id}"]`).first().click();
      await expect(page).toHaveURL(`${portal.url}${PATH}#${id}`);
      const definition = page.locator(`[id="${id}"]`);
      await expect(definition).toBeInViewport();
      await expect(definition).toBeFocused();
      await expect(definition).toContainText(name.replace(/s$/, ''));
    }
    await page.goto(`${portal.url}${PATH}#unclaimed`);
    await page.reload();
    await expect(page.locator('[id="unclaimed"]')).toBeInViewport();
  });

  test('is saved as a file with the figures of the page', async ({
    portal,
    signIn,
  }) => {
    const page = await signIn('rita', PATH);
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Report as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('managed-nodes-report.csv');
    const [head, ...rows] = cells(readFileSync(await download.path(), 'utf8'));
    expect(head.slice(0, 3)).toEqual(['by', 'value', 'nodes']);
    const { total } = await portal.overview('omar');
    const sum = (by: string) =>
      rows
        .filter(row => row[0] === by)
        .reduce((nodes, row) => nodes + Number(row[2]), 0);
    expect(['total', 'environment', 'owner', 'unit'].map(sum)).toEqual(
      Array(4).fill(total),
    );
    expect(rows.some(([, value]) => value === 'system:default/payments')).toBe(
      true,
    );
  });

  test('names no node, and opens none to its readers', async ({
    portal,
    signIn,
  }) => {
    const { items } = await portal.nodes('omar');
    const some = (await portal.nodes('priya')).items[0];
    const texts = await Promise.all(
      ['/report', '/export/report.csv', '/export/report.json'].map(async path =>
        (await portal.fetch('rita', `/managed-nodes${path}`)).text(),
      ),
    );
    for (const { nodeId, title, ipAddress } of items) {
      for (const text of texts) {
        expect(text).not.toContain(nodeId);
        expect(ipAddress && text.includes(ipAddress)).toBeFalsy();
        // Hostile titles may be as short as a character.
        expect(title.length > 8 && text.includes(title)).toBe(false);
      }
    }

    expect(await portal.nodes('rita')).toMatchObject({
      items: [],
      totalItems: 0,
    });
    const direct = await portal.fetch(
      'rita',
      `/managed-nodes/nodes/${some.name}`,
    );
    expect(direct.status).toBe(404);
    expect(await portal.entity('rita', some.name)).toBeUndefined();
    const found = async (persona: 'priya' | 'rita') => {
      const { results } = await portal.json<{
        results: Array<{ document: { location: string } }>;
      }>(persona, `/search/query?term=${encodeURIComponent(some.nodeId)}`);
      return results.some(({ document }) =>
        document.location.includes(some.name),
      );
    };
    await until(
      'the node is indexed',
      60,
      async () => (await found('priya')) || undefined,
    );
    expect(await found('rita')).toBe(false);

    const page = await signIn('rita', '/managed-nodes/nodes');
    await expect(page.getByRole('tab', { name: 'Report' })).toBeVisible();
    await expect(page.getByText('0 nodes', { exact: true })).toBeVisible();
    await expect(page.getByText(some.nodeId)).toHaveCount(0);
  });

  test('is on the home page of its readers, and of nobody else', async ({
    portal,
    signIn,
    page,
  }) => {
    await signIn('rita', '/');
    await expect(page.getByText('Fleet report')).toBeVisible();
    await expect(
      page.getByRole('list', { name: 'The whole fleet' }).getByRole('listitem'),
    ).toHaveCount(4);
    await page.getByRole('link', { name: 'Overdue', exact: true }).click();
    await expect(page).toHaveURL(`${portal.url}${PATH}#overdue`);
    await expect(page.locator('[id="overdue"]')).toBeInViewport();

    await page.evaluate(() => window.sessionStorage.clear());
    await signIn('priya', '/');
    await expect(page.getByText(/^(Overdue|Due): /)).toBeVisible();
    await expect(page.getByText('Fleet report')).toHaveCount(0);
  });

  test('is closed to owners, and the address says what it takes', async ({
    portal,
    signIn,
  }) => {
    for (const path of ['/report', '/export/report.csv']) {
      const response = await portal.fetch('priya', `/managed-nodes${path}`);
      expect(response.status).toBe(403);
    }
    const page = await signIn('priya', PATH);
    await expect(page.getByText('You may not see this')).toBeVisible();
    await expect(page.getByText(PERMISSION)).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Nodes' })).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Report' })).toHaveCount(0);
    // On record, the refusals too.
    const refused = portal
      .log()
      .split('\n')
      .filter(
        line =>
          line.includes('report-export') && line.includes('user:default/priya'),
      );
    expect(refused.some(line => line.includes('failed'))).toBe(true);
  });
});
