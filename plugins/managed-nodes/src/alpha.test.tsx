import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { managedNodesApiRef } from '@managed-nodes/plugin-managed-nodes-react';
import { screen } from '@testing-library/react';
import { anOverview } from './__testUtils__/nodes';
import { someHealth } from './__testUtils__/sync';
import { anUnmanagedPage } from './__testUtils__/unmanaged';
import managedNodesPlugin from './alpha';

describe('the plugin for the new frontend system', () => {
  it.each([
    'api:managed-nodes',
    'page:managed-nodes',
    'entity-card:managed-nodes/node',
    'entity-card:managed-nodes/nodes',
    'entity-content:managed-nodes/nodes',
    'entity-card:managed-nodes/patches',
    'entity-card:managed-nodes/runbooks',
    'entity-context-menu-item:managed-nodes/run-runbook',
    'entity-content:managed-nodes/patches',
    'entity-content:managed-nodes/metrics',
    'entity-content:managed-nodes/runs',
    'home-page-widget:managed-nodes/my-nodes',
    'home-page-widget:managed-nodes/fleet-report',
  ] as const)('has %s', id => {
    expect(managedNodesPlugin.getExtension(id)).toBeDefined();
  });

  it('shows its pages with the notice in the portal’s own frame', async () => {
    renderTestApp({
      features: [managedNodesPlugin],
      initialRouteEntries: ['/managed-nodes'],
      config: { managedNodes: { notice: 'Simulated fleet' } },
      apis: [
        [
          managedNodesApiRef,
          {
            getOverview: async () => anOverview(),
            getSyncHealth: async () => someHealth([]),
            listUnmanaged: async () => anUnmanagedPage(),
          },
        ],
        [permissionApiRef, mockApis.permission()],
      ],
    });
    expect(
      await screen.findByRole(
        'heading',
        { name: /nodes are online/ },
        // The page's code is loaded when it is first shown.
        { timeout: 10_000 },
      ),
    ).toBeVisible();
    expect(screen.getByText('Simulated fleet')).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Nodes' })).toHaveAttribute(
      'href',
      '/managed-nodes/nodes',
    );
    expect(screen.getByRole('tab', { name: 'Sync' })).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Unmanaged' })).toHaveAttribute(
      'href',
      '/managed-nodes/unmanaged',
    );
  }, 15_000);
});
