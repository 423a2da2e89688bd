import {
  ManagedNodesApi,
  Run,
  RunbooksApi,
  StartRun,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { StartRunPage } from '../runbooks/start/StartRunPage';
import { aNode } from './nodes';
import { renderPiece } from './render';
import { aRunbook, aRunPreview, someRunbooks } from './runbooks';
import { aRun } from './runs';

const NODES = [
  aNode({ name: 'mi-1', title: 'web-1' }),
  aNode({ name: 'mi-2', title: 'web-2' }),
];

const listNodes: ManagedNodesApi['listNodes'] = async ({ name } = {}) => {
  const items = NODES.filter(node => !name || name.includes(node.name));
  return {
    items,
    totalItems: items.length,
    nextCursor: null,
    previousCursor: null,
  };
};

/** Opens the form of a runbook; what it leads to says `elsewhere`. */
export async function openForm(
  runbooks: Partial<RunbooksApi>,
  query: string = '?node=mi-1',
) {
  await renderPiece(
    <Routes>
      <Route path="/runbooks/:id/run" element={<StartRunPage />} />
      <Route path="*" element={<div>elsewhere</div>} />
    </Routes>,
    {
      api: {
        listNodes,
        getFacets: async () => ({ facets: {} }),
        runbooks: someRunbooks({
          get: async () => aRunbook(),
          preview: async () => aRunPreview(),
          ...runbooks,
        }),
      },
      at: `/runbooks/restart-service/run${query}`,
    },
  );
  return userEvent.setup();
}

/** A backend that starts whatever it is asked to. */
export function starting() {
  return jest.fn<Promise<Run>, [StartRun]>(async () =>
    aRun({ state: 'queued' }),
  );
}

/** Fills in the form, and has a look at what that would do. */
export async function fillIn(user: ReturnType<typeof userEvent.setup>) {
  await user.type(await screen.findByLabelText(/^Service name/), 'nginx');
  await user.click(screen.getByRole('button', { name: 'See what it will do' }));
}
