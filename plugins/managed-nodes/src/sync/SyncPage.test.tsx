import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aTarget, someHealth } from '../__testUtils__/nodes';
import { renderPiece } from '../__testUtils__/render';
import { responseError } from '../__testUtils__/responses';
import { SyncPage } from './SyncPage';

const failing = aTarget({
  region: 'us-east-1',
  state: 'failed',
  stale: true,
  nodes: 5,
  error: {
    code: 'AccessDeniedException',
    message: 'not authorized to perform: ssm:DescribeInstanceProperties',
    missingIamAction: 'ssm:DescribeInstanceProperties',
  },
});

describe('SyncPage', () => {
  it('says which targets fail, why, and which IAM action would help', async () => {
    await renderPiece(<SyncPage />, {
      api: { getSyncHealth: async () => someHealth([aTarget(), failing]) },
    });
    expect(
      await screen.findByRole('heading', {
        name: '1 of 2 targets is failing.',
      }),
    ).toBeVisible();
    const table = screen.getByRole('table', { name: 'Sync targets' });
    expect(within(table).getByText('Failing')).toBeVisible();
    expect(
      within(table).getByText('ssm:DescribeInstanceProperties'),
    ).toBeVisible();
    expect(
      within(table).getByRole('button', { name: 'Copy IAM action' }),
    ).toBeVisible();
    expect(within(table).getByText(/too long ago/)).toBeVisible();
    expect(
      within(table).getByText('Its 5 nodes stay as last known.'),
    ).toBeVisible();
    expect(within(table).getByRole('link', { name: '42' })).toHaveAttribute(
      'href',
      '/managed-nodes/nodes?account=111122223333&region=eu-central-1',
    );
  });

  it('says what is held and what was read in part', async () => {
    await renderPiece(<SyncPage />, {
      api: {
        getSyncHealth: async () =>
          someHealth([
            aTarget({
              state: 'held',
              heldRemovals: {
                missing: 95,
                known: 100,
                since: new Date().toISOString(),
              },
            }),
            aTarget({
              region: 'us-east-1',
              state: 'partial',
              warnings: [
                {
                  part: 'tags',
                  code: 'AccessDeniedException',
                  message: 'no',
                  missingIamAction: 'tag:GetResources',
                },
              ],
            }),
          ]),
      },
    });
    expect(
      await screen.findByText(/A listing came without 95 of 100 nodes/),
    ).toBeVisible();
    expect(screen.getByText('tag:GetResources')).toBeVisible();
    expect(screen.getByText(/Tags could not be read/)).toBeVisible();
  });

  it('says how far behind the catalog is and what it refuses', async () => {
    await renderPiece(<SyncPage />, {
      api: {
        getSyncHealth: async () =>
          someHealth([aTarget()], {
            headRevision: 20,
            acknowledgedRevision: 8,
            skipped: [{ name: 'mi-1', reason: 'its name is too long' }],
            skippedTotal: 3,
          }),
      },
    });
    expect(
      await screen.findByText('The catalog is 12 changes behind.'),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'mi-1' })).toHaveAttribute(
      'href',
      '/managed-nodes/nodes/mi-1',
    );
    expect(screen.getByText('and 2 more')).toBeVisible();
  });

  it('starts a sync, and shows that it runs', async () => {
    const user = userEvent.setup();
    let started = false;
    const startSync = jest.fn(async () => {
      started = true;
    });
    await renderPiece(<SyncPage />, {
      api: {
        getSyncHealth: async () =>
          someHealth([aTarget({ state: started ? 'running' : 'ok' })]),
        startSync,
      },
      permissions: ['managed-nodes.sync.manage'],
    });
    await user.click(
      await screen.findByRole('button', { name: 'Sync all targets now' }),
    );
    expect(startSync).toHaveBeenCalledTimes(1);
    expect(
      await screen.findByText('1 of 1 targets are being read now.'),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Syncing…' })).toBeDisabled();
    expect(screen.getByText(/^Started/)).toHaveTextContent('Started just now');
  });

  it('tells those who may not start one what it takes', async () => {
    await renderPiece(<SyncPage />, {
      api: { getSyncHealth: async () => someHealth([aTarget()]) },
    });
    const button = await screen.findByRole('button', {
      name: 'Sync all targets now',
    });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription(
      /It takes the permission managed-nodes.sync.manage/,
    );
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
