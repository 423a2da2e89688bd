import {
  PatchCompliance,
  PatchesApi,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aCompliance,
  inDays,
  someCounts,
  somePatches,
  standings,
} from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { CompliancePage } from './CompliancePage';

type GetCompliance = PatchesApi['getCompliance'];

const BREAKDOWNS: PatchCompliance['breakdowns'] = {
  owner: [
    {
      ...someCounts({
        nodes: 40,
        standings: standings({ overdue: 9, due: 3, compliant: 28 }),
        score: 0.775,
      }),
      value: 'group:default/payments-team',
    },
  ],
  account: [
    {
      ...someCounts({ nodes: 7, score: null }),
      value: '111122223333',
      label: '<script>alert(1)</script>',
    },
  ],
};

function anApi(overrides: Partial<PatchesApi> = {}) {
  const getCompliance = jest.fn<
    ReturnType<GetCompliance>,
    Parameters<GetCompliance>
  >(
    overrides.getCompliance ??
      (async query => aCompliance({ breakdowns: query?.by ? BREAKDOWNS : {} })),
  );
  return {
    getCompliance,
    api: {
      getFacets: async () => ({ facets: {} }),
      patches: somePatches({ ...overrides, getCompliance }),
    },
  };
}

describe('CompliancePage', () => {
  it('answers first, and has every figure and segment lead to its nodes', async () => {
    await renderPiece(<CompliancePage />, {
      ...anApi(),
      at: '/?environment=vmware',
    });
    expect(
      await screen.findByRole('heading', {
        name: /^31 of 1\s200 nodes are overdue/,
      }),
    ).toBeVisible();
    const leadsTo = (name: RegExp, query: string) =>
      expect(screen.getAllByRole('link', { name })[0]).toHaveAttribute(
        'href',
        `/managed-nodes/nodes?environment=vmware&${query}`,
      );
    leadsTo(/31\s*Overdue/, 'patchStanding=overdue');
    leadsTo(/25\s*Never scanned/, 'patchStanding=never-reported');
    leadsTo(
      /94 %\s*Keep the policy/,
      'patchStanding=compliant&patchStanding=excepted&patchStanding=due',
    );
    leadsTo(/^Critical missing$/, 'patchBucket=critical');
    leadsTo(/^Waiting for a reboot$/, 'patchReason=pending-reboot');
    leadsTo(/^More than 30 days old$/, 'patchAge=older');
  });

  it('breaks down, each name narrowing the page and each count leading to nodes', async () => {
    const { container } = await renderPiece(<CompliancePage />, anApi());
    const owners = await screen.findByRole('table', { name: 'By owner' });
    expect(
      within(owners).getByRole('link', { name: /payments-team/ }),
    ).toHaveAttribute(
      'href',
      '/managed-nodes/patches?owner=group%3Adefault%2Fpayments-team',
    );
    expect(within(owners).getByRole('link', { name: '9' })).toHaveAttribute(
      'href',
      '/managed-nodes/nodes?owner=group%3Adefault%2Fpayments-team&patchStanding=overdue',
    );
    expect(within(owners).getByText('78 %')).toBeVisible();
    const accounts = screen.getByRole('table', { name: 'By account' });
    expect(
      within(accounts).getByText('<script>alert(1)</script>'),
    ).toBeVisible();
    expect(container.querySelector('script')).toBeNull();
    expect(screen.queryByText('By environment')).not.toBeInTheDocument();
  });

  it('asks for what the address says, the breakdowns apart', async () => {
    const { api, getCompliance } = anApi();
    await renderPiece(<CompliancePage />, { api, at: '/?owner=group:x/y' });
    await screen.findByRole('table', { name: 'By owner' });
    expect(getCompliance.mock.calls.map(([query]) => query)).toEqual([
      { owner: ['group:x/y'] },
      expect.objectContaining({
        owner: ['group:x/y'],
        by: ['owner', 'application', 'environment', 'platform', 'account'],
      }),
    ]);
  });

  it('says that patches are still being read', async () => {
    await renderPiece(
      <CompliancePage />,
      anApi({ getCompliance: async () => aCompliance({ unread: 3 }) }),
    );
    expect(
      await screen.findByText(/Which patches 3 noncompliant nodes/),
    ).toBeVisible();
  });

  it('exports both ways, and offers to print', async () => {
    const user = userEvent.setup();
    const exported = jest.fn(async () => {
      throw new Error('the connection broke');
    });
    await renderPiece(<CompliancePage />, {
      ...anApi({ export: exported }),
      at: '/?account=111122223333',
    });
    await user.click(await screen.findByRole('button', { name: 'Export' }));
    expect(
      screen.getByRole('menuitem', { name: 'Print, or save as PDF' }),
    ).toBeVisible();
    await user.click(
      screen.getByRole('menuitem', { name: 'Breakdowns as JSON' }),
    );
    expect(exported).toHaveBeenCalledWith('compliance', 'json', {
      account: ['111122223333'],
    });
    expect(await screen.findByRole('button', { name: 'Export' })).toBeEnabled();
  });

  it('lets one start over when nothing matches', async () => {
    const user = userEvent.setup();
    await renderPiece(<CompliancePage />, {
      ...anApi({
        getCompliance: async () =>
          aCompliance({ total: someCounts({ nodes: 0, score: null }) }),
      }),
      at: '/?owner=group:x/y&days=30',
    });
    expect(await screen.findByText('No node matches')).toBeVisible();
    await user.click(
      screen.getAllByRole('button', { name: 'Clear filters' })[0],
    );
    expect(screen.getByLabelText('address')).toHaveTextContent('/?days=30');
    expect(
      await screen.findByText('There are no managed nodes for you to see'),
    ).toBeVisible();
  });

  it('says which permission is missing, and offers a retry for what failed', async () => {
    const refusal = await responseError(403, 'NotAllowedError', '');
    const first = await renderPiece(
      <CompliancePage />,
      anApi({
        getCompliance: async () => {
          throw refusal;
        },
      }),
    );
    expect(await screen.findByText('managed-nodes.node.read')).toBeVisible();
    first.unmount();

    const user = userEvent.setup();
    const failure = await responseError(400, 'InputError', 'owner: too long');
    let fails = true;
    await renderPiece(
      <CompliancePage />,
      anApi({
        getCompliance: async () => {
          if (fails) {
            throw failure;
          }
          return aCompliance();
        },
      }),
    );
    fails = false;
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('heading', { name: /nodes are overdue/ }),
    ).toBeVisible();
  });
});

describe('the trend', () => {
  beforeEach(() => {
    // The chart measures its place, which jsdom does not lay out.
    window.ResizeObserver = class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
  });

  const day = (date: string, overdue: number) => ({
    ...someCounts({
      nodes: 10,
      standings: standings({ overdue, compliant: 10 - overdue }),
      score: 1 - overdue / 10,
    }),
    day: date,
  });

  it('is there as a table, the newest day first', async () => {
    const user = userEvent.setup();
    const getTrend = jest.fn<
      ReturnType<PatchesApi['getTrend']>,
      Parameters<PatchesApi['getTrend']>
    >(async () => ({
      days: [day('2026-05-10', 3), day('2026-05-11', 1)],
      unavailable: null,
    }));
    await renderPiece(<CompliancePage />, {
      ...anApi({ getTrend }),
      at: '/?owner=group:x/y&patchStanding=due',
    });
    await user.click(await screen.findByRole('button', { name: 'As table' }));
    const table = screen.getByRole('table', {
      name: 'Patch compliance by day',
    });
    const rows = within(table).getAllByRole('row');
    expect(rows.map(row => row.textContent)).toEqual([
      expect.stringContaining('Overdue'),
      '11 May1010000990 %',
      '10 May1030000770 %',
    ]);
    expect(getTrend.mock.lastCall?.[0]).toEqual({
      days: 90,
      owner: ['group:x/y'],
    });
    expect(screen.getByText(/the other filters do not narrow/)).toBeVisible();

    await user.click(screen.getByRole('button', { name: '30 days' }));
    expect(getTrend.mock.lastCall?.[0]).toMatchObject({ days: 30 });
    expect(screen.getByLabelText('address')).toHaveTextContent('days=30');
  });

  it('says why there is none', async () => {
    await renderPiece(
      <CompliancePage />,
      anApi({
        getTrend: async () => ({
          days: [],
          unavailable: 'Your access depends on tags.',
        }),
      }),
    );
    expect(
      await screen.findByText('Your access depends on tags.'),
    ).toBeVisible();
  });

  it('begins with the second day', async () => {
    await renderPiece(
      <CompliancePage />,
      anApi({
        getTrend: async () => ({
          days: [day(inDays(0).slice(0, 10), 1)],
          unavailable: null,
        }),
      }),
    );
    expect(
      await screen.findByText(/The chart begins with the second/),
    ).toBeVisible();
  });
});
