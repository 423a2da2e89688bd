import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { RunRequest } from '@managed-nodes/plugin-managed-nodes-common';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { aNode } from '../../__testUtils__/nodes';
import { SLOW } from '../../__testUtils__/openRun';
import { renderPiece } from '../../__testUtils__/render';
import { someRunbooks } from '../../__testUtils__/runbooks';
import { aRun } from '../../__testUtils__/runs';
import { EntityRunsContent } from './EntityRunsContent';
import { NodeRunsPage } from './NodeRunsPage';

jest.setTimeout(60_000);

const entity = (kind: string, name: string, type?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default' },
  spec: { type },
});

function backend(runs = [aRun()]) {
  const listRuns = jest.fn(async (_request?: RunRequest) => ({
    items: runs,
    nextCursor: null,
  }));
  return { listRuns, api: { runbooks: someRunbooks({ listRuns }) } };
}

describe('the Runs tab of entities', () => {
  it.each([
    [entity('Resource', 'mi-1', 'managed-node'), { node: 'mi-1' }, 'node=mi-1'],
    [
      entity('Component', 'payments-api'),
      { relatedTo: 'component:default/payments-api' },
      'relatedTo=component%3Adefault%2Fpayments-api',
    ],
  ])('lists those of %j', async (of, filter, query) => {
    const { listRuns, api } = backend();
    await renderPiece(
      <EntityProvider entity={of}>
        <EntityRunsContent />
      </EntityProvider>,
      { api },
    );
    expect(
      await screen.findByRole('link', { name: /^Restart a service/ }, SLOW),
    ).toBeVisible();
    expect(listRuns).toHaveBeenCalledWith(
      { ...filter, limit: 25, cursor: undefined },
      expect.anything(),
    );
    expect(
      screen.getByRole('link', { name: 'Filter and export' }),
    ).toHaveAttribute('href', `/managed-nodes/runs?${query}`);
  });

  it('says so when there are none', async () => {
    await renderPiece(
      <EntityProvider entity={entity('System', 'payments')}>
        <EntityRunsContent />
      </EntityProvider>,
      backend([]),
    );
    expect(
      await screen.findByText(
        /^No runbook has been run on the nodes/,
        {},
        SLOW,
      ),
    ).toBeVisible();
  });
});

describe('the runs of a node outside the catalog', () => {
  it('stand under the other pages of the node', async () => {
    const { api } = backend([]);
    await renderPiece(
      <Routes>
        <Route path="/nodes/:name/runs" element={<NodeRunsPage />} />
      </Routes>,
      { api: { ...api, getNode: async () => aNode() }, at: '/nodes/mi-1/runs' },
    );
    expect(
      await screen.findByText(
        'No runbook has been run on this node yet',
        {},
        SLOW,
      ),
    ).toBeVisible();
    expect(screen.getByText('payments-api-prod-001')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Runs' })).toHaveAttribute(
      'aria-current',
      'page',
    );
  });
});
