import {
  ManagedNodesApi,
  NodePage,
} from '@managed-nodes/plugin-managed-nodes-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aNode } from '../__testUtils__/nodes';
import { renderPiece } from '../__testUtils__/render';
import { responseError } from '../__testUtils__/responses';
import { setWide } from '../__testUtils__/width';
import { NodesBrowser } from './NodesBrowser';

function page(overrides: Partial<NodePage> = {}): NodePage {
  return {
    items: [aNode()],
    totalItems: 1234,
    nextCursor: 'next',
    previousCursor: null,
    ...overrides,
  };
}

type ListNodes = ManagedNodesApi['listNodes'];

/** A backend whose list requests can be looked at. */
function anApi(
  overrides: Partial<ManagedNodesApi> & { listNodes?: ListNodes } = {},
) {
  const listNodes: ListNodes = overrides.listNodes ?? (async () => page());
  return {
    getFacets: async () => ({
      facets: {
        environment: [
          { value: 'vmware', count: 1200 },
          { value: 'azure', count: 34 },
        ],
      },
    }),
    ...overrides,
    listNodes: jest.fn<ReturnType<ListNodes>, Parameters<ListNodes>>(listNodes),
  };
}

const address = () => screen.getByLabelText('address').textContent;

function asked(api: ReturnType<typeof anApi>) {
  return api.listNodes.mock.lastCall?.[0];
}

beforeEach(() => {
  window.localStorage.clear();
  // Wide enough for the filter panel to stand beside the table.
  setWide(true);
});

describe('NodesBrowser', () => {
  it('lists nodes under their total, each leading to its entity', async () => {
    await renderPiece(<NodesBrowser />, { api: anApi() });
    expect(
      await screen.findByRole('heading', { name: '1\u202f234 nodes' }),
    ).toBeVisible();
    expect(
      await screen.findByRole('link', { name: 'payments-api-prod-001' }),
    ).toHaveAttribute('href', '/catalog/default/resource/mi-0123456789abcdef0');
    expect(screen.getByRole('table', { name: 'Managed nodes' })).toBeVisible();
  });

  it('leads to our own page for nodes that left', async () => {
    const left = aNode({ status: 'left', leftAt: '2026-05-12T00:00:00Z' });
    await renderPiece(<NodesBrowser />, {
      api: anApi({ listNodes: async () => page({ items: [left] }) }),
    });
    expect(
      await screen.findByRole('link', { name: 'payments-api-prod-001' }),
    ).toHaveAttribute('href', '/managed-nodes/nodes/mi-0123456789abcdef0');
  });

  it('shows hostile names and owners as text', async () => {
    const hostile = aNode({
      title: '<img src=x onerror=alert(1)>',
      platformName: '<script>alert(2)</script>',
    });
    const { container } = await renderPiece(<NodesBrowser />, {
      api: anApi({
        listNodes: async () => page({ items: [hostile] }),
      }),
    });
    expect(
      await screen.findByText('<img src=x onerror=alert(1)>'),
    ).toBeVisible();
    expect(container.querySelector('img, script')).toBeNull();
  });

  it('asks for what the address says', async () => {
    const api = anApi();
    await renderPiece(<NodesBrowser />, {
      api,
      at: '/?q=pay&status=online&sort=lastPing&order=desc&cursor=abc',
    });
    await waitFor(() => expect(api.listNodes).toHaveBeenCalled());
    expect(asked(api)).toEqual({
      q: 'pay',
      status: ['online'],
      sort: 'lastPing',
      order: 'desc',
      limit: 25,
      cursor: 'abc',
    });
  });

  it('narrows by a facet, shows that as a chip, and widens again', async () => {
    const user = userEvent.setup();
    const api = anApi();
    await renderPiece(<NodesBrowser />, { api, at: '/?cursor=abc' });
    await user.click(await screen.findByRole('checkbox', { name: /VMware/ }));
    expect(address()).toBe('/?environment=vmware');
    await waitFor(() =>
      expect(asked(api)).toMatchObject({
        environment: ['vmware'],
        cursor: undefined,
      }),
    );
    await user.click(
      screen.getByRole('button', {
        name: 'Remove filter Environment: VMware',
      }),
    );
    expect(address()).toBe('/');
  });

  it('searches once typing pauses', async () => {
    const user = userEvent.setup();
    const api = anApi();
    await renderPiece(<NodesBrowser />, { api });
    await screen.findByText('payments-api-prod-001');
    await user.type(screen.getByLabelText('Search nodes'), 'ledger');
    await waitFor(() => expect(address()).toBe('/?q=ledger'));
    const texts = api.listNodes.mock.calls.map(([request]) => request?.q);
    expect(new Set(texts)).toEqual(new Set([undefined, 'ledger']));
  });

  it('sorts by a header, and turns the order at the second click', async () => {
    const user = userEvent.setup();
    await renderPiece(<NodesBrowser />, { api: anApi() });
    await user.click(await screen.findByRole('button', { name: 'Owner' }));
    expect(address()).toBe('/?sort=owner');
    await user.click(screen.getByRole('button', { name: 'Owner' }));
    expect(address()).toBe('/?sort=owner&order=desc');
    expect(screen.getByRole('columnheader', { name: 'Owner' })).toHaveAttribute(
      'aria-sort',
      'descending',
    );
  });

  it('turns pages, keeping the rows on screen until the next arrive', async () => {
    const user = userEvent.setup();
    let answer: (value: NodePage) => void = () => {};
    const api = anApi({
      listNodes: async request =>
        request?.cursor
          ? new Promise<NodePage>(resolve => {
              answer = resolve;
            })
          : page(),
    });
    await renderPiece(<NodesBrowser />, { api });
    await user.click(await screen.findByRole('button', { name: 'Next page' }));
    expect(address()).toBe('/?cursor=next');
    expect(screen.getByText('payments-api-prod-001')).toBeVisible();
    expect(screen.getByRole('table')).toHaveAttribute('aria-busy', 'true');
    answer(
      page({
        items: [aNode({ name: 'mi-2', title: 'second-page' })],
        nextCursor: null,
        previousCursor: 'back',
      }),
    );
    expect(await screen.findByText('second-page')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Next page' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Previous page' })).toBeEnabled();
  });

  it('remembers the columns, and puts them into the address', async () => {
    const user = userEvent.setup();
    await renderPiece(<NodesBrowser />, { api: anApi() });
    await user.click(await screen.findByRole('button', { name: 'Columns' }));
    await user.click(
      screen.getByRole('menuitemcheckbox', { name: 'IP address' }),
    );
    await user.keyboard('{Escape}');
    expect(await screen.findByText('10.1.4.7')).toBeVisible();
    expect(address()).toContain('ipAddress');
  });

  it('opens a row on a click, and a new tab with Ctrl', async () => {
    const open = jest.spyOn(window, 'open').mockReturnValue(null);
    await renderPiece(<NodesBrowser />, { api: anApi() });
    const row = (await screen.findByText('payments-api-prod-001')).closest(
      'tr',
    )!;
    fireEvent.click(within(row).getByText('Ubuntu', { selector: 'bdi' }), {
      ctrlKey: true,
    });
    expect(open).toHaveBeenCalledWith(
      '/catalog/default/resource/mi-0123456789abcdef0',
      '_blank',
      'noopener',
    );
    fireEvent.click(within(row).getByLabelText('Copy node id'));
    expect(address()).toBe('/');
    fireEvent.click(within(row).getByText('Ubuntu', { selector: 'bdi' }));
    expect(address()).toBe('/catalog/default/resource/mi-0123456789abcdef0');
  });

  it('exports what is filtered, and says when it could not', async () => {
    const user = userEvent.setup();
    const exportNodes = jest.fn(async () => {
      throw new Error('the connection broke');
    });
    await renderPiece(
      <NodesBrowser within={{ relatedTo: 'system:default/x' }} />,
      {
        api: anApi({ exportNodes }),
        at: '/?status=online',
      },
    );
    await screen.findByText('payments-api-prod-001');
    await user.click(screen.getByRole('button', { name: 'Export' }));
    expect(exportNodes).toHaveBeenCalledWith({
      status: ['online'],
      relatedTo: 'system:default/x',
    });
    expect(await screen.findByRole('button', { name: 'Export' })).toBeEnabled();
  });

  it('keeps the conditions of its place, and offers no way to lift them', async () => {
    const api = anApi();
    await renderPiece(
      <NodesBrowser within={{ relatedTo: 'component:default/payments-api' }} />,
      { api, at: '/?relatedTo=component:default/other' },
    );
    await screen.findByText('payments-api-prod-001');
    expect(asked(api)).toMatchObject({
      relatedTo: 'component:default/payments-api',
    });
  });

  it('says when nothing matches, and lets one start over', async () => {
    const user = userEvent.setup();
    await renderPiece(<NodesBrowser />, {
      api: anApi({
        listNodes: async () => page({ items: [], totalItems: 0 }),
      }),
      at: '/?q=zzz',
    });
    expect(await screen.findByText('No node matches')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(address()).toBe('/');
    expect(
      await screen.findByText('There are no nodes for you here'),
    ).toBeVisible();
  });

  it('says what permission is missing', async () => {
    const error = await responseError(
      403,
      'NotAllowedError',
      'You may not read managed nodes (managed-nodes.node.read)',
    );
    const refuse = async () => {
      throw error;
    };
    await renderPiece(<NodesBrowser />, {
      api: anApi({ listNodes: refuse, getFacets: refuse }),
    });
    expect(await screen.findByText('managed-nodes.node.read')).toBeVisible();
  });

  it('starts from the first page again when a cursor is no good', async () => {
    const user = userEvent.setup();
    const error = await responseError(400, 'InputError', 'cursor: unknown');
    await renderPiece(<NodesBrowser />, {
      api: anApi({
        listNodes: async request => {
          if (request?.cursor) {
            throw error;
          }
          return page();
        },
      }),
      at: '/?cursor=old',
    });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('payments-api-prod-001')).toBeVisible();
    expect(address()).toBe('/');
  });
});
