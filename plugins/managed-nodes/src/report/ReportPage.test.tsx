import {
  FleetReport,
  ManagedNodesApi,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPiece } from '../__testUtils__/render';
import { aReport, REPORT_FIGURES } from '../__testUtils__/report';
import { responseError } from '../__testUtils__/responses';
import { ReportPage } from './ReportPage';

jest.mock('../shared/saveFile');

const SLOW = { timeout: 10_000 };

const open = (
  report: FleetReport | Error,
  more: Partial<ManagedNodesApi> = {},
  hash = '',
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
    at: `/managed-nodes/report${hash}`,
  });

describe('the report', () => {
  it('says in words how many machines there are, and whether they are patched', async () => {
    await open(aReport());
    expect(
      await screen.findByRole(
        'heading',
        {
          name: /^There are 1.200 machines\. 87 % are patched in time, 3 points more than on 23.October\.$/,
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
      '71 %Watched',
      '7With an alarm',
      '30Never reported',
      '12Unclaimed',
      '90 %Runs that succeededof 12 in 30 days',
    ]);
    for (const link of figures.getAllByRole('link')) {
      const [page, id] = link.getAttribute('href')!.split('#');
      expect(page).toBe('/managed-nodes/report');
      expect(document.getElementById(id)).toHaveTextContent(link.textContent!);
    }
    expect(
      screen.getByText(/Critical patches are due after 7 days/),
    ).toBeVisible();
  });

  it('leads every other figure there, too, and marks what was looked up', async () => {
    await open(aReport());
    const tables = await screen.findAllByRole('table', {}, SLOW);
    for (const table of tables) {
      const linked = within(table)
        .getAllByRole('link')
        .map(link =>
          document.getElementById(link.getAttribute('href')!.split('#')[1]),
        );
      expect(linked).not.toHaveLength(0);
      expect(linked).not.toContain(null);
    }
    expect(
      screen.getByRole('link', { name: 'Changes' }).getAttribute('href'),
    ).toBe('/managed-nodes/report#change');
    await userEvent.click(
      within(tables[0]).getByRole('link', { name: 'Overdue' }),
    );
    const definition = document.getElementById('overdue');
    await waitFor(() => expect(definition).toHaveFocus());
    expect(definition).toHaveAttribute('aria-current', 'true');
  });

  it('shows the definition that an address names, once there is a report', async () => {
    await open(aReport(), {}, '#runs');
    const name = await screen.findByText(
      'Runs that succeeded',
      { selector: 'dt' },
      SLOW,
    );
    expect(name.parentElement).toHaveFocus();
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
      ...REPORT_FIGURES,
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

  it.each([
    [{ started: 0, succeeded: 0, failed: 0, cancelled: 0 }, 'none in 30 days'],
    [
      { started: 3, succeeded: 0, failed: 0, cancelled: 1 },
      '3 started, none ended',
    ],
  ])('shows no share of runs where none ended: %j', async (now, words) => {
    await open(aReport({ runs: { now, before: now } }));
    const figures = within(
      await screen.findByRole('list', { name: 'The whole fleet' }, SLOW),
    );
    expect(figures.getAllByRole('listitem').at(-1)).toHaveTextContent(
      `–Runs that succeeded${words}`,
    );
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
    await open(
      aReport({ total: { ...REPORT_FIGURES, nodes: 0, score: null } }),
    );
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
