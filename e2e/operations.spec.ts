import { Page } from '@playwright/test';
import { UnmanagedPage } from '../plugins/managed-nodes-common/src';
import { expect, test } from './fixtures';
import { Portal, until } from './Portal';

type Target = { account: string; region: string };

const SANDBOX: Target = { account: '666677778888', region: 'us-east-1' };

function healthOf(portal: Portal, { account, region }: Target) {
  return portal
    .health()
    .then(
      ({ targets }) =>
        targets.find(
          target => target.account === account && target.region === region,
        )!,
    );
}

function query({ account, region }: Target): string {
  return `account=${account}&region=${region}`;
}

/** Has AWS list 5 nodes in a target where it listed a hundred more. */
async function holdRemovals(portal: Portal, target: Target): Promise<number> {
  await portal.control.addNodes({ count: 100, ...target });
  await portal.sync();
  await portal.control.terminate({ ...target, keep: 5 });
  await portal.sync();
  const { heldRemovals } = await healthOf(portal, target);
  return heldRemovals!.missing;
}

/** Goes from the list of targets to what is held in one. */
async function openHeld(page: Page, target: Target, missing: number) {
  await page
    .getByRole('button', {
      name: `Look at ${missing} nodes and decide: ${target.account}, ${target.region}`,
    })
    .click();
  await expect(page).toHaveURL(
    new RegExp(`/sync/held/${target.account}/${target.region}$`),
  );
}

test.describe('operating the sync', () => {
  test('one target is read now, and no other', async ({ portal, signIn }) => {
    const before = await portal.health();
    const page = await signIn(
      'omar',
      `/managed-nodes/sync?account=${SANDBOX.account}`,
    );
    await page
      .getByRole('button', { name: `Sync now: sandbox, ${SANDBOX.region}` })
      .click();
    await expect(
      page.getByText(`Asked to sync sandbox, ${SANDBOX.region}`),
    ).toBeVisible();

    const after = await until('it is read', 30, async () => {
      const health = await portal.health();
      const isRead = health.targets.some(
        (target, index) =>
          target.lastFinishedAt !== before.targets[index].lastFinishedAt,
      );
      return isRead ? health : undefined;
    });
    const read = after.targets.filter(
      (target, index) =>
        target.lastFinishedAt !== before.targets[index].lastFinishedAt,
    );
    expect(read).toHaveLength(1);
    expect(read[0]).toMatchObject({ ...SANDBOX, requestedAt: null });
  });

  test('who may not see it is told what it takes', async ({ signIn }) => {
    const page = await signIn('rita', '/managed-nodes/sync');
    await expect(page.getByText('managed-nodes.sync.read')).toBeVisible();
    await page.goto(
      page.url().replace(/sync$/, 'sync/held/666677778888/us-east-1'),
    );
    await expect(page.getByText('managed-nodes.sync.manage')).toBeVisible();
  });

  test('held removals are inspected, and accepted with their number typed', async ({
    portal,
    signIn,
  }) => {
    const missing = await holdRemovals(portal, SANDBOX);
    const page = await signIn('omar', '/managed-nodes/sync?state=held');
    await openHeld(page, SANDBOX, missing);
    await expect(
      page.getByRole('heading', { name: new RegExp(`^${missing} of `) }),
    ).toBeVisible();
    await expect(
      page.getByRole('table', { name: 'Nodes concerned' }).getByRole('row'),
    ).not.toHaveCount(1);

    const remove = page.getByRole('button', {
      name: `Remove ${missing} nodes`,
    });
    const field = page.getByLabel(`Type ${missing} to confirm`);
    await expect(remove).toBeDisabled();
    await field.fill('7');
    await expect(remove).toBeDisabled();
    await field.fill(String(missing));
    await field.press('Enter');
    await expect(
      page.getByRole('heading', { name: `${missing} nodes left sandbox` }),
    ).toBeFocused();

    expect((await portal.overview('omar', query(SANDBOX))).total).toBe(5);
    expect((await healthOf(portal, SANDBOX)).heldRemovals).toBeNull();
    const left = await portal.nodes('omar', `${query(SANDBOX)}&status=left`);
    expect(left.totalItems).toBe(missing);
    await page.getByRole('link', { name: 'See those that left' }).click();
    await expect(page.getByText(`${missing} nodes`)).toBeVisible();
  });

  test('held removals are dismissed: the nodes stay, and it is known who said so', async ({
    portal,
    signIn,
  }) => {
    const target = { ...SANDBOX, region: 'ap-southeast-2' };
    const missing = await holdRemovals(portal, target);
    const { total } = await portal.overview('omar', query(target));
    const page = await signIn('omar', '/managed-nodes/sync?state=held');
    await openHeld(page, target, missing);
    await page.getByRole('button', { name: `Keep ${missing} nodes` }).click();
    await expect(
      page.getByRole('heading', { name: /stay as last known/ }),
    ).toBeVisible();
    expect((await portal.overview('omar', query(target))).total).toBe(total);
    expect((await healthOf(portal, target)).heldRemovals).toMatchObject({
      missing,
      dismissedBy: 'user:default/omar',
    });

    await page.goto(
      `${portal.url}/managed-nodes/sync?account=${target.account}`,
    );
    await expect(page.getByText(/chose to keep them/)).toBeVisible();
    await page.getByRole('link', { name: 'Look at them again' }).click();
    await expect(
      page.getByRole('button', { name: 'Kept already' }),
    ).toBeDisabled();
  });

  test('a decision on what has changed since is refused in words', async ({
    portal,
    signIn,
  }) => {
    const target = { ...SANDBOX, region: 'eu-central-1' };
    const missing = await holdRemovals(portal, target);
    const path = `/managed-nodes/sync/held/${target.account}/${target.region}`;
    const page = await signIn('omar', path);
    await expect(
      page.getByRole('button', { name: `Keep ${missing} nodes` }),
    ).toBeVisible();
    await portal.control.terminate({ ...target, keep: 3 });
    await portal.sync();
    await page.getByRole('button', { name: `Keep ${missing} nodes` }).click();
    await expect(page.getByText('Another listing came since')).toBeVisible();
    await page.getByRole('button', { name: 'Look again' }).click();
    await page
      .getByRole('button', { name: `Keep ${missing + 2} nodes` })
      .click();
    await expect(
      page.getByRole('heading', { name: /stay as last known/ }),
    ).toBeVisible();
  });

  test('unmanaged EC2 instances are found from the fleet page, by reason', async ({
    portal,
    signIn,
  }) => {
    const all = await portal.json<UnmanagedPage>(
      'omar',
      '/managed-nodes/unmanaged',
    );
    const [{ reason, count }] = all.reasons.filter(item => item.count > 0);
    const page = await signIn('omar');
    const section = page.getByRole('region', {
      name: 'Unmanaged EC2 instances',
    });
    await expect(
      section.getByRole('link', {
        name: new RegExp(`^${all.totalItems} EC2 instances?$`),
      }),
    ).toBeVisible();
    // Two reasons may have as many instances.
    await section.locator(`li a[href$="reason=${reason}"]`).first().click();
    await expect(page).toHaveURL(
      new RegExp(`/managed-nodes/unmanaged\\?reason=${reason}`),
    );
    const table = page.getByRole('table', { name: 'Unmanaged EC2 instances' });
    await expect(table.getByRole('row')).toHaveCount(count + 1);
    await expect(page.getByRole('tab', { name: 'Unmanaged' })).toBeVisible();

    const own = await portal.json<UnmanagedPage>(
      'priya',
      '/managed-nodes/unmanaged',
    );
    expect(own.totalItems).toBeLessThan(all.totalItems);
  });
});
