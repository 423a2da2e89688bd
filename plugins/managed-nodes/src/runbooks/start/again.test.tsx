import {
  RunNode,
  RunNodeQuery,
  StartRun,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { renderPiece } from '../../__testUtils__/render';
import {
  aParameter,
  aRunbook,
  aRunPreview,
  someRunbooks,
} from '../../__testUtils__/runbooks';
import { aRun, aRunNode } from '../../__testUtils__/runs';
import { StartRunPage } from './StartRunPage';

const PAST = '7b0d2f6e-5f0d-4d3b-8f0e-2f1c1f3b9a11';

const open = async (query: string, nodes: RunNode[]) => {
  const start = jest.fn(async (_request: StartRun) => aRun());
  const listRunNodes = jest.fn(
    async (_id: string, asked: Partial<RunNodeQuery> = {}) => ({
      // Two pages, for there may be many.
      items: asked.cursor ? nodes.slice(1) : nodes.slice(0, 1),
      totalItems: nodes.length,
      nextCursor: asked.cursor ? null : 'more',
    }),
  );
  await renderPiece(
    <Routes>
      <Route path="/runbooks/:id/run" element={<StartRunPage />} />
      <Route path="*" element={<div>elsewhere</div>} />
    </Routes>,
    {
      api: {
        listNodes: async () => ({
          items: [],
          totalItems: 0,
          nextCursor: null,
          previousCursor: null,
        }),
        getFacets: async () => ({ facets: {} }),
        runbooks: someRunbooks({
          get: async () =>
            aRunbook({
              form: [
                aParameter(),
                aParameter({
                  name: 'Seconds',
                  title: 'Seconds',
                  type: 'Integer',
                  default: 5,
                  required: false,
                }),
              ],
            }),
          getRun: async () =>
            aRun({
              id: PAST,
              note: 'CHG-7',
              parameters: [
                { name: 'ServiceName', value: 'nginx', from: 'person' },
                { name: 'Seconds', value: 9, from: 'publication' },
              ],
            }),
          listRunNodes,
          preview: async () => aRunPreview(),
          start,
        }),
      },
      at: `/runbooks/restart-service/run${query}`,
    },
  );
  return { start, listRunNodes, user: userEvent.setup() };
};

const NODES = [
  aRunNode({ name: 'mi-1', title: 'web-1' }),
  aRunNode({ name: 'mi-2', title: 'web-2' }),
];

describe('the form of a runbook for a run that is repeated', () => {
  it('has its nodes, what was given, and its note', async () => {
    const { user, start, listRunNodes } = await open(`?again=${PAST}`, NODES);
    expect(await screen.findByLabelText(/^Service name/)).toHaveValue('nginx');
    expect(screen.getByLabelText('Seconds')).toHaveValue('5');
    expect(screen.getByText('2 nodes chosen')).toBeVisible();
    expect(screen.getByText('web-2')).toBeVisible();
    expect(listRunNodes.mock.calls[0][1]).not.toHaveProperty('outcome');
    await user.click(
      screen.getByRole('button', { name: 'See what it will do' }),
    );
    await user.click(
      await screen.findByRole('button', { name: 'Restart on 2 nodes' }),
    );
    await waitFor(() => expect(start).toHaveBeenCalled());
    expect(start.mock.calls[0][0]).toMatchObject({
      parameters: { ServiceName: 'nginx' },
      selection: { nodes: ['mi-1', 'mi-2'] },
      note: 'CHG-7',
    });
    expect(start.mock.calls[0][0]).not.toHaveProperty('retryOf');
  });

  it('has the nodes that did not succeed when those are tried again', async () => {
    const { user, start, listRunNodes } = await open(`?retryOf=${PAST}`, NODES);
    expect(
      await screen.findByRole('heading', {
        name: 'Restart a service, once more',
      }),
    ).toBeVisible();
    await user.click(
      await screen.findByRole('button', { name: 'See what it will do' }),
    );
    expect(listRunNodes.mock.calls[0][1]).toMatchObject({
      outcome: ['failed', 'timed-out', 'not-sent', 'cancelled'],
    });
    await user.click(
      await screen.findByRole('button', { name: 'Restart on 2 nodes' }),
    );
    await waitFor(() => expect(start).toHaveBeenCalled());
    expect(start.mock.calls[0][0].retryOf).toBe(PAST);
  });
});
