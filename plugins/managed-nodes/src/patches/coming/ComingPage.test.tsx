import {
  PatchesApi,
  PatchPlanPage,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aPlan, inDays, somePatches } from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { ComingPage } from './ComingPage';

function aPage(overrides: Partial<PatchPlanPage> = {}): PatchPlanPage {
  return {
    items: [aPlan()],
    nextCursor: null,
    unplanned: 0,
    readAt: new Date().toISOString(),
    problems: [],
    ...overrides,
  };
}

function anApi(overrides: Partial<PatchesApi> = {}) {
  return {
    getFacets: async () => ({ facets: {} }),
    patches: somePatches({ listPlans: async () => aPage(), ...overrides }),
  };
}

describe('ComingPage', () => {
  it('says when something is installed next, then what happens on each day', async () => {
    await renderPiece(<ComingPage />, { api: anApi() });
    expect(
      await screen.findByRole('heading', {
        name: 'The next install is in 2 days, on 40 nodes.',
      }),
    ).toBeVisible();
    expect(screen.getByText('sunday-night')).toBeVisible();
    expect(
      screen.getByText('Installs patches, reboots if one needs it'),
    ).toBeVisible();
    expect(
      screen.getByText('40 nodes that lack 120 patches now'),
    ).toBeVisible();
    expect(screen.getByText(/cron\(0 2 \? \* SUN \*\)/)).toBeVisible();
  });

  it('warns of nodes that nothing will patch, and of what could not be read', async () => {
    await renderPiece(<ComingPage />, {
      api: anApi({
        listPlans: async () =>
          aPage({
            unplanned: 12,
            problems: [
              {
                account: '1',
                region: 'us-east-1',
                message: '<i>AccessDenied</i>',
              },
            ],
          }),
      }),
      at: '/?owner=group:x/y',
    });
    expect(
      await screen.findByText(
        '12 nodes lack patches, and no install is planned for them.',
      ),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'All nodes that lack patches' }),
    ).toHaveAttribute(
      'href',
      '/managed-nodes/nodes?owner=group%3Ax%2Fy&patchBucket=critical&patchBucket=security&patchBucket=other',
    );
    expect(screen.getByText('<i>AccessDenied</i>')).toBeInTheDocument();
  });

  it('narrows to installs, in the address', async () => {
    const user = userEvent.setup();
    const listPlans = jest.fn<
      ReturnType<PatchesApi['listPlans']>,
      Parameters<PatchesApi['listPlans']>
    >(async () => aPage());
    await renderPiece(<ComingPage />, { api: anApi({ listPlans }) });
    await user.click(
      await screen.findByRole('button', { name: 'Filter by What is done' }),
    );
    await user.click(screen.getByRole('checkbox', { name: 'Installs' }));
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/?operation=Install',
    );
    expect(listPlans.mock.lastCall?.[0]).toMatchObject({
      operation: ['Install'],
    });
  });

  it('tells what baselines will approve, by day', async () => {
    await renderPiece(<ComingPage />, {
      api: anApi({
        listPendingApprovals: async () => ({
          items: [
            {
              kbId: 'openssl.x86_64',
              title: '<script>alert(1)</script>',
              kind: 'security',
              severity: 'Important',
              cves: ['CVE-2026-1001'],
              releasedAt: null,
              approvedAt: inDays(1),
              baselineName: 'prod-linux',
              baselines: 3,
              nodes: 12,
            },
          ],
        }),
      }),
    });
    const day = await screen.findByRole('region', {
      name: /^Approved Tomorrow, /,
    });
    expect(within(day).getByText('openssl.x86_64')).toBeVisible();
    expect(within(day).getByText('<script>alert(1)</script>')).toBeVisible();
    expect(within(day).getByText('12 nodes')).toBeVisible();
    expect(within(day).getByText(/and 2 more baselines/)).toBeVisible();
  });

  it('says when nothing is planned, and when nothing was read yet', async () => {
    const first = await renderPiece(<ComingPage />, {
      api: anApi({ listPlans: async () => aPage({ items: [] }) }),
    });
    expect(
      await screen.findByText(
        'No maintenance window or association patches these nodes',
      ),
    ).toBeVisible();
    first.unmount();
    await renderPiece(<ComingPage />, {
      api: anApi({
        listPlans: async () => aPage({ items: [], readAt: null }),
      }),
    });
    expect(
      await screen.findByText('What is planned is being read from AWS.'),
    ).toBeVisible();
  });

  it('says which permission is missing', async () => {
    const error = await responseError(403, 'NotAllowedError', '');
    await renderPiece(<ComingPage />, {
      api: anApi({
        listPlans: async () => {
          throw error;
        },
      }),
    });
    expect(await screen.findByText('managed-nodes.node.read')).toBeVisible();
  });
});
