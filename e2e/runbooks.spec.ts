import { resolve } from 'node:path';
import {
  ManagedNode,
  Run,
  RunPage,
  RunResults,
} from '../plugins/managed-nodes-common/src';
import { expect, test } from './fixtures';
import { Portal, until } from './Portal';

const SHOTS = process.env.E2E_SCREENSHOTS;

/** Priya's nodes of one account that can take commands now. */
async function ready(portal: Portal, count: number): Promise<ManagedNode[]> {
  const { items } = await portal.nodes(
    'priya',
    'status=online&account=111122223333',
  );
  expect(items.length).toBeGreaterThanOrEqual(count);
  return items.slice(0, count);
}

/** Addresses of the form with nodes chosen. */
function formOf(runbook: string, nodes: ManagedNode[]): string {
  const chosen = nodes.map(({ name }) => `node=${name}`).join('&');
  return `/managed-nodes/runbooks/${runbook}/run?${chosen}`;
}

test.describe('runbooks', () => {
  test('an owner finds a runbook, runs it on two nodes and reads what they printed', async ({
    portal,
    signIn,
  }) => {
    test.setTimeout(180_000);
    await until('runbooks are published', 60, async () => {
      const { items } = await portal.json<{
        items: Array<{ mayRun: boolean }>;
      }>('priya', '/managed-nodes/runbooks');
      return items.some(({ mayRun }) => mayRun) || undefined;
    });
    const nodes = await ready(portal, 2);
    const page = await signIn('priya', '/managed-nodes/runbooks');
    const shoot = async (name: string) => {
      if (SHOTS) {
        await page.screenshot({ path: resolve(SHOTS, `${name}.png`) });
      }
    };
    await page.getByRole('link', { name: 'Restart a service' }).click();
    await expect(
      page.getByRole('heading', { name: 'Restart a service' }),
    ).toBeVisible();
    await expect(page.getByText('The owners of each node')).toBeVisible();
    await shoot('runbook');

    await page.goto(`${portal.url}${formOf('restart-service', nodes)}`);
    await page.getByLabel(/^Service/).fill('nginx');
    await page.getByRole('button', { name: 'See what it will do' }).click();
    for (const { title } of nodes) {
      await expect(page.getByRole('link', { name: title })).toBeVisible();
    }
    await shoot('run-preview');
    await page.getByRole('button', { name: 'Restart on 2 nodes' }).click();

    await page.waitForURL(/\/managed-nodes\/runs\/[0-9a-f-]{36}$/);
    await expect(
      page.getByRole('heading', { name: /^Restart a service .*2 nodes/ }),
    ).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('Priya Raman').first()).toBeVisible();
    const id = page.url().split('/').pop();
    const run = await until('the run ends', 90, async () => {
      const now = await portal.json<Run>('priya', `/managed-nodes/runs/${id}`);
      return now.endedAt ? now : undefined;
    });
    expect(run).toMatchObject({ startedBy: 'user:default/priya', nodes: 2 });
    expect(run.sentAs).toBe('person');
    await expect(
      page.getByRole('button', { name: 'Show output' }).first(),
    ).toBeVisible({ timeout: 30_000 });
    await shoot('run');
    const [command] = await portal.control.commands.list();
    expect(command.sender).toMatch(/\/default\.priya$/);
  });

  test('a reboot of five nodes waits for somebody else, and is started by who asked', async ({
    portal,
    signIn,
    browser,
  }) => {
    test.setTimeout(240_000);
    const nodes = (await ready(portal, 7)).slice(2);
    const page = await signIn('priya', formOf('reboot-safely', nodes));
    await page.getByRole('button', { name: 'See what it will do' }).click();
    await page.getByRole('button', { name: 'Ask for approval' }).click();
    await page.waitForURL(/\/managed-nodes\/runs\/[0-9a-f-]{36}$/);
    await expect(
      page.getByRole('heading', {
        name: 'Reboot safely on 5 nodes waits for approval',
      }),
    ).toBeVisible();
    const url = page.url();
    // Priya cannot approve what she asked for, whatever she sends.
    const id = url.split('/').pop();
    const own = await portal.fetch(
      'priya',
      `/managed-nodes/runs/${id}/decision`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ decision: 'approve' }),
      },
    );
    expect(own.status).toBe(403);

    const context = await browser.newContext();
    const other = await context.newPage();
    await other.goto(`${portal.url}/managed-nodes/runs?toDecide=true`);
    await other.getByText('Omar Haddad').first().click();
    await expect(
      other.getByRole('link', { name: /Reboot safely/ }).first(),
    ).toBeVisible();
    await other.goto(url);
    if (SHOTS) {
      await expect(other.getByLabel('Comment')).toBeVisible();
      await other.screenshot({ path: resolve(SHOTS, 'run-approval.png') });
    }
    await other.getByRole('button', { name: 'Approve it on 5 nodes' }).click();
    await expect(
      other.getByRole('heading', { name: /is approved, and can be started/ }),
    ).toBeVisible();

    await page
      .getByRole('button', { name: 'Start now on 5 nodes' })
      .click({ timeout: 30_000 });
    for (const watching of [page, other]) {
      await expect(
        watching.getByRole('heading', {
          name: 'Reboot safely succeeded on all 5 nodes',
        }),
      ).toBeVisible({ timeout: 150_000 });
    }
    await context.close();

    const { items } = await portal.json<RunPage>(
      'omar',
      '/managed-nodes/runs?runbook=reboot-safely',
    );
    expect(items).toMatchObject([
      {
        startedBy: 'user:default/priya',
        approval: { state: 'approved', decidedBy: 'user:default/omar' },
      },
    ]);
    const trail = portal.log();
    for (const event of ['run-start', 'run-decide', 'run-launch', 'run-end']) {
      expect(trail).toContain(event);
    }
  });

  test('operators check the whole fleet and watch its table fill, which is hidden from others', async ({
    portal,
    signIn,
  }) => {
    test.setTimeout(240_000);
    const page = await signIn(
      'omar',
      '/managed-nodes/runbooks/log-file-compliance/run',
    );
    await page.getByRole('button', { name: 'See what it will do' }).click();
    await page.getByRole('button', { name: 'Run in 18 places' }).click();
    await page.waitForURL(/\/managed-nodes\/runs\/[0-9a-f-]{36}$/);
    const id = page.url().split('/').pop();
    await expect(page.getByText(/^\d+ of 18 places done$/)).toBeVisible();
    await page.getByRole('link', { name: 'Results' }).click();
    const count = page
      .getByRole('region', { name: 'Results' })
      .getByText(/^\d+ rows?/);
    await expect(count).toBeVisible({ timeout: 60_000 });
    await expect(
      page.getByRole('heading', {
        name: 'Log files of the whole fleet succeeded',
      }),
    ).toBeVisible({ timeout: 150_000 });
    await expect(page.getByRole('link', { name: /^compliant/ })).toBeVisible();
    if (SHOTS) {
      await page.screenshot({ path: resolve(SHOTS, 'run-results.png') });
    }
    const rows: Array<Record<string, string>> = [];
    let cursor: string | null = '';
    do {
      const results: RunResults = await portal.json<RunResults>(
        'omar',
        `/managed-nodes/runs/${id}/results?limit=100${
          cursor && `&cursor=${encodeURIComponent(cursor)}`
        }`,
      );
      rows.push(...results.rows);
      cursor = results.nextCursor;
    } while (cursor);
    const { nodes } = await portal.control.findNodes({ managed: true });
    const listed = nodes.filter(
      ({ instanceState }) => instanceState !== 'stopped',
    );
    expect(new Set(rows.map(({ NodeId }) => NodeId)).size).toBe(listed.length);
    expect(rows).toHaveLength(listed.length);
    // It is none of an owner's business who did not start it.
    const foreign = await portal.fetch(
      'priya',
      `/managed-nodes/runs/${id}/results`,
    );
    expect(foreign.status).toBe(404);
  });
});
