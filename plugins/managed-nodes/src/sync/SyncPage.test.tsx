import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPiece } from '../__testUtils__/render';
import { responseError } from '../__testUtils__/responses';
import { aHold, aTarget, someHealth } from '../__testUtils__/sync';
import { setWide } from '../__testUtils__/width';
import { SyncPage } from './SyncPage';

const failing = aTarget({
  region: 'us-east-1',
  state: 'failed',
  stale: true,
  nodes: 5,
  throttles: 3,
  error: {
    code: 'AccessDeniedException',
    message: 'not authorized to perform: ssm:DescribeInstanceProperties',
    missingIamAction: 'ssm:DescribeInstanceProperties',
  },
});

const address = () => screen.getByLabelText('address').textContent;
const table = () => screen.findByRole('table', { name: 'Sync targets' });

function showing(
  targets: Parameters<typeof someHealth>[0],
  options: { at?: string; permissions?: string[] } = {},
) {
  return renderPiece(<SyncPage />, {
    api: { getSyncHealth: async () => someHealth(targets) },
    ...options,
  });
}

beforeEach(() => setWide(true));

describe('SyncPage', () => {
  it('says which targets fail, why, and which IAM action would help', async () => {
    await showing([aTarget(), failing]);
    expect(
      await screen.findByRole('heading', {
        name: '1 of 2 targets is failing.',
      }),
    ).toBeVisible();
    const targets = within(await table());
    expect(targets.getByText('Failing')).toBeVisible();
    expect(targets.getByText('ssm:DescribeInstanceProperties')).toBeVisible();
    expect(
      targets.getByRole('button', { name: 'Copy IAM action' }),
    ).toBeVisible();
    expect(targets.getByText(/, behind/)).toBeVisible();
    expect(targets.getByText('Its 5 nodes stay as last known.')).toBeVisible();
    expect(targets.getAllByText('Workloads / Production')[0]).toBeVisible();
    expect(targets.getAllByText('Systems Manager')[0]).toBeVisible();
    expect(targets.getByRole('link', { name: '42' })).toHaveAttribute(
      'href',
      '/managed-nodes/nodes?account=111122223333&region=eu-central-1',
    );
  });

  it('calls for a decision on what is held, and says who took one', async () => {
    await showing(
      [
        aTarget({ state: 'held', heldRemovals: aHold() }),
        aTarget({
          region: 'us-east-1',
          state: 'held',
          heldRemovals: aHold({
            dismissedAt: new Date().toISOString(),
            dismissedBy: 'user:default/omar',
          }),
        }),
      ],
      { permissions: ['managed-nodes.sync.manage'] },
    );
    expect(
      await screen.findByText(/A listing came without 95 of 100 nodes/),
    ).toBeVisible();
    expect(
      await screen.findByRole('button', {
        name: 'Look at 95 nodes and decide: 111122223333, eu-central-1',
      }),
    ).toHaveAttribute(
      'href',
      '/managed-nodes/sync/held/111122223333/eu-central-1',
    );
    expect(screen.getByText(/chose to keep them/)).toHaveTextContent(
      /omar chose to keep them just now/,
    );
    expect(within(await table()).getAllByText('Removal held')).toHaveLength(1);
  });

  it('says what it takes to decide to those who may not', async () => {
    await showing([aTarget({ state: 'held', heldRemovals: aHold() })]);
    expect(
      await screen.findByText(/Somebody has to decide whether they go/),
    ).toHaveTextContent('managed-nodes.sync.manage');
    expect(
      screen.queryByRole('button', { name: /and decide/ }),
    ).not.toBeInTheDocument();
  });

  it('says what was read in part', async () => {
    const warning = (part: 'tags' | 'instances', action: string) => ({
      part,
      code: 'AccessDeniedException',
      message: `no ${action}`,
      missingIamAction: action,
    });
    await showing([
      aTarget({
        state: 'partial',
        warnings: [
          warning('tags', 'tag:GetResources'),
          warning('instances', 'ec2:DescribeInstances'),
        ],
      }),
    ]);
    expect(await screen.findByText('tag:GetResources')).toBeVisible();
    expect(screen.getByText(/Tags could not be read/)).toBeVisible();
    expect(screen.getByText(/EC2 instances could not be read/)).toBeVisible();
  });

  it('shows how far listings have come, and who waits', async () => {
    await showing([
      aTarget({ state: 'running', listed: 412, nodes: 1200 }),
      aTarget({ region: 'us-east-1', state: 'running', listed: 7, nodes: 0 }),
      aTarget({
        region: 'ap-southeast-2',
        requestedAt: new Date().toISOString(),
      }),
    ]);
    const [known, unknown] = await screen.findAllByRole('progressbar', {
      name: 'Listing',
    });
    expect(known).toHaveAttribute('aria-valuenow', '34');
    expect(known).toHaveAttribute('aria-valuetext', '412 of 1\u202f200 nodes');
    expect(unknown).not.toHaveAttribute('aria-valuenow');
    expect(screen.getByText('7 nodes so far')).toBeVisible();
    expect(screen.getByText(/waits for its turn/)).toHaveTextContent(
      'asked for just now, waits for its turn',
    );
    expect(
      screen.getByText('2 of 3 targets are being read now, 1 waits'),
    ).toBeVisible();
  });

  it('narrows by state with a link, and by account with a menu', async () => {
    const user = userEvent.setup();
    await showing([
      failing,
      aTarget(),
      aTarget({ account: '222233334444', accountName: 'data-prod' }),
    ]);
    const states = within(
      await screen.findByRole('list', { name: 'Targets by state' }),
    );
    expect(states.getByRole('link', { name: 'All 3' })).toHaveAttribute(
      'aria-current',
      'true',
    );
    expect(states.getByRole('link', { name: 'Failing 1' })).toHaveAttribute(
      'href',
      '/managed-nodes/sync?state=failed',
    );
    await user.click(screen.getByRole('button', { name: 'Filter by Account' }));
    await user.click(
      within(await screen.findByRole('dialog', { name: 'Account' })).getByRole(
        'checkbox',
        { name: /data-prod/ },
      ),
    );
    await user.keyboard('{Escape}');
    expect(address()).toBe('/?account=222233334444');
    const rows = within(await table());
    expect(rows.getByText('data-prod')).toBeVisible();
    expect(rows.queryByText('commerce-prod')).not.toBeInTheDocument();
    await user.click(
      screen.getByRole('button', { name: 'Remove filter Account: data-prod' }),
    );
    expect(address()).toBe('/');
  });

  it('shows what a copied address says, and says when that is nothing', async () => {
    const user = userEvent.setup();
    await showing([failing, aTarget()], {
      at: '/?state=held&sort=nodes&order=desc',
    });
    expect(await screen.findByText('No target matches')).toBeVisible();
    await user.click(
      screen.getAllByRole('button', { name: 'Clear filters' })[0],
    );
    expect(address()).toBe('/?sort=nodes&order=desc');
    expect(
      within(await table()).getByRole('columnheader', { name: /Nodes/ }),
    ).toHaveAttribute('aria-sort', 'descending');
  });

  it('sorts numbers greatest first, then the other way', async () => {
    const user = userEvent.setup();
    await showing([aTarget(), failing]);
    await table();
    const throttled = screen.getByRole('button', { name: 'Throttled' });
    await user.click(throttled);
    expect(address()).toBe('/?sort=throttles&order=desc');
    await user.click(throttled);
    expect(address()).toBe('/?sort=throttles');
  });

  it('shows 1,200 targets page by page, and finds one among them', async () => {
    const user = userEvent.setup();
    const many = Array.from({ length: 1200 }, (_target, index) =>
      aTarget({
        account: String(100_000_000_000 + index),
        accountName: `team-${String(index).padStart(4, '0')}`,
      }),
    );
    await showing(many);
    expect(await screen.findByText('1–50 of 1 200 targets')).toBeVisible();
    expect(within(await table()).getAllByRole('row')).toHaveLength(51);
    await user.click(screen.getByRole('button', { name: 'Next page' }));
    expect(address()).toBe('/?page=2');
    expect(screen.getByText('team-0050')).toBeVisible();
    await user.type(screen.getByLabelText('Search targets'), 'team-1133');
    await waitFor(() => expect(address()).toBe('/?q=team-1133'));
    expect(screen.getByText('team-1133')).toBeVisible();
    expect(screen.queryByText(/–50 of/)).not.toBeInTheDocument();
  }, 20_000);

  it('says everything where it is narrow too', async () => {
    setWide(false);
    await showing([failing]);
    const targets = within(await table());
    expect(targets.getByText(/throttled/)).toHaveTextContent(
      '9 calls, 3 pages, 3 throttled, 1.2 s',
    );
    expect(
      targets.getByRole('button', {
        name: 'Sync now: commerce-prod, us-east-1',
      }),
    ).toBeVisible();
    expect(targets.queryByText('Throttled')).not.toBeInTheDocument();
  });

  it('shows hostile names as text', async () => {
    const { container } = await showing([
      aTarget({
        accountName: '<img src=x onerror=alert(1)>',
        organizationalUnits: ['<script>alert(2)</script>'],
      }),
    ]);
    expect(
      await screen.findByText('<img src=x onerror=alert(1)>'),
    ).toBeVisible();
    expect(screen.getByText('<script>alert(2)</script>')).toBeVisible();
    expect(container.querySelector('img, script')).toBeNull();
  });

  it('says what to do when there is nothing to read', async () => {
    await showing([]);
    expect(await screen.findByText('There is nothing to read')).toBeVisible();
  });

  it('says which permission is missing to see it at all', async () => {
    const error = await responseError(403, 'NotAllowedError', '');
    await renderPiece(<SyncPage />, {
      api: {
        getSyncHealth: async () => {
          throw error;
        },
      },
    });
    expect(await screen.findByText('managed-nodes.sync.read')).toBeVisible();
  });
});
