import { resolve } from 'node:path';
import {
  ManagedNode,
  MissingPatch,
  MissingPatchPage,
  PatchOperation,
  PatchPreview,
} from '../plugins/managed-nodes-common/src';
import { expect, test } from './fixtures';
import { PersonaId, Portal, until } from './Portal';

const SHOTS = process.env.E2E_SCREENSHOTS;

/** Patches that Priya's nodes lack, once all of them were read. */
async function missing(portal: Portal, query = ''): Promise<MissingPatch[]> {
  const { items } = await until('missing patches are read', 90, async () => {
    const page = await portal.json<MissingPatchPage>(
      'priya',
      `/managed-nodes/patches/missing?limit=200&${query}`,
    );
    return page.totalItems > 0 && page.unread === 0 ? page : undefined;
  });
  return items;
}

/** A patch for several CVEs that lacks on a few nodes, all of which can be patched now. */
async function somePatch(
  portal: Portal,
): Promise<{ patch: MissingPatch; nodes: ManagedNode[] }> {
  for (const patch of await missing(portal, 'kind=critical&kind=security')) {
    const nodes = (await portal.nodes('priya', `patch=${patch.id}`)).items;
    const ready = nodes.every(({ status }) => status === 'online');
    if (patch.cves.length > 1 && nodes.length > 1 && ready) {
      return { patch, nodes };
    }
  }
  throw new Error('The fleet lacks no such patch');
}

async function post(
  portal: Portal,
  persona: PersonaId,
  path: string,
  body: object = {},
): Promise<{ status: number; body: unknown }> {
  const response = await portal.fetch(persona, `/managed-nodes${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

test.describe('patches', () => {
  test('an owner goes from home to what lacks, installs it, and is green', async ({
    portal,
    signIn,
  }) => {
    test.setTimeout(240_000);
    const { patch, nodes } = await somePatch(portal);
    const page = await signIn('priya', '/');
    const shoot = async (name: string) => {
      if (SHOTS) {
        await page.screenshot({ path: resolve(SHOTS, `${name}.png`) });
      }
    };

    await expect(page.getByText('My nodes')).toBeVisible();
    await expect(page.getByText(/^(Overdue|Due): /)).toBeVisible();
    await shoot('patches-home');
    await page.getByRole('link', { name: /^Patch compliance$/ }).click();
    await expect(
      page.getByRole('heading', { name: /nodes are overdue|are due/ }),
    ).toBeVisible();
    await shoot('patches-compliance');

    await page
      .getByRole('navigation', { name: 'Patches' })
      .getByRole('link', { name: 'Missing patches' })
      .click();
    await page.getByPlaceholder('KB, package, title or CVE').fill(patch.title);
    await expect(
      page.getByRole('heading', { name: /^1 patch missing on/ }),
    ).toBeVisible();
    // Below the one of the headings. Long titles are cut in the middle.
    const row = page.getByRole('table').getByRole('row').nth(1);
    await expect(row).toContainText(patch.kbId);
    await expect(row).toContainText(patch.cves[0]);
    await expect(row).toContainText(`${nodes.length} nodes`);
    await expect(row).toContainText(/Due|Overdue/);
    await row.getByRole('checkbox').check();
    await expect(
      page.getByText(`1 patch chosen, missing on ${nodes.length} nodes`),
    ).toBeVisible();
    await shoot('patches-missing');

    await page.getByRole('button', { name: 'Install now' }).click();
    const dialog = page.getByRole('dialog', {
      name: 'Install missing patches',
    });
    for (const { title } of nodes) {
      await expect(dialog.getByRole('link', { name: title })).toBeVisible();
    }
    await dialog.getByLabel('Note (optional)').fill('CHG-2026-1123');
    await shoot('patches-install');
    await dialog
      .getByRole('button', { name: `Install on ${nodes.length} nodes` })
      .click();

    await page.waitForURL(/\/patches\/operations\/[0-9a-f-]{36}$/);
    await expect(page.getByText('CHG-2026-1123')).toBeVisible();
    await shoot('patches-operation');
    await expect(
      page.getByRole('heading', {
        name: `Installed patches on ${nodes.length} nodes`,
      }),
    ).toBeVisible({ timeout: 120_000 });
    await expect(page.getByText('Compliant')).toHaveCount(nodes.length, {
      timeout: 60_000,
    });
    await shoot('patches-installed');

    await page.getByRole('link', { name: nodes[0].title }).first().click();
    await expect(
      page.getByRole('heading', { name: /^Nothing is missing/ }),
    ).toBeVisible();
    await expect(page.getByText('CHG-2026-1123')).toBeVisible();
    await shoot('patches-node');

    // The portal says of AWS what is so there.
    for (const node of nodes) {
      const [after] = (await portal.nodes('priya', `q=${node.nodeId}`)).items;
      expect(after.patch.bucket).toBe('compliant');
    }
    expect((await missing(portal)).map(({ id }) => id)).not.toContain(patch.id);
  });

  test('nobody scans or patches nodes of others, whatever they ask for', async ({
    portal,
  }) => {
    const [own] = (await portal.nodes('lukas', 'status=online')).items;
    const [foreign] = (await portal.nodes('priya', 'status=online')).items;
    const before = await portal.json<{ items: PatchOperation[] }>(
      'omar',
      '/managed-nodes/patches/operations',
    );
    for (const names of [[foreign.name], [own.name, foreign.name]]) {
      for (const action of ['scan', 'install']) {
        const selection = { nodes: names };
        const preview = await post(portal, 'lukas', '/patches/preview', {
          action,
          selection,
        });
        expect(preview.status).toBe(404);
        const start = await post(portal, 'lukas', '/patches/operations', {
          action,
          selection,
          digest: 'guessed',
          idempotencyKey: '0f8fad5b-d9cb-469f-a165-70867728950e',
        });
        expect(start.status).toBe(404);
      }
    }
    // What a filter finds is narrowed to what is theirs.
    const preview = await post(portal, 'lukas', '/patches/preview', {
      action: 'scan',
      selection: { filter: { owner: ['group:default/payments-team'] } },
    });
    expect((preview.body as PatchPreview).nodes).toEqual([]);
    expect((preview.body as PatchPreview).skipped).toEqual([]);
    const exception = await post(portal, 'lukas', '/patches/exceptions', {
      scope: 'node',
      subject: foreign.name,
      patch: '*',
      reason: 'It is not mine',
      until: new Date(Date.now() + 86_400_000).toISOString(),
    });
    expect(exception.status).toBe(404);

    expect(
      await portal.json('omar', '/managed-nodes/patches/operations'),
    ).toEqual(before);
    const denied = portal
      .log()
      .split('\n')
      .filter(
        line =>
          line.includes('patch-start') && line.includes('user:default/lukas'),
      );
    expect(denied.length).toBeGreaterThanOrEqual(4);
    expect(denied.some(line => line.includes('failed'))).toBe(true);
  });
});
