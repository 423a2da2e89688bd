import {
  NodeListRequest,
  NodePage,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aNode } from '../__testUtils__/nodes';
import { renderPiece } from '../__testUtils__/render';
import { setWide } from '../__testUtils__/width';
import { NodesBrowser } from './NodesBrowser';

/** Two pages of one node each. */
const api = {
  getFacets: async () => ({ facets: {} }),
  listNodes: async (request?: NodeListRequest): Promise<NodePage> => ({
    items: [
      request?.cursor ? aNode({ name: 'mi-2', title: 'second-page' }) : aNode(),
    ],
    totalItems: 1234,
    nextCursor: request?.cursor ? null : 'next',
    previousCursor: null,
  }),
};

beforeEach(() => {
  window.localStorage.clear();
  setWide(true);
});

describe('the choice of nodes', () => {
  it('chooses nodes of more than one page, or all that match', async () => {
    const user = userEvent.setup();
    await renderPiece(<NodesBrowser />, { api });
    await user.click(
      await screen.findByRole('checkbox', {
        name: 'Choose payments-api-prod-001',
      }),
    );
    // Choosing a row does not open it.
    expect(screen.getByLabelText('address')).toHaveTextContent(/^\/$/);
    await user.click(screen.getByRole('button', { name: 'Next page' }));
    await user.click(
      await screen.findByRole('checkbox', { name: 'Choose second-page' }),
    );
    const bar = screen.getByRole('region', { name: 'Selection' });
    expect(within(bar).getByText(/2 nodes chosen/)).toBeVisible();
    await user.click(
      within(bar).getByRole('button', {
        name: 'Choose all 1\u202f234 nodes that match',
      }),
    );
    expect(within(bar).getByText(/All 1\s234 nodes chosen/)).toBeVisible();
    await user.click(
      within(bar).getByRole('button', { name: 'Clear selection' }),
    );
    expect(
      screen.queryByRole('region', { name: 'Selection' }),
    ).not.toBeInTheDocument();
  });
});
