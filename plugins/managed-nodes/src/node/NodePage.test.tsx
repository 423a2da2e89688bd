import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { aNode } from '../__testUtils__/nodes';
import { renderPiece } from '../__testUtils__/render';
import { responseError } from '../__testUtils__/responses';
import { EntityManagedNodeCard } from './EntityManagedNodeCard';
import { NodePage } from './NodePage';

function renderNode(node: ManagedNode | undefined) {
  const getNode = jest.fn(async () => node);
  const pages = (
    <Routes>
      <Route path="/nodes/:name" element={<NodePage />} />
    </Routes>
  );
  return renderPiece(pages, { api: { getNode }, at: '/nodes/mi-1%2F2' }).then(
    result => ({ ...result, getNode }),
  );
}

describe('NodePage', () => {
  it('answers first, then says all that is known', async () => {
    const { getNode } = await renderNode(aNode());
    expect(
      await screen.findByRole('heading', {
        name: 'Online, 2 critical patches missing, last seen 3 min ago.',
      }),
    ).toBeVisible();
    expect(getNode).toHaveBeenCalledWith('mi-1/2', expect.anything());
    expect(screen.getByText('commerce-prod, 111122223333')).toBeVisible();
    expect(screen.getByText('3.3.1142.0, up to date')).toBeVisible();
    expect(screen.getByText('act-1')).toBeVisible();
    expect(screen.getByRole('link', { name: /payments-team/ })).toHaveAttribute(
      'href',
      '/catalog/default/group/payments-team',
    );
    expect(
      screen.getByRole('link', { name: 'Its page in the catalog' }),
    ).toHaveAttribute('href', '/catalog/default/resource/mi-0123456789abcdef0');
  });

  it('opens the AWS console apart, and lets it know nothing of us', async () => {
    await renderNode(aNode());
    const link = await screen.findByRole('link', {
      name: /Open in Fleet Manager/,
    });
    expect(link).toHaveAttribute('target', '_blank');
    expect(link).toHaveAttribute('rel', expect.stringContaining('noopener'));
  });

  it('still tells of a node that left, without ways to where it no longer is', async () => {
    await renderNode(aNode({ status: 'left', leftAt: '2026-05-12T12:00:00Z' }));
    expect(
      await screen.findByRole('heading', { name: /^Left on 12 May 2026/ }),
    ).toBeVisible();
    expect(screen.queryByText(/Fleet Manager/)).not.toBeInTheDocument();
    expect(screen.queryByText(/in the catalog/)).not.toBeInTheDocument();
  });

  it('shows tags as they were typed, and long ones on demand', async () => {
    const user = userEvent.setup();
    const long = `${'y'.repeat(128)}END${'z'.repeat(125)}`;
    const { container } = await renderNode(
      aNode({
        tags: {
          Note: '<script>alert(1)</script>',
          '=cmd|x': '=1+1',
          Lines: 'one\ntwo',
          Empty: '',
          Long: long,
        },
      }),
    );
    const tags = await screen.findByRole('table', { name: '5 tags' });
    expect(within(tags).getByText('<script>alert(1)</script>')).toBeVisible();
    expect(within(tags).getByText('=1+1')).toBeVisible();
    expect(within(tags).getByText('empty')).toBeVisible();
    expect(container.querySelector('script')).toBeNull();
    expect(within(tags).queryByText(long)).not.toBeInTheDocument();
    await user.click(
      within(tags).getByRole('button', { name: 'Show all of Long' }),
    );
    expect(within(tags).getByText(long)).toBeVisible();
  });

  it('says why nobody owns it', async () => {
    await renderNode(
      aNode({ claimed: false, unclaimedReason: 'Tag Owner names "nobody"' }),
    );
    expect(await screen.findByText('Unclaimed')).toBeVisible();
    expect(screen.getByText('Tag Owner names "nobody"')).toBeVisible();
  });

  it('gives away nothing about nodes one may not see', async () => {
    await renderNode(undefined);
    expect(
      await screen.findByText('There is no such node, or none you may see'),
    ).toBeVisible();
  });

  it('says when it could not be read', async () => {
    const error = await responseError(400, 'InputError', 'name: too long');
    await renderPiece(<NodePage />, {
      api: {
        getNode: async () => {
          throw error;
        },
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'name: too long',
    );
  });
});

describe('EntityManagedNodeCard', () => {
  it('shows the node that the entity stands for', async () => {
    const getNode = jest.fn(async () => aNode());
    await renderPiece(
      <EntityProvider
        entity={{
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Resource',
          metadata: { name: 'mi-0123456789abcdef0' },
          spec: { type: 'managed-node' },
        }}
      >
        <EntityManagedNodeCard />
      </EntityProvider>,
      { api: { getNode } },
    );
    expect(
      await screen.findByRole('heading', { name: /^Online/ }),
    ).toBeVisible();
    expect(getNode).toHaveBeenCalledWith(
      'mi-0123456789abcdef0',
      expect.anything(),
    );
  });
});
