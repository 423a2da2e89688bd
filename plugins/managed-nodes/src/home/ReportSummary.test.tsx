import {
  FleetReport,
  ManagedNodesApi,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPiece } from '../__testUtils__/render';
import { aReport, REPORT_FIGURES } from '../__testUtils__/report';
import { responseError } from '../__testUtils__/responses';
import { HomePageFleetReport } from '../index';
import { fleetReportWidgetOptions } from './fleetReportWidget';

const READER = ['managed-nodes.report.read'];

/** The widget as the home page puts it together. */
async function open(
  getReport: ManagedNodesApi['getReport'],
  permissions = READER,
) {
  const { Content, ContextProvider } =
    await fleetReportWidgetOptions.components();
  return renderPiece(
    <ContextProvider>
      <h2>Fleet report</h2>
      <Content />
    </ContextProvider>,
    { api: { getReport }, permissions },
  );
}

const answer = (report: FleetReport) => async () => report;

describe('the widget of the report', () => {
  it('says how the fleet is run in four figures, and leads to the rest', async () => {
    await open(answer(aReport()));
    expect(
      await screen.findByText(/^There are 1.200 machines\. 87 % are patched/),
    ).toBeVisible();
    const figures = within(
      screen.getByRole('list', { name: 'The whole fleet' }),
    );
    expect(
      figures.getAllByRole('link').map(link => link.getAttribute('href')),
    ).toEqual([
      '/managed-nodes/report#machines',
      '/managed-nodes/report#in-time',
      '/managed-nodes/report#overdue',
      '/managed-nodes/report#answering',
    ]);
    expect(
      screen.getByRole('link', { name: 'The whole report' }),
    ).toHaveAttribute('href', '/managed-nodes/report');
  });

  it('is not there for those who may not read it, and does not ask', async () => {
    const getReport = jest.fn();
    await open(getReport, ['managed-nodes.node.read']);
    expect(screen.queryByText('Fleet report')).not.toBeInTheDocument();
    expect(getReport).not.toHaveBeenCalled();
  });

  it('names the permission when it was taken away meanwhile', async () => {
    const error = await responseError(403, 'NotAllowedError', 'No');
    await open(async () => {
      throw error;
    });
    expect(await screen.findByText('managed-nodes.report.read')).toBeVisible();
  });

  it('waits, and asks again when the backend did not answer', async () => {
    let away = true;
    await open(async () => {
      if (away) {
        throw new Error('The backend is away');
      }
      return aReport();
    });
    expect(screen.getByRole('status', { name: 'Loading' })).toBeVisible();
    expect(
      await screen.findByRole('alert', {}, { timeout: 10_000 }),
    ).toHaveTextContent('The backend is away');
    away = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/^There are 1.200 machines/)).toBeVisible();
  }, 15_000);

  it('says that there is nothing yet', async () => {
    await open(
      answer(aReport({ total: { ...REPORT_FIGURES, nodes: 0, score: null } })),
    );
    expect(await screen.findByText('There are no machines yet')).toBeVisible();
  });

  it('is a card of the legacy home page as well', async () => {
    await renderPiece(<HomePageFleetReport />, {
      api: { getReport: answer(aReport()) },
      permissions: READER,
    });
    expect(
      await screen.findByText('Fleet report', {}, { timeout: 10_000 }),
    ).toBeVisible();
    expect(await screen.findByText(/^There are 1.200 machines/)).toBeVisible();
  });
});
