import { screen, within } from '@testing-library/react';
import { anOverview, aTarget, someHealth } from '../__testUtils__/nodes';
import { renderPiece } from '../__testUtils__/render';
import { responseError } from '../__testUtils__/responses';
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
    expect(first).toHaveAttribute('href', '/managed-nodes/sync');
    expect(within(attention).getAllByRole('link')[0]).toBe(first);
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
