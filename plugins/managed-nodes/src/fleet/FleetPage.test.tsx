import { screen, within } from '@testing-library/react';
import { anOverview } from '../__testUtils__/nodes';
import { aCompliance, somePatches } from '../__testUtils__/patches';
import { renderPiece } from '../__testUtils__/render';
import { responseError } from '../__testUtils__/responses';
import { aHold, aTarget, someHealth } from '../__testUtils__/sync';
import { anUnmanagedPage } from '../__testUtils__/unmanaged';
import { FleetPage } from './FleetPage';

describe('FleetPage', () => {
  it('answers first, and has every figure lead to the list behind it', async () => {
    await renderPiece(<FleetPage />, {
      api: { getOverview: async () => anOverview() },
    });
    expect(
      await screen.findByRole('heading', { name: /^7 of 10 nodes are online/ }),
    ).toBeVisible();
    const leadsTo = (name: RegExp, href: string) =>
      expect(screen.getAllByRole('link', { name })[0]).toHaveAttribute(
        'href',
        href,
      );
    leadsTo(/10\s*Nodes/, '/managed-nodes/nodes');
    leadsTo(
      /2\s*Out of contact/,
      '/managed-nodes/nodes?status=connection-lost&status=missing',
    );
    leadsTo(/3\s*Unclaimed/, '/managed-nodes/nodes?unclaimed=true');
    leadsTo(
      /2\s*Critical patches missing/,
      '/managed-nodes/nodes?patchBucket=critical',
    );
    leadsTo(/Hybrid machines/, '/managed-nodes/nodes?resourceType=hybrid');
    leadsTo(/^VMware$/, '/managed-nodes/nodes?environment=vmware');
    leadsTo(
      /Ubuntu 22.04/,
      '/managed-nodes/nodes?platform=Ubuntu&platformVersion=22.04',
    );
    leadsTo(
      /Not known/,
      '/managed-nodes/nodes?platform=none&platformVersion=none',
    );
    leadsTo(
      /2 nodes with an agent out of date/,
      '/managed-nodes/nodes?agentOutdated=true',
    );
    expect(screen.getByText(/^as of/)).toBeVisible();
  });

  it('tells those who may read sync health what fails there', async () => {
    await renderPiece(<FleetPage />, {
      api: {
        getOverview: async () => anOverview(),
        getSyncHealth: async () =>
          someHealth([
            aTarget(),
            aTarget({ region: 'us-east-1', state: 'failed' }),
            aTarget({
              account: '2',
              state: 'held',
              heldRemovals: aHold(),
            }),
            aTarget({
              account: '3',
              state: 'held',
              heldRemovals: aHold({
                dismissedAt: new Date().toISOString(),
                dismissedBy: 'user:default/omar',
              }),
            }),
          ]),
      },
      permissions: ['managed-nodes.sync.read'],
    });
    const attention = await screen.findByRole('region', {
      name: 'Needs attention',
    });
    const first = await within(attention).findByRole('link', {
      name: '1 target cannot be read from AWS',
    });
    expect(first).toHaveAttribute('href', '/managed-nodes/sync?state=failed');
    expect(within(attention).getAllByRole('link')[0]).toBe(first);
    expect(
      within(attention).getByRole('link', {
        name: '1 target with removals held for a look',
      }),
    ).toHaveAttribute('href', '/managed-nodes/sync?state=held');
  });

  it('counts who is overdue with patches, and whose report is too old', async () => {
    await renderPiece(<FleetPage />, {
      api: {
        getOverview: async () => anOverview(),
        patches: somePatches({ getCompliance: async () => aCompliance() }),
      },
    });
    expect(
      await screen.findByRole('link', {
        name: '31 nodes with patches overdue',
      }),
    ).toHaveAttribute('href', '/managed-nodes/nodes?patchStanding=overdue');
    expect(
      screen.getByRole('link', {
        name: '12 nodes with no patch report for 14 days',
      }),
    ).toHaveAttribute('href', '/managed-nodes/nodes?patchStanding=stale');
  });

  it('says how many EC2 instances are unmanaged, why, and what to do', async () => {
    await renderPiece(<FleetPage />, {
      api: {
        getOverview: async () => anOverview(),
        listUnmanaged: async () => anUnmanagedPage(),
      },
    });
    const section = await screen.findByRole('region', {
      name: 'Unmanaged EC2 instances',
    });
    expect(
      within(section).getByRole('link', { name: '3 EC2 instances' }),
    ).toHaveAttribute('href', '/managed-nodes/unmanaged');
    expect(
      within(section).getByRole('link', { name: '2 instances' }),
    ).toHaveAttribute('href', '/managed-nodes/unmanaged?reason=no-agent');
    expect(
      within(section).getByText(/Install or start SSM Agent/),
    ).toBeVisible();
    expect(
      within(section).getByRole('link', {
        name: /Troubleshooting managed node availability/,
      }),
    ).toHaveAttribute('href', expect.stringMatching(/^https:\/\/docs\.aws\./));
    expect(
      within(section).queryByText('No instance profile'),
    ).not.toBeInTheDocument();
    expect(
      screen.getByRole('link', {
        name: '3 EC2 instances not managed by Systems Manager',
      }),
    ).toHaveAttribute('href', '/managed-nodes/unmanaged');
  });

  it('says so when every EC2 instance is managed, and nothing to those who get no answer', async () => {
    const api = { getOverview: async () => anOverview() };
    const none = anUnmanagedPage({ items: [], totalItems: 0, reasons: [] });
    const first = await renderPiece(<FleetPage />, {
      api: { ...api, listUnmanaged: async () => none },
    });
    expect(
      await screen.findByText(/Systems Manager manages every EC2 instance/),
    ).toBeVisible();
    first.unmount();

    const refusal = await responseError(403, 'NotAllowedError', '');
    await renderPiece(<FleetPage />, {
      api: {
        ...api,
        listUnmanaged: async () => {
          throw refusal;
        },
      },
    });
    await screen.findByRole('heading', { name: /online/ });
    expect(
      screen.queryByRole('region', { name: 'Unmanaged EC2 instances' }),
    ).not.toBeInTheDocument();
  });

  it('does not ask for sync health on behalf of others', async () => {
    const getSyncHealth = jest.fn();
    await renderPiece(<FleetPage />, {
      api: { getOverview: async () => anOverview(), getSyncHealth },
    });
    await screen.findByRole('heading', { name: /online/ });
    expect(getSyncHealth).not.toHaveBeenCalled();
  });

  it('explains an empty fleet', async () => {
    await renderPiece(<FleetPage />, {
      api: { getOverview: async () => anOverview({ total: 0 }) },
    });
    expect(
      await screen.findByText('There are no managed nodes for you to see'),
    ).toBeVisible();
  });

  it('says which permission is missing', async () => {
    const error = await responseError(403, 'NotAllowedError', '');
    await renderPiece(<FleetPage />, {
      api: {
        getOverview: async () => {
          throw error;
        },
      },
    });
    expect(await screen.findByText('managed-nodes.node.read')).toBeVisible();
  });
});
