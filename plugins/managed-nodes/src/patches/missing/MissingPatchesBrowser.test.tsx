import {
  ManagedNodesApi,
  MissingPatchPage,
  PatchesApi,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { anOverview } from '../../__testUtils__/nodes';
import {
  aMissingPage,
  aMissingPatch,
  somePatches,
} from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { MissingPatchesBrowser } from './MissingPatchesBrowser';

type ListMissing = PatchesApi['listMissing'];

function anApi(
  answer: ListMissing = async () => aMissingPage(),
  others: Partial<ManagedNodesApi> = {},
) {
  const listMissing = jest.fn<ReturnType<ListMissing>, Parameters<ListMissing>>(
    answer,
  );
  return {
    listMissing,
    api: {
      getFacets: async () => ({
        facets: {
          owner: [{ value: 'group:default/payments-team', count: 40 }],
        },
      }),
      patches: somePatches({ listMissing }),
      ...others,
    },
  };
}

const address = () => screen.getByLabelText('address').textContent;

describe('MissingPatchesBrowser', () => {
  it('lists patches with what one needs to know, each leading to its nodes', async () => {
    await renderPiece(<MissingPatchesBrowser />, {
      ...anApi(),
      at: '/?owner=group:x/y',
    });
    expect(
      await screen.findByRole('heading', {
        name: '1 patch missing on 3 nodes',
      }),
    ).toBeVisible();
    const table = screen.getByRole('table', { name: 'Missing patches' });
    expect(within(table).getByText('KB5031364')).toBeVisible();
    expect(
      within(table).getByText('Critical', { selector: 'span' }),
    ).toBeVisible();
    expect(within(table).getByText(/^Overdue since/)).toBeVisible();
    expect(
      within(table).getByRole('link', { name: /CVE-2026-1001/ }),
    ).toBeVisible();
    expect(
      within(table).getByRole('link', { name: '3 nodes' }),
    ).toHaveAttribute(
      'href',
      '/managed-nodes/nodes?owner=group%3Ax%2Fy&patch=4f1c',
    );
  });

  it('asks for what the address says, in pages', async () => {
    const user = userEvent.setup();
    const { api, listMissing } = anApi(async () =>
      aMissingPage({ totalItems: 60, nextCursor: 'second' }),
    );
    await renderPiece(<MissingPatchesBrowser />, {
      api,
      at: '/?kind=critical&state=FAILED&text=sql&cve=CVE-2026-1001&sort=due&order=asc&environment=azure',
    });
    await screen.findByText('KB5031364');
    expect(listMissing.mock.lastCall?.[0]).toMatchObject({
      kind: ['critical'],
      state: ['FAILED'],
      text: 'sql',
      cve: ['CVE-2026-1001'],
      sort: 'due',
      order: 'asc',
      environment: ['azure'],
      limit: 25,
    });
    await user.click(screen.getByRole('button', { name: 'Next page' }));
    expect(address()).toContain('cursor=second');
    await waitFor(() =>
      expect(listMissing.mock.lastCall?.[0]?.cursor).toBe('second'),
    );
  });

  it('narrows by menus, shows that as chips, and lifts all at once', async () => {
    const user = userEvent.setup();
    await renderPiece(<MissingPatchesBrowser />, {
      ...anApi(),
      at: '/?cursor=old&sort=nodes',
    });
    await user.click(
      await screen.findByRole('button', { name: 'Filter by Owner' }),
    );
    await user.click(screen.getByRole('checkbox', { name: /payments-team/ }));
    await user.keyboard('{Escape}');
    await user.click(
      await screen.findByRole('button', { name: 'Filter by State' }),
    );
    await user.click(
      screen.getByRole('checkbox', { name: 'Failed to install' }),
    );
    await user.keyboard('{Escape}');
    expect(address()).toBe(
      '/?owner=group%3Adefault%2Fpayments-team&state=FAILED&sort=nodes',
    );
    expect(
      await screen.findByRole('button', {
        name: 'Remove filter State: Failed to install',
      }),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(address()).toBe('/?sort=nodes');
  });

  it('sorts by what is greatest first, and turns the order at the second click', async () => {
    const user = userEvent.setup();
    await renderPiece(<MissingPatchesBrowser />, anApi());
    await user.click(await screen.findByRole('button', { name: 'Nodes' }));
    expect(address()).toBe('/?sort=nodes');
    await user.click(screen.getByRole('button', { name: 'Nodes' }));
    expect(address()).toBe('/?sort=nodes&order=asc');
    await user.click(screen.getByRole('button', { name: 'Due' }));
    expect(address()).toBe('/?sort=due&order=asc');
  });

  it('counts the nodes that lack any of the patches chosen', async () => {
    const user = userEvent.setup();
    const getOverview = jest.fn(async () => anOverview({ total: 4 }));
    await renderPiece(
      <MissingPatchesBrowser within={{ relatedTo: 'system:default/x' }} />,
      anApi(
        async () =>
          aMissingPage({
            items: [
              aMissingPatch(),
              aMissingPatch({ id: '9c2', kbId: 'openssl.x86_64' }),
            ],
            totalItems: 2,
          }),
        { getOverview },
      ),
    );
    await user.click(
      await screen.findByRole('checkbox', { name: 'Choose all on this page' }),
    );
    const bar = screen.getByRole('region', { name: 'Selection' });
    expect(
      await within(bar).findByText(/2 patches chosen, missing on 4 nodes/),
    ).toBeVisible();
    expect(within(bar).getByText(/not these alone/)).toBeVisible();
    expect(getOverview).toHaveBeenCalledWith(
      { relatedTo: 'system:default/x', patch: ['4f1c', '9c2'] },
      expect.anything(),
    );
    await user.click(
      within(bar).getByRole('button', { name: 'Clear selection' }),
    );
    expect(
      screen.queryByRole('region', { name: 'Selection' }),
    ).not.toBeInTheDocument();
  });

  it('shows hostile titles and severities as text', async () => {
    const { container } = await renderPiece(
      <MissingPatchesBrowser />,
      anApi(async () =>
        aMissingPage({
          items: [
            aMissingPatch({
              kbId: '"><script>alert(1)</script>',
              title: '<img src=x onerror=alert(2)>',
              severity: '<b>bad</b>',
              cves: ['data:text/html,CVE'],
            }),
          ],
        }),
      ),
    );
    expect(
      await screen.findByText('<img src=x onerror=alert(2)>'),
    ).toBeVisible();
    expect(screen.getByText('<b>bad</b>')).toBeVisible();
    expect(
      screen.queryByRole('link', { name: /data:/ }),
    ).not.toBeInTheDocument();
    expect(container.querySelector('script, img, b')).toBeNull();
  });

  it('says so when nothing is missing', async () => {
    await renderPiece(
      <MissingPatchesBrowser />,
      anApi(async () =>
        aMissingPage({ items: [], totalItems: 0, totalNodes: 0, unread: 2 }),
      ),
    );
    expect(await screen.findByText('No patch is missing')).toBeVisible();
    expect(screen.getByText(/2 more nodes lack is being read/)).toBeVisible();
  });

  it('starts from the first page again when a cursor is no good', async () => {
    const user = userEvent.setup();
    const error = await responseError(400, 'InputError', 'cursor: unknown');
    await renderPiece(<MissingPatchesBrowser />, {
      ...anApi(async (request): Promise<MissingPatchPage> => {
        if (request?.cursor) {
          throw error;
        }
        return aMissingPage();
      }),
      at: '/?cursor=old',
    });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('KB5031364')).toBeVisible();
    expect(address()).toBe('/');
  });
});
