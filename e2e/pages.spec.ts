import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures';

/** What axe calls serious or worse. */
const GRAVE = new Set(['serious', 'critical']);

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe: {
      run(context: object): Promise<{
        violations: Array<{
          id: string;
          impact: string;
          nodes: Array<{ html: string }>;
        }>;
      }>;
    };
  }
}

test.describe('the pages', () => {
  test('lead an owner from the fleet to a node', async ({ portal, signIn }) => {
    const page = await signIn('priya');
    const { total } = await portal.overview('priya');
    await expect(
      page.getByRole('heading', { name: new RegExp(`${total} nodes`) }),
    ).toBeVisible();
    await expect(page.getByText('Simulated fleet')).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Sync' })).toHaveCount(0);

    await page.getByRole('link', { name: 'VMware' }).first().click();
    await expect(page).toHaveURL(
      /\/managed-nodes\/nodes\?.*environment=vmware/,
    );
    const { items, totalItems } = await portal.nodes(
      'priya',
      'environment=vmware',
    );
    await expect(
      page.getByText(`${totalItems} nodes`, { exact: true }),
    ).toBeVisible();

    await page.getByRole('link', { name: items[0].title }).first().click();
    await expect(page).toHaveURL(
      new RegExp(`/catalog/default/resource/${items[0].name}`),
    );
    await expect(page.getByText(items[0].nodeId).first()).toBeVisible();
  });

  test('keep filters in the URL, where a colleague and the back button find them', async ({
    portal,
    signIn,
  }) => {
    const page = await signIn('omar', '/managed-nodes/nodes');
    const search = page.getByRole('searchbox', { name: 'Search nodes' });
    await expect(page.getByText(/^\d+ nodes$/)).toBeVisible();
    await search.fill('pay-api');
    await expect(page).toHaveURL(/q=pay-api/);
    const { totalItems } = await portal.nodes('omar', 'q=pay-api');
    await expect(
      page.getByText(`${totalItems} nodes`, { exact: true }),
    ).toBeVisible();
    await page.getByRole('checkbox', { name: /Critical missing/ }).check();
    await expect(page).toHaveURL(/patchBucket=critical/);
    const url = page.url();
    const narrowed = (
      await portal.nodes('omar', 'q=pay-api&patchBucket=critical')
    ).totalItems;
    await expect(
      page.getByText(new RegExp(`^${narrowed} nodes?$`)),
    ).toBeVisible();
    await page.goBack();
    await expect(page).not.toHaveURL(/patchBucket/);

    await page.goto(url);
    await expect(
      page.getByRole('checkbox', { name: /Critical missing/ }),
    ).toBeChecked();
  });

  test('export what the filter shows', async ({ portal, signIn }) => {
    const page = await signIn(
      'priya',
      '/managed-nodes/nodes?environment=azure',
    );
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /Export/ }).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    const { totalItems } = await portal.nodes('priya', 'environment=azure');
    expect(csv.trim().split('\r\n')).toHaveLength(totalItems + 1);
  });

  test('show an application its nodes on its own page', async ({
    portal,
    signIn,
  }) => {
    const { total } = await portal.overview(
      'priya',
      'relatedTo=system:default/payments',
    );
    const page = await signIn('priya', '/catalog/default/system/payments');
    await expect(
      page.getByText(new RegExp(`of ${total} nodes are online`)).first(),
    ).toBeVisible();
    await page
      .getByRole('navigation', { name: 'Content navigation' })
      .getByRole('link', { name: 'Nodes' })
      .click();
    await expect(
      page.getByText(`${total} nodes`, { exact: true }).first(),
    ).toBeVisible();
  });

  test('render hostile names and tags as text, and harm nobody', async ({
    portal,
    signIn,
  }) => {
    const page = await signIn('omar', '/managed-nodes/nodes?sort=title');
    for (const title of [
      '<img src=x onerror=alert(1)>',
      '=cmd|',
      "%' OR '1'='1",
    ]) {
      const found = await portal.nodes(
        'omar',
        `q=${encodeURIComponent(title)}`,
      );
      expect([title, found.totalItems > 0]).toEqual([title, true]);
      const [node] = found.items;
      await page.goto(`${portal.url}/managed-nodes/nodes/${node.name}`);
      await expect(page.getByText(node.title).first()).toBeVisible();
    }
    const csv = await (
      await portal.fetch('omar', '/managed-nodes/export/nodes.csv')
    ).text();
    expect(csv).not.toMatch(/(^|,|\n|")[=+@]/);
  });

  test('tell a reader who owns nothing what to do', async ({ signIn }) => {
    const page = await signIn('rita');
    await expect(
      page.getByText('There are no managed nodes for you to see'),
    ).toBeVisible();
  });

  test('say so when the backend does not answer, and try again', async ({
    page,
    signIn,
  }) => {
    await page.route('**/api/managed-nodes/overview*', route =>
      route.fulfill({
        status: 503,
        json: {
          error: { name: 'ServiceUnavailableError', message: 'out for lunch' },
        },
      }),
    );
    await signIn('omar');
    const retry = page.getByRole('button', { name: /Retry|Try again/ });
    await expect(retry).toBeVisible();
    await page.unroute('**/api/managed-nodes/overview*');
    await retry.click();
    await expect(page.getByText(/nodes are online/).first()).toBeVisible();
  });

  for (const scheme of ['light', 'dark'] as const) {
    test(`have nothing grave to axe in ${scheme}`, async ({
      page,
      portal,
      signIn,
    }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await signIn('omar');
      const [node] = (await portal.nodes('omar')).items;
      for (const path of [
        '/managed-nodes',
        '/managed-nodes/nodes',
        `/managed-nodes/nodes/${node.name}`,
        '/managed-nodes/report',
        '/managed-nodes/sync',
      ]) {
        await page.goto(`${portal.url}${path}`);
        await expect(page.getByText('Simulated fleet').first()).toBeVisible();
        await page.waitForLoadState('networkidle');
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() =>
          window.axe.run({ include: ['main'] }),
        );
        const grave = violations
          .filter(({ impact }) => GRAVE.has(impact))
          .map(({ id, nodes }) => `${path}: ${id}: ${nodes[0].html}`);
        expect(grave).toEqual([]);
      }
    });
  }

  test('leave no error in the log', async ({ portal }) => {
    const errors = portal
      .log()
      .split('\n')
      .filter(line =>
        /\berror\b/.test(line.replace(/\u001b\[\d+m/g, '').slice(0, 80)),
      );
    expect(errors).toEqual([]);
  });
});
