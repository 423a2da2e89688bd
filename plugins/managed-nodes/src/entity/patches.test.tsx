import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { PatchesApi } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import { aNode } from '../__testUtils__/nodes';
import {
  aCompliance,
  aMissingPage,
  aPlan,
  inDays,
  someCounts,
  somePatches,
  standings,
} from '../__testUtils__/patches';
import { renderPiece } from '../__testUtils__/render';
import { responseError } from '../__testUtils__/responses';
import { hasPatches } from '../entityFilters';
import { EntityPatchesCard } from './EntityPatchesCard';
import { EntityPatchesContent } from './EntityPatchesContent';

function entity(kind: string, type?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name: 'payments-api', namespace: 'default' },
    spec: { type },
  };
}

const component = entity('Component', 'service');

const RELATED = 'relatedTo=component%3Adefault%2Fpayments-api';

function anApi(overrides: Partial<PatchesApi> = {}) {
  return {
    getFacets: async () => ({ facets: {} }),
    getNode: async () => aNode(),
    listNodes: async () => ({
      items: [aNode({ patch: { ...aNode().patch, dueAt: inDays(-2) } })],
      totalItems: 3,
      nextCursor: null,
      previousCursor: null,
    }),
    patches: somePatches({
      getCompliance: async () =>
        aCompliance({
          total: someCounts({
            nodes: 12,
            standings: standings({ overdue: 3, compliant: 9 }),
          }),
        }),
      listMissing: async () => aMissingPage(),
      ...overrides,
    }),
  };
}

describe('EntityPatchesCard', () => {
  it('answers in one sentence that leads to the nodes, and names the gravest patches', async () => {
    const listMissing = jest.fn<
      ReturnType<PatchesApi['listMissing']>,
      Parameters<PatchesApi['listMissing']>
    >(async () => aMissingPage());
    await renderPiece(
      <EntityProvider entity={component}>
        <EntityPatchesCard />
      </EntityProvider>,
      { api: anApi({ listMissing }) },
    );
    expect(
      await screen.findByRole('link', {
        name: /^Overdue: 1 critical patch on 3 nodes, due since \w+day$/,
      }),
    ).toHaveAttribute(
      'href',
      `/managed-nodes/nodes?${RELATED}&patchStanding=overdue`,
    );
    const gravest = screen.getByRole('list', {
      name: 'The gravest missing patches',
    });
    expect(
      within(gravest).getByRole('link', { name: 'KB5031364' }),
    ).toHaveAttribute('href', `/managed-nodes/nodes?${RELATED}&patch=4f1c`);
    expect(listMissing.mock.lastCall?.[0]).toMatchObject({
      relatedTo: 'component:default/payments-api',
      patchStanding: ['overdue'],
      sort: 'kind',
    });
    expect(
      screen.getByRole('link', { name: 'Patch compliance' }),
    ).toHaveAttribute('href', `/managed-nodes/patches?${RELATED}`);
  });

  it('says when something is installed next, and leads to what comes up', async () => {
    const listPlans = jest.fn<
      ReturnType<PatchesApi['listPlans']>,
      Parameters<PatchesApi['listPlans']>
    >(async () => ({
      items: [aPlan()],
      nextCursor: null,
      unplanned: 0,
      readAt: inDays(0),
      problems: [],
    }));
    await renderPiece(
      <EntityProvider entity={component}>
        <EntityPatchesCard />
      </EntityProvider>,
      { api: anApi({ listPlans }) },
    );
    expect(
      await screen.findByRole('link', {
        name: 'Next install in 2 days, on 40 nodes',
      }),
    ).toHaveAttribute('href', `/managed-nodes/patches/coming?${RELATED}`);
    expect(listPlans.mock.lastCall?.[0]).toMatchObject({
      relatedTo: 'component:default/payments-api',
      operation: ['Install'],
    });
  });

  it('asks for no patches when nothing lacks', async () => {
    const listMissing = jest.fn();
    await renderPiece(
      <EntityProvider entity={component}>
        <EntityPatchesCard />
      </EntityProvider>,
      {
        api: anApi({
          listMissing,
          getCompliance: async () =>
            aCompliance({
              total: someCounts({
                nodes: 2,
                standings: standings({ compliant: 2 }),
              }),
            }),
        }),
      },
    );
    expect(await screen.findByText('All 2 nodes are compliant')).toBeVisible();
    expect(listMissing).not.toHaveBeenCalled();
  });

  it('is brief when there are no nodes, and says what is denied', async () => {
    const first = await renderPiece(
      <EntityProvider entity={component}>
        <EntityPatchesCard />
      </EntityProvider>,
      {
        api: anApi({
          getCompliance: async () =>
            aCompliance({ total: someCounts({ nodes: 0, score: null }) }),
        }),
      },
    );
    expect(
      await screen.findByText(
        'No managed nodes that you may see belong to this component.',
      ),
    ).toBeVisible();
    first.unmount();

    const error = await responseError(403, 'NotAllowedError', '');
    await renderPiece(
      <EntityProvider entity={component}>
        <EntityPatchesCard />
      </EntityProvider>,
      {
        api: anApi({
          getCompliance: async () => {
            throw error;
          },
        }),
      },
    );
    expect(await screen.findByText('managed-nodes.node.read')).toBeVisible();
  });
});

describe('EntityPatchesContent', () => {
  it('shows the compliance of the nodes of an application, and what they lack', async () => {
    await renderPiece(
      <EntityProvider entity={component}>
        <EntityPatchesContent />
      </EntityProvider>,
      { api: anApi() },
    );
    expect(
      await screen.findByRole('heading', {
        name: /^3 of 12 nodes are overdue/,
      }),
    ).toBeVisible();
    expect(await screen.findByText('KB5031364')).toBeVisible();
    expect(screen.getByRole('link', { name: '3 nodes' })).toHaveAttribute(
      'href',
      `/managed-nodes/nodes?${RELATED}&patch=4f1c`,
    );
  });

  it('shows the patches of a node on the node’s own entity', async () => {
    await renderPiece(
      <EntityProvider entity={entity('Resource', 'managed-node')}>
        <EntityPatchesContent />
      </EntityProvider>,
      {
        api: anApi({
          getNodePatches: async () => ({
            items: [],
            from: 'live',
            problem: null,
            readAt: null,
          }),
          getNodePlan: async () => ({
            baseline: null,
            patchGroup: null,
            plans: [],
            readAt: null,
          }),
        }),
      },
    );
    expect(
      await screen.findByRole('heading', {
        name: /^2 critical patches missing/,
      }),
    ).toBeVisible();
    expect(
      await screen.findByText('There are no patches to list'),
    ).toBeVisible();
  });

  it('has a place on nodes, and on what nodes belong to', () => {
    expect(hasPatches(entity('Resource', 'managed-node'))).toBe(true);
    expect(hasPatches(component)).toBe(true);
    expect(hasPatches(entity('Resource', 'database'))).toBe(false);
    expect(hasPatches(entity('API'))).toBe(false);
  });
});
