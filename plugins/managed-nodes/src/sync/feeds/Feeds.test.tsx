import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPiece } from '../../__testUtils__/render';
import {
  anOrganization,
  aTarget,
  someEvents,
  someHealth,
} from '../../__testUtils__/sync';
import { SyncPage } from '../SyncPage';

function showing(overrides: Parameters<typeof someHealth>[1]) {
  return renderPiece(<SyncPage />, {
    api: { getSyncHealth: async () => someHealth([aTarget()], overrides) },
  });
}

const card = async (name: string) =>
  within(await screen.findByRole('region', { name }));

/** Whether a card stands before the table of targets. */
async function isFirst(name: string): Promise<boolean> {
  await screen.findByRole('region', { name });
  const names = screen
    .getAllByRole('region')
    .map(
      region =>
        region.getAttribute('aria-label') ??
        within(region).getAllByRole('heading')[0].textContent,
    );
  return names.indexOf(name) < names.indexOf('Sync targets, scrollable');
}

describe('what the sync depends on besides targets', () => {
  it('is absent where it is not used', async () => {
    await showing({});
    await screen.findByRole('region', { name: 'Catalog' });
    for (const name of [
      'Finding accounts',
      'Nodes of the organization',
      'Events from AWS',
    ]) {
      expect(screen.queryByRole('region', { name })).not.toBeInTheDocument();
    }
  });

  it('stands below while it works', async () => {
    await showing({
      discovery: anOrganization(),
      organization: anOrganization({ listed: 12_345, throttles: 2 }),
      events: someEvents(),
    });
    const discovery = await card('Finding accounts');
    expect(discovery.getByText(/accounts listed/)).toHaveTextContent(
      '300 accounts listed just now',
    );
    const organization = await card('Nodes of the organization');
    expect(organization.getByText(/nodes listed/)).toHaveTextContent(
      '12 345 nodes listed just now',
    );
    expect(organization.getByText(/15 AWS calls/)).toHaveTextContent(
      '15 AWS calls, 2 of them throttled',
    );
    const events = await card('Events from AWS');
    expect(events.getByText('Receiving')).toBeVisible();
    expect(
      events.getByText(/988 nodes read anew, 16 about nothing here/),
    ).toBeVisible();
    expect(await isFirst('Finding accounts')).toBe(false);
  });

  it('comes first where it fails, with what would help', async () => {
    await showing({
      discovery: anOrganization({
        state: 'failed',
        lastSuccessAt: null,
        error: {
          code: 'AccessDeniedException',
          message: 'no',
          missingIamAction: 'organizations:ListAccounts',
        },
      }),
    });
    const discovery = await card('Finding accounts');
    expect(discovery.getByText('Failing')).toBeVisible();
    expect(discovery.getByText('No accounts listed yet')).toBeVisible();
    expect(discovery.getByText('organizations:ListAccounts')).toBeVisible();
    expect(await isFirst('Finding accounts')).toBe(true);
    expect(await isFirst('Catalog')).toBe(false);
    expect(
      screen.getByRole('heading', { name: 'Accounts cannot be found.' }),
    ).toBeVisible();
  });

  it('shows messages that could not be read as text', async () => {
    const user = userEvent.setup();
    const excerpt = '{"detail-type": "<img src=x onerror=alert(1)>"';
    const { container } = await showing({
      events: someEvents({
        problems: [
          {
            receivedAt: new Date().toISOString(),
            reason: 'it is no JSON',
            excerpt,
            times: 4,
          },
        ],
      }),
    });
    const events = await card('Events from AWS');
    await user.click(events.getByText('1 kind of message could not be read'));
    expect(events.getByText(excerpt)).toBeVisible();
    expect(events.getByText(/4 times/)).toHaveTextContent('just now, 4 times');
    expect(container.querySelector('img')).toBeNull();
    expect(await isFirst('Events from AWS')).toBe(true);
  });

  it('says how far behind the catalog is and what it refuses', async () => {
    await showing({
      catalog: {
        headRevision: 20,
        acknowledgedRevision: 8,
        acknowledgedAt: null,
        skipped: [{ name: 'mi-1', reason: 'its name is too long' }],
        skippedTotal: 3,
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
});
