import {
  ManagedNodesApi,
  UnmanagedPage as Page,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPiece } from '../__testUtils__/render';
import { responseError } from '../__testUtils__/responses';
import { anInstance, anUnmanagedPage } from '../__testUtils__/unmanaged';
import { setWide } from '../__testUtils__/width';
import { UnmanagedPage } from './UnmanagedPage';

type List = ManagedNodesApi['listUnmanaged'];

const address = () => screen.getByLabelText('address').textContent;

async function showing(list: List, at?: string) {
  const listUnmanaged = jest.fn<ReturnType<List>, Parameters<List>>(list);
  const rendered = await renderPiece(<UnmanagedPage />, {
    api: {
      listUnmanaged,
      getFacets: async () => ({
        facets: {
          account: [
            { value: '111122223333', label: 'commerce-prod', count: 9 },
          ],
          region: [{ value: 'eu-central-1', count: 9 }],
          owner: [{ value: 'group:default/payments-team', count: 9 }],
        },
      }),
    },
    at,
  });
  return { ...rendered, asked: () => listUnmanaged.mock.lastCall?.[0] };
}

beforeEach(() => setWide(true));

describe('UnmanagedPage', () => {
  it('lists instances with why, what to do, whose and where', async () => {
    await showing(async () => anUnmanagedPage());
    expect(
      await screen.findByRole('heading', {
        name: '3 unmanaged EC2 instances',
      }),
    ).toBeVisible();
    const table = within(
      screen.getByRole('table', { name: 'Unmanaged EC2 instances' }),
    );
    for (const text of [
      'build-runner-7',
      'i-0123456789abcdef0',
      'No agent reports',
      'Install or start SSM Agent, check its way out',
      'running',
      't3.large',
      'sandbox',
      'us-east-1',
      '3 days ago',
    ]) {
      expect(table.getByText(text)).toBeVisible();
    }
    expect(
      table.getByRole('button', { name: 'Copy instance id' }),
    ).toBeVisible();
    expect(
      table.getByRole('link', { name: /^Open i-0123456789abcdef0 in EC2/ }),
    ).toHaveAttribute('href', expect.stringContaining('console.aws'));
    expect(table.getByRole('link', { name: /platform-team/ })).toHaveAttribute(
      'href',
      '/catalog/default/group/platform-team',
    );
  });

  it('says everything where it is narrow too', async () => {
    setWide(false);
    await showing(async () => anUnmanagedPage());
    expect(await screen.findByText(/^launched/)).toHaveTextContent(
      'launched 3 days ago',
    );
    expect(screen.getByText('running, t3.large')).toBeVisible();
    expect(screen.getByText(/^last seen/)).toHaveTextContent(
      'last seen just now',
    );
    expect(
      screen.getByRole('link', { name: /^Open i-0123456789abcdef0 in EC2/ }),
    ).toBeVisible();
    expect(screen.queryByText('Last seen')).not.toBeInTheDocument();
  });

  it('shows hostile names as text', async () => {
    const { container } = await showing(async () =>
      anUnmanagedPage({
        items: [anInstance({ title: '<img src=x onerror=alert(1)>' })],
      }),
    );
    expect(
      await screen.findByText('<img src=x onerror=alert(1)>'),
    ).toBeVisible();
    expect(container.querySelector('img')).toBeNull();
  });

  it('asks for what the address says, and advises on the one reason', async () => {
    const { asked } = await showing(
      async () => anUnmanagedPage(),
      '/?q=build&reason=stopped&reason=nonsense&account=6&region=us-east-1&owner=group:default/a',
    );
    await screen.findByText('build-runner-7');
    // One value the API would refuse, and it would refuse all of them.
    expect(asked()).toMatchObject({
      q: 'build',
      account: ['6'],
      region: ['us-east-1'],
      owner: ['group:default/a'],
      limit: 50,
    });
    expect(asked()?.reason).toBeUndefined();
  });

  it('narrows by reason with a link, by account with a menu, and by text', async () => {
    const user = userEvent.setup();
    const { asked } = await showing(async () => anUnmanagedPage());
    const reasons = within(
      await screen.findByRole('list', { name: 'Instances by likely reason' }),
    );
    expect(reasons.getByRole('link', { name: 'Stopped 1' })).toHaveAttribute(
      'href',
      '/managed-nodes/unmanaged?reason=stopped',
    );
    await user.click(screen.getByRole('button', { name: 'Filter by Account' }));
    const menu = within(await screen.findByRole('dialog', { name: 'Account' }));
    expect(menu.getByRole('checkbox', { name: /sandbox/ })).not.toBeChecked();
    await user.click(menu.getByRole('checkbox', { name: /commerce-prod/ }));
    await user.keyboard('{Escape}');
    expect(address()).toBe('/?account=111122223333');
    await waitFor(() =>
      expect(asked()).toMatchObject({ account: ['111122223333'] }),
    );
    await user.type(
      screen.getByLabelText('Search unmanaged instances'),
      'runner',
    );
    await waitFor(() =>
      expect(address()).toBe('/?q=runner&account=111122223333'),
    );
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(address()).toBe('/');
  });

  it('says what to do about a reason, and where AWS says more', async () => {
    await showing(
      async () => anUnmanagedPage(),
      '/?reason=no-instance-profile',
    );
    expect(
      await screen.findByText(/Attach an instance profile with the policy/),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: /Configure instance permissions/ }),
    ).toBeVisible();
  });

  it('goes on where the list ends', async () => {
    const user = userEvent.setup();
    const second = anInstance({ instanceId: 'i-2', title: 'second' });
    await showing(async request =>
      request?.cursor
        ? anUnmanagedPage({ items: [second], totalItems: 2 })
        : anUnmanagedPage({ totalItems: 2, nextCursor: 'next' }),
    );
    expect(await screen.findByText('1 of 2 shown')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Load more' }));
    expect(await screen.findByText('second')).toBeVisible();
    expect(screen.getByText('build-runner-7')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });

  it('shows the shape of the table while it loads', async () => {
    await showing(() => new Promise<Page>(() => {}));
    expect(
      screen.getByRole('table', { name: 'Unmanaged EC2 instances' }),
    ).toHaveAttribute('aria-busy', 'true');
  });

  it('has good news when there are none', async () => {
    const none = anUnmanagedPage({ items: [], totalItems: 0, reasons: [] });
    await showing(async () => none);
    expect(
      await screen.findByText('Every EC2 instance is managed'),
    ).toBeVisible();
  });

  it('tells that from a filter that leaves none', async () => {
    const user = userEvent.setup();
    const none = anUnmanagedPage({ items: [], totalItems: 0, reasons: [] });
    await showing(
      async request => (request?.q ? none : anUnmanagedPage()),
      '/?q=zzz',
    );
    expect(
      await screen.findByText('No unmanaged instance matches'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByText('build-runner-7')).toBeVisible();
  });

  it('says what went wrong, and tries again', async () => {
    const user = userEvent.setup();
    const error = await responseError(400, 'InputError', 'that was wrong');
    let works = false;
    await showing(async () => {
      if (!works) {
        throw error;
      }
      return anUnmanagedPage();
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'that was wrong',
    );
    works = true;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('build-runner-7')).toBeVisible();
  });

  it('says which permission it takes', async () => {
    const error = await responseError(403, 'NotAllowedError', '');
    await showing(async () => {
      throw error;
    });
    expect(await screen.findByText('managed-nodes.node.read')).toBeVisible();
  });
});
