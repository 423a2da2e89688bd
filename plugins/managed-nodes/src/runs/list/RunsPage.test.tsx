import { RunRequest } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SLOW } from '../../__testUtils__/openRun';
import { renderPiece } from '../../__testUtils__/render';
import { aRunbookSummary, someRunbooks } from '../../__testUtils__/runbooks';
import { responseError } from '../../__testUtils__/responses';
import { anApproval, aRun } from '../../__testUtils__/runs';
import { RunsPage } from './RunsPage';

jest.setTimeout(60_000);

const WAITING = aRun({
  id: 'run-9',
  state: 'awaiting-approval',
  approval: anApproval({ canDecide: true }),
});

async function open(runs = [aRun({ note: '<i>CHG-1</i>' })], at = '/') {
  const asked: RunRequest[] = [];
  const exportRuns = jest.fn(async () => new Blob(['id']));
  await renderPiece(<RunsPage />, {
    at,
    api: {
      runbooks: someRunbooks({
        exportRuns,
        list: async () => ({ items: [aRunbookSummary()] }),
        listRuns: async (request = {}) => {
          if (request.toDecide && request.limit === 100) {
            return { items: [WAITING, WAITING], nextCursor: null };
          }
          asked.push(request);
          return {
            items: request.cursor ? [aRun({ id: 'run-2' })] : runs,
            nextCursor: request.cursor || !runs.length ? null : 'next',
          };
        },
      }),
    },
  });
  return { asked, exportRuns };
}

const last = <T,>(items: T[]) => items[items.length - 1];

describe('the list of runs', () => {
  it('says who ran what, when and how it went', async () => {
    await open();
    const table = within(
      await screen.findByRole('table', { name: 'Runs' }, SLOW),
    );
    expect(
      table.getByRole('link', { name: 'Restart a service: 0 of 2 nodes done' }),
    ).toHaveAttribute('href', '/managed-nodes/runs/run-1');
    expect(table.getByText('Running')).toBeVisible();
    expect(table.getByText('<i>CHG-1</i>')).toBeVisible();
  });

  it('counts what waits for one’s approval where one goes to decide', async () => {
    await open(undefined, '/?state=failed');
    const nav = within(
      await screen.findByRole('navigation', { name: 'Whose runs' }, SLOW),
    );
    expect(
      await nav.findByRole(
        'link',
        { name: /^Waiting for my approval\s*2$/ },
        SLOW,
      ),
    ).toHaveAttribute('href', '/managed-nodes/runs?state=failed&toDecide=true');
    expect(nav.getByRole('link', { name: 'Mine' })).toHaveAttribute(
      'href',
      '/managed-nodes/runs?state=failed&startedBy=me',
    );
  });

  it('asks for what the address says, and keeps there what is chosen', async () => {
    const { asked } = await open(
      undefined,
      '/?runbook=restart-service&runbook=NOT+AN+ID&state=failed&state=nonsense&startedBy=me',
    );
    await screen.findByRole('table', {}, SLOW);
    expect(asked[0]).toEqual({
      runbook: ['restart-service'],
      state: ['failed'],
      startedBy: 'me',
      limit: 25,
      cursor: undefined,
    });
    await userEvent.click(
      screen.getByRole('button', { name: /^Filter by State/ }),
    );
    await userEvent.click(
      await screen.findByLabelText(/Waiting for approval/, {}, SLOW),
    );
    await waitFor(
      () => expect(last(asked).state).toEqual(['awaiting-approval', 'failed']),
      SLOW,
    );
    await userEvent.keyboard('{Escape}');
    await userEvent.click(
      await screen.findByRole(
        'button',
        { name: 'Remove filter Runbook: restart-service' },
        SLOW,
      ),
    );
    await waitFor(
      () => expect(last(asked)).not.toHaveProperty('runbook'),
      SLOW,
    );
    expect(screen.getByLabelText('address')).toHaveTextContent(/startedBy=me/);
  });

  it('loads more', async () => {
    await open();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Load more' }, SLOW),
    );
    await waitFor(
      () =>
        expect(
          within(screen.getByRole('table')).getAllByRole('link', {
            name: /^Restart a service/,
          }),
        ).toHaveLength(2),
      SLOW,
    );
  });

  it('is saved as a file, as it is narrowed', async () => {
    URL.createObjectURL = () => 'blob:x';
    URL.revokeObjectURL = () => undefined;
    const { exportRuns } = await open(undefined, '/?state=failed');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Export' }, SLOW),
    );
    await userEvent.click(await screen.findByText('These runs as CSV'));
    await waitFor(
      () =>
        expect(exportRuns).toHaveBeenCalledWith('csv', { state: ['failed'] }),
      SLOW,
    );
  });

  it.each([
    ['/', 'Nothing has been run yet'],
    ['/?startedBy=me', 'You have not run anything yet'],
    ['/?toDecide=true', 'Nothing waits for your approval'],
    ['/?state=failed', 'No run matches'],
  ])('at %s says: %s', async (at, words) => {
    await open([], at);
    expect(await screen.findByText(words, {}, SLOW)).toBeVisible();
  });

  it('says when it may not be read', async () => {
    const error = await responseError(403, 'NotAllowedError', '');
    await renderPiece(<RunsPage />, {
      api: {
        runbooks: someRunbooks({
          list: async () => ({ items: [] }),
          listRuns: async () => {
            throw error;
          },
        }),
      },
    });
    expect(
      await screen.findByText('managed-nodes.node.read', {}, SLOW),
    ).toBeVisible();
  });
});
