import { Run, RunPage } from '../plugins/managed-nodes-common/src';
import { expect, test } from './fixtures';
import { until } from './Portal';

const TEMPLATE = 'template:default/restart-service';

interface TaskEvent {
  body: { message: string; status?: string };
}

test.describe('software templates', () => {
  test('an owner restarts a service by a template, and reads how it went', async ({
    portal,
    signIn,
  }) => {
    test.setTimeout(180_000);
    await until('the template is in the catalog', 60, async () => {
      const found = await portal.fetch(
        'priya',
        '/catalog/entities/by-name/template/default/restart-service',
      );
      return found.ok || undefined;
    });
    const { items } = await portal.nodes('priya', 'status=online');
    const node = items.find(({ title }) => /^[\w-]+$/.test(title))!;
    const runsOf = async (name: string) => {
      const found = await portal.json<RunPage>(
        'priya',
        `/managed-nodes/runs?runbook=restart-service&node=${name}`,
      );
      return found.items;
    };
    const before = (await runsOf(node.name)).map(({ id }) => id);
    const page = await signIn('priya', '/create');
    await page
      .getByRole('button', { name: /Choose/ })
      .first()
      .click();
    const nodes = page.getByLabel(/^Nodes/);
    await nodes.fill(node.title);
    await page
      .getByRole('option', { name: new RegExp(node.title) })
      .first()
      .click();
    await page.getByLabel(/^Service/).fill('sshd');
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/\/create\/tasks\//);
    const run = await until('the run ends', 120, async () => {
      const runs = await runsOf(node.name);
      return runs.find(
        ({ id, endedAt }: Run) => endedAt && !before.includes(id),
      );
    });
    expect(run).toMatchObject({
      startedBy: 'user:default/priya',
      sentAs: 'person',
      nodes: 1,
    });
    await expect(page.getByText('The run').first()).toBeVisible({
      timeout: 60_000,
    });
  });

  test('a template runs nothing on the nodes of others, and its log is for who started it', async ({
    portal,
  }) => {
    const { items } = await portal.nodes('priya', 'status=online');
    const before = (await portal.control.commands.list()).length;
    const started = await portal.fetch('lukas', '/scaffolder/v2/tasks', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        templateRef: TEMPLATE,
        values: {
          nodes: [`resource:default/${items[0].name}`],
          service: 'sshd',
        },
      }),
    });
    expect(started.status).toBe(201);
    const { id } = (await started.json()) as { id: string };
    const events = await until('the task fails', 60, async () => {
      const found = await portal.json<TaskEvent[]>(
        'lukas',
        `/scaffolder/v2/tasks/${id}/events`,
      );
      return found.some(({ body }) => body.status === 'failed')
        ? found
        : undefined;
    });
    expect(events.map(({ body }) => body.message).join('\n')).toContain(
      'not there or not visible to you',
    );
    expect(await portal.control.commands.list()).toHaveLength(before);
    const foreign = await portal.fetch(
      'priya',
      `/scaffolder/v2/tasks/${id}/events`,
    );
    expect(foreign.ok).toBe(false);
  });
});
