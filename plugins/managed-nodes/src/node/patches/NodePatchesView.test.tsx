import {
  NodePatches,
  NodePatchPlan,
  PatchesApi,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aNode } from '../../__testUtils__/nodes';
import {
  aNodePatch,
  aPlan,
  inDays,
  somePatches,
} from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { NodePatchesView } from './NodePatchesView';

const PATCHES: NodePatches = {
  items: [
    aNodePatch({
      kbId: 'installed-1',
      title: 'Something in place',
      state: 'INSTALLED',
      firstReportedAt: null,
      dueAt: null,
      installedAt: inDays(-40),
      cves: [],
    }),
    aNodePatch({
      kbId: 'KB-EXCEPTED',
      title: 'Waits for the vendor',
      exceptionId: 'x',
      dueAt: null,
      kind: 'other',
    }),
    aNodePatch(),
  ],
  from: 'live',
  problem: null,
  readAt: null,
};

const PLAN: NodePatchPlan = {
  baseline: {
    id: 'pb-1',
    name: 'prod-windows',
    description: null,
    operatingSystem: 'WINDOWS',
    predefined: false,
    defaultBaseline: true,
    rules: ['Critical security updates 7 days after their release'],
    approvedPatches: ['KB1'],
    rejectedPatches: [],
    patchGroups: ['web'],
    consoleUrl: 'https://eu-central-1.console.aws.amazon.com/pb-1',
  },
  patchGroup: 'web',
  plans: [aPlan()],
  readAt: inDays(0),
};

const overdue = aNode({
  patch: {
    ...aNode().patch,
    standing: 'overdue',
    dueAt: inDays(-2),
    lastOperationAt: inDays(-1),
  },
});

function renderView(overrides: Partial<PatchesApi> = {}, at?: string) {
  return renderPiece(<NodePatchesView node={overdue} />, {
    api: {
      patches: somePatches({
        getNodePatches: async () => PATCHES,
        getNodePlan: async () => PLAN,
        ...overrides,
      }),
    },
    at,
  });
}

const rowNames = async () => {
  const table = await screen.findByRole('table', {
    name: 'Patches of this node',
  });
  return within(table)
    .getAllByRole('row')
    .slice(1)
    .map(row => within(row).getAllByRole('cell')[0].textContent);
};

describe('NodePatchesView', () => {
  it('answers first, then lists what lacks before what is in place', async () => {
    await renderView();
    expect(
      screen.getByRole('heading', {
        name: /^Overdue: 2 critical patches missing, due since \w+day\.$/,
      }),
    ).toBeVisible();
    expect(await rowNames()).toEqual([
      expect.stringContaining('KB5031364'),
      expect.stringContaining('KB-EXCEPTED'),
      expect.stringContaining('installed-1'),
    ]);
    expect(screen.getByText('Excepted')).toBeVisible();
    expect(screen.getByRole('link', { name: 'KB5031364' })).toHaveAttribute(
      'href',
      '/managed-nodes/patches/missing?text=KB5031364',
    );
    expect(
      screen.queryByRole('link', { name: 'installed-1' }),
    ).not.toBeInTheDocument();
  });

  it('narrows by state and text, in the address', async () => {
    const user = userEvent.setup();
    await renderView();
    await user.click(await screen.findByRole('link', { name: /Installed 1/ }));
    expect(await rowNames()).toEqual([expect.stringContaining('installed-1')]);
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/?state=INSTALLED',
    );
    await user.type(
      screen.getByLabelText('Search patches of this node'),
      'nothing of this kind',
    );
    expect(await screen.findByText('No patch matches')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await rowNames()).toHaveLength(3);
  });

  it('finds patches by CVE', async () => {
    await renderView({}, '/?text=cve-2026-1003&state=MISSING');
    expect(await rowNames()).toHaveLength(2);
  });

  it('says by which rules it is measured, and what comes next', async () => {
    await renderView();
    const baseline = await screen.findByRole('region', {
      name: 'Patch baseline',
    });
    expect(
      within(baseline).getByText(
        'Critical security updates 7 days after their release',
      ),
    ).toBeVisible();
    expect(
      within(screen.getByRole('region', { name: 'Coming up' })).getByText(
        'in 2 days',
      ),
    ).toBeVisible();
  });

  it('tells of exceptions of the node and of its applications', async () => {
    const listExceptions = jest.fn<
      ReturnType<PatchesApi['listExceptions']>,
      Parameters<PatchesApi['listExceptions']>
    >(async query => ({
      items:
        query?.subject === 'system:default/payments'
          ? [
              {
                id: 'x',
                scope: 'application',
                subject: 'system:default/payments',
                subjectTitle: null,
                patch: '*',
                reason: '<b>freeze</b> until the launch',
                until: inDays(9),
                createdBy: 'user:default/omar',
                createdAt: inDays(-1),
                endedAt: null,
                endedBy: null,
                state: 'active',
              },
            ]
          : [],
      nextCursor: null,
    }));
    const { container } = await renderView({ listExceptions });
    const exceptions = await screen.findByRole('region', {
      name: 'Exceptions',
    });
    expect(
      await within(exceptions).findByText('<b>freeze</b> until the launch'),
    ).toBeVisible();
    expect(container.querySelector('b')).toBeNull();
    expect(
      listExceptions.mock.calls.map(([query]) => query?.subject).sort(),
    ).toEqual([
      'component:default/payments-api',
      overdue.name,
      'system:default/payments',
    ]);
  });

  it('tells what was done from the portal, each with its own page', async () => {
    await renderView({
      listOperations: async request => ({
        items: [
          {
            id: 'op-1',
            action: 'install',
            state: 'failed',
            startedBy: 'user:default/priya',
            startedAt: inDays(-1),
            endedAt: inDays(-1),
            note: `for ${request?.node}`,
            rebootOption: 'NoReboot',
            maxConcurrency: '1',
            maxErrors: '1',
            nodes: 1,
            outcomes: {
              queued: 0,
              running: 0,
              waiting: 0,
              succeeded: 0,
              failed: 1,
              'timed-out': 0,
              cancelled: 0,
              'not-sent': 0,
            },
            skipped: [],
            retryOf: null,
            cancelledBy: null,
            canCancel: false,
            canRetry: false,
          },
        ],
        nextCursor: null,
      }),
    });
    const link = await screen.findByRole('link', { name: /^Install / });
    expect(link).toHaveAttribute(
      'href',
      '/managed-nodes/patches/operations/op-1',
    );
    expect(screen.getByText(`for ${overdue.name}`)).toBeVisible();
  });

  it('says when it shows what was kept, and why', async () => {
    await renderView({
      getNodePatches: async () => ({
        ...PATCHES,
        from: 'stored',
        problem: 'AWS did not answer',
        readAt: inDays(-1),
      }),
    });
    expect(await screen.findByText('AWS did not answer')).toBeVisible();
  });

  it('shows what it can when a part of it fails', async () => {
    const error = await responseError(400, 'InputError', 'the plan is gone');
    await renderView({
      getNodePlan: async () => {
        throw error;
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the plan is gone',
    );
    expect(await rowNames()).toHaveLength(3);
  });
});
