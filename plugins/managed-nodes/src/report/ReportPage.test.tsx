import {
  FleetReport,
  ManagedNodesApi,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPiece } from '../__testUtils__/render';
import { responseError } from '../__testUtils__/responses';
import { ReportPage } from './ReportPage';

jest.mock('../shared/saveFile');

const SLOW = { timeout: 10_000 };

const FIGURES = {
  nodes: 1200,
  nodesBefore: 1188,
  score: 0.87,
  scoreBefore: 0.84,
  overdue: 90,
  overdueBefore: 100,
};

const RUNS = { started: 0, succeeded: 0, failed: 0, cancelled: 0 };

const aReport = (part: Partial<FleetReport> = {}): FleetReport => ({
  total: FIGURES,
  online: 1140,
  unclaimed: 12,
  neverReported: 30,
  breakdowns: {
    environment: [{ ...FIGURES, value: 'azure' }],
    owner: Array.from({ length: 12 }, (_, index) => ({
      ...FIGURES,
      value: `group:default/team-${index}`,
    })),
    application: [
      { ...FIGURES, value: 'none', nodesBefore: null, scoreBefore: null },
    ],
  },
  oldest: [
    {
      owner: 'group:default/team-3',
      dueAt: '2026-01-05T00:00:00.000Z',
      overdue: 4,
    },
  ],
  trend: [],
  runs: {
    now: { started: 12, succeeded: 9, failed: 1, cancelled: 1 },
    before: RUNS,
  },
  comparedTo: '2026-10-23',
  policy: {
    days: { critical: 7, security: 14, other: 30 },
    staleAfterDays: 14,
    countFrom: 'reported',
  },
  asOf: new Date().toISOString(),
  ...part,
});

const open = (
  report: FleetReport | Error,
  more: Partial<ManagedNodesApi> = {},
) =>
  renderPiece(<ReportPage />, {
    api: {
      getReport: async () => {
        if (report instanceof Error) {
          throw report;
        }
        return report;
      },
      ...more,
    },
    at: '/managed-nodes/report',
  });

describe('the report', () => {
  it('says in words how many machines there are, and whether they are patched', async () => {
    await open(aReport());
    expect(
      await screen.findByRole(
        'heading',
        {
          name: /^There are 1.200 machines\. 87 % of them are patched in time, 3 points more than on 23 October\.$/,
        },
        SLOW,
      ),
    ).toBeVisible();
  });

  it('leads each figure to what it counts', async () => {
    await open(aReport());
    const figures = within(
      await screen.findByRole('list', { name: 'The whole fleet' }, SLOW),
    );
    expect(
      figures.getAllByRole('listitem').map(({ textContent }) => textContent),
    ).toEqual([
      expect.stringMatching(/^1.200Machines12 more$/),
      '87 %Patched in time3 points more',
      '90Overdue10 fewer',
      '95 %Answering',
      '30Never reported',
      '12Unclaimed',
      '90 %Runs that succeededof 12 in 30 days',
    ]);
    for (const link of figures.getAllByRole('link')) {
      const id = link.getAttribute('href')!.slice(1);
      expect(document.getElementById(id)).toHaveTextContent(link.textContent!);
    }
    expect(
      screen.getByText(/Critical patches are due after 7 days/),
    ).toBeVisible();
  });

  it('breaks them down, the first ten at first', async () => {
    await open(aReport());
    const owners = within(
      await screen.findByRole('table', { name: 'By owner' }, SLOW),
    );
    expect(owners.getAllByRole('row')).toHaveLength(11);
    await userEvent.click(screen.getByRole('button', { name: 'Show all 12' }));
    expect(owners.getAllByRole('row')).toHaveLength(13);
    expect(
      within(screen.getByRole('table', { name: 'By application' })).getByText(
        'No application',
      ),
    ).toBeVisible();
    expect(
      within(screen.getByRole('table', { name: 'Overdue longest' })).getByText(
        '4 machines',
      ),
    ).toBeVisible();
    expect(screen.queryByText('By organizational unit')).toBeNull();
  });

  it('says nothing of changes on the first day', async () => {
    const first = {
      ...FIGURES,
      nodesBefore: null,
      scoreBefore: null,
      overdueBefore: null,
    };
    await open(aReport({ total: first, comparedTo: null, breakdowns: {} }));
    expect(
      await screen.findByText(
        'Changes are shown from the second day on.',
        {},
        SLOW,
      ),
    ).toBeVisible();
    expect(screen.queryByText(/ more$| fewer$/)).toBeNull();
  });

  it('can be saved as a file', async () => {
    const exportReport = jest.fn(async () => new Blob(['x']));
    await open(aReport(), { exportReport });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Export' }, SLOW),
    );
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'Report as CSV' }),
    );
    expect(exportReport).toHaveBeenCalledWith('csv');
  });

  it('says that there is nothing yet', async () => {
    await open(aReport({ total: { ...FIGURES, nodes: 0, score: null } }));
    expect(
      await screen.findByText('There are no machines yet', {}, SLOW),
    ).toBeVisible();
  });

  it('names the permission it takes', async () => {
    await open(await responseError(403, 'NotAllowedError', 'No'));
    expect(
      await screen.findByText('managed-nodes.report.read', {}, SLOW),
    ).toBeVisible();
  });
});
