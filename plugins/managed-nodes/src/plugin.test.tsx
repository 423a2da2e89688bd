import { screen, within } from '@testing-library/react';
import { anOverview } from './__testUtils__/nodes';
import { renderPiece } from './__testUtils__/render';
import { responseError } from './__testUtils__/responses';
import { aCompliance, somePatches } from './__testUtils__/patches';
import { aTarget, someHealth } from './__testUtils__/sync';
import { anUnmanagedPage } from './__testUtils__/unmanaged';
import { ManagedNodesPages } from './app/ManagedNodesPages';
import * as plugin from './index';
import { LegacyShell } from './shell/LegacyShell';

const api = {
  getOverview: async () => anOverview(),
  getSyncHealth: async () => someHealth([aTarget()]),
  listUnmanaged: async () => anUnmanagedPage(),
};

describe('the plugin for the legacy frontend system', () => {
  it('exports its extensions', () => {
    expect(plugin.managedNodesPlugin.getId()).toBe('managed-nodes');
    expect([...plugin.managedNodesPlugin.getApis()]).toHaveLength(1);
    expect(Object.keys(plugin).sort()).toEqual([
      'EntityManagedNodeCard',
      'EntityManagedNodesCard',
      'EntityManagedNodesContent',
      'EntityMetricsContent',
      'EntityPatchesCard',
      'EntityPatchesContent',
      'EntityRunbooksCard',
      'EntityRunsContent',
      'HomePageFleetReport',
      'ManagedNodesPage',
      'canHaveManagedNodes',
      'hasMetrics',
      'hasPatches',
      'hasRunbooks',
      'hasRuns',
      'isManagedNode',
      'managedNodesPlugin',
      'useRunbooksMenuItems',
    ]);
  });

  it('frames the pages with tabs; without Sync for those who may not read it', async () => {
    await renderPiece(<ManagedNodesPages shell={LegacyShell} />, { api });
    expect(
      await screen.findByRole('heading', { name: /nodes are online/ }),
    ).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Fleet' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    expect(screen.getByRole('tab', { name: 'Nodes' })).toHaveAttribute(
      'href',
      '/managed-nodes/nodes',
    );
    expect(screen.queryByRole('tab', { name: 'Sync' })).not.toBeInTheDocument();
  });

  it('has the Sync tab and page for those who may', async () => {
    await renderPiece(<ManagedNodesPages shell={LegacyShell} />, {
      api,
      at: '/sync',
      permissions: ['managed-nodes.sync.read'],
    });
    expect(await screen.findByRole('tab', { name: 'Sync' })).toBeVisible();
    expect(
      await screen.findByText('1 of 1 targets is up to date.'),
    ).toBeVisible();
  });

  it('has the tab of documents for those who may look at them', async () => {
    await renderPiece(<ManagedNodesPages shell={LegacyShell} />, {
      api,
      permissions: ['managed-nodes.document.read'],
    });
    expect(
      await screen.findByRole('tab', { name: 'Documents' }),
    ).toHaveAttribute('href', '/managed-nodes/documents');
  });

  it('has the Unmanaged tab and page for those who get an answer', async () => {
    await renderPiece(<ManagedNodesPages shell={LegacyShell} />, {
      api,
      at: '/unmanaged',
    });
    expect(await screen.findByText('build-runner-7')).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Unmanaged' })).toHaveAttribute(
      'href',
      '/managed-nodes/unmanaged',
    );
  });

  it('has no Unmanaged tab for others, and its page says why', async () => {
    const error = await responseError(403, 'NotAllowedError', '');
    await renderPiece(<ManagedNodesPages shell={LegacyShell} />, {
      api: {
        ...api,
        listUnmanaged: async () => {
          throw error;
        },
      },
      at: '/unmanaged',
    });
    expect(await screen.findByText('managed-nodes.node.read')).toBeVisible();
    expect(
      screen.queryByRole('tab', { name: 'Unmanaged' }),
    ).not.toBeInTheDocument();
  });

  it('has the pages about patches under a navigation that keeps what narrows them', async () => {
    await renderPiece(<ManagedNodesPages shell={LegacyShell} />, {
      api: {
        ...api,
        getFacets: async () => ({ facets: {} }),
        patches: somePatches({ getCompliance: async () => aCompliance() }),
      },
      at: '/patches?owner=group:x/y&days=30',
    });
    expect(
      await screen.findByRole('heading', { name: /nodes are overdue/ }),
    ).toBeVisible();
    const nav = screen.getByRole('navigation', { name: 'Patches' });
    expect(
      within(nav).getByRole('link', { name: 'Missing patches' }),
    ).toHaveAttribute(
      'href',
      '/managed-nodes/patches/missing?owner=group%3Ax%2Fy',
    );
    expect(
      within(nav).getByRole('link', { name: 'Operations' }),
    ).toHaveAttribute('href', '/managed-nodes/patches/operations');
  });

  it('says so where there is no page', async () => {
    await renderPiece(<ManagedNodesPages shell={LegacyShell} />, {
      api,
      at: '/nowhere',
    });
    expect(await screen.findByText('There is no such page')).toBeVisible();
  });
});
