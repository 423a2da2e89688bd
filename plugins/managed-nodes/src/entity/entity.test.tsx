import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import { screen } from '@testing-library/react';
import { aNode, anOverview } from '../__testUtils__/nodes';
import { renderPiece } from '../__testUtils__/render';
import { canHaveManagedNodes, isManagedNode } from '../entityFilters';
import { EntityManagedNodesCard } from './EntityManagedNodesCard';
import { EntityManagedNodesContent } from './EntityManagedNodesContent';

function entity(kind: string, type?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name: 'payments-api', namespace: 'default' },
    spec: { type },
  };
}

const component = entity('Component', 'service');

describe('EntityManagedNodesCard', () => {
  it('says how the nodes of the entity are, and leads to them', async () => {
    const getOverview = jest.fn(async () => anOverview());
    await renderPiece(
      <EntityProvider entity={component}>
        <EntityManagedNodesCard />
      </EntityProvider>,
      { api: { getOverview } },
    );
    expect(await screen.findByText(/^7 of 10 nodes are online/)).toBeVisible();
    expect(getOverview).toHaveBeenCalledWith(
      { relatedTo: 'component:default/payments-api' },
      expect.anything(),
    );
    expect(screen.getByRole('link', { name: /7\s*Online/ })).toHaveAttribute(
      'href',
      '/managed-nodes/nodes?status=online&relatedTo=component%3Adefault%2Fpayments-api',
    );
  });

  it('is brief when there are none', async () => {
    await renderPiece(
      <EntityProvider entity={component}>
        <EntityManagedNodesCard />
      </EntityProvider>,
      { api: { getOverview: async () => anOverview({ total: 0 }) } },
    );
    expect(
      await screen.findByText(
        'No managed nodes that you may see belong to this component.',
      ),
    ).toBeVisible();
  });
});

describe('EntityManagedNodesContent', () => {
  it('lists the nodes of the entity only', async () => {
    const listNodes = jest.fn(async (_request?: NodeFilter) => ({
      items: [aNode()],
      totalItems: 1,
      nextCursor: null,
      previousCursor: null,
    }));
    await renderPiece(
      <EntityProvider entity={component}>
        <EntityManagedNodesContent />
      </EntityProvider>,
      {
        api: {
          getOverview: async () => anOverview(),
          getFacets: async () => ({ facets: {} }),
          listNodes,
        },
      },
    );
    expect(await screen.findByText('payments-api-prod-001')).toBeVisible();
    expect(listNodes.mock.lastCall?.[0]).toMatchObject({
      relatedTo: 'component:default/payments-api',
    });
  });
});

describe('which entities get what', () => {
  it.each(['Component', 'System', 'Domain', 'Group', 'User'])(
    'a %s can have nodes',
    kind => {
      expect(canHaveManagedNodes(entity(kind))).toBe(true);
    },
  );

  it.each(['Resource', 'API', 'Location'])('a %s cannot', kind => {
    expect(canHaveManagedNodes(entity(kind))).toBe(false);
  });

  it('only resources of our type are nodes', () => {
    expect(isManagedNode(entity('Resource', 'managed-node'))).toBe(true);
    expect(isManagedNode(entity('Resource', 'database'))).toBe(false);
    expect(isManagedNode(entity('Component', 'managed-node'))).toBe(false);
  });
});
