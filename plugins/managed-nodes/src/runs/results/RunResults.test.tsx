import { RunResults } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { openRun, RUN_AT, SLOW } from '../../__testUtils__/openRun';
import { aRun } from '../../__testUtils__/runs';

jest.setTimeout(60_000);

const page = (part: Partial<RunResults>): RunResults => ({
  columns: ['NodeId', 'Result'],
  rows: [],
  nextCursor: null,
  readAt: new Date().toISOString(),
  ...part,
});

const open = (
  getRunResults: (query: { cursor?: string }) => RunResults,
  state: 'running' | 'succeeded' = 'succeeded',
) =>
  openRun(
    {
      getRun: async () => aRun({ hasResults: true, state }),
      getRunResults: async (_, query = {}) => getRunResults(query),
    },
    `${RUN_AT}?view=results`,
  );

describe('the results of a run', () => {
  it('are a table of texts, in which nodes lead to them', async () => {
    await open(() =>
      page({
        rows: [
          { NodeId: 'i-0123456789abcdef0', Result: '<b>found</b>\u001b[2J' },
          { NodeId: 'data:text/html,x', Result: '=1+1' },
        ],
      }),
    );
    const table = within(
      await screen.findByRole('table', { name: 'Results of this run' }, SLOW),
    );
    expect(
      table.getByRole('link', { name: 'i-0123456789abcdef0' }),
    ).toHaveAttribute('href', '/managed-nodes/nodes?q=i-0123456789abcdef0');
    expect(table.getAllByRole('link')).toHaveLength(1);
    expect(table.getByText('<b>found</b>')).toBeVisible();
    expect(table.getByText('data:text/html,x')).toBeVisible();
  });

  it('are read page by page, whatever columns a page has', async () => {
    await open(({ cursor }) =>
      cursor
        ? page({
            columns: ['NodeId', 'Size'],
            rows: [{ NodeId: 'b', Size: '12' }],
          })
        : page({
            rows: [{ NodeId: 'a', Result: 'ok' }],
            nextCursor: 'next',
          }),
    );
    expect(
      await screen.findByRole('columnheader', { name: 'Size' }, SLOW),
    ).toBeVisible();
    expect(screen.getByText('2 rows')).toBeVisible();
  });

  it('are told apart by what a column says, each part a click away', async () => {
    await open(() =>
      page({
        rows: Array.from({ length: 250 }, (_, index) => ({
          NodeId: `node-${index}`,
          Result: index < 240 ? 'compliant' : 'missing',
        })),
      }),
    );
    expect(await screen.findByText('250 rows', {}, SLOW)).toBeVisible();
    expect(screen.queryByText('node-245')).toBeNull();
    await userEvent.click(screen.getByRole('link', { name: 'missing 10' }));
    expect(await screen.findByText('node-245', {}, SLOW)).toBeVisible();
    expect(screen.queryByText('node-1')).toBeNull();
    await userEvent.click(screen.getByRole('link', { name: 'missing 10' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show 50 more of 250' }, SLOW),
    );
    expect(screen.getByText('node-245')).toBeVisible();
  });

  it('fill while the run goes on', async () => {
    let rows = 0;
    await open(() => {
      rows += 1;
      return page({
        rows: Array.from({ length: rows }, () => ({ NodeId: 'a' })),
      });
    }, 'running');
    expect(await screen.findByText('1 row', {}, SLOW)).toBeVisible();
    expect(await screen.findByText('2 rows', {}, SLOW)).toBeVisible();
  });

  it('say why there are none', async () => {
    await open(() => page({}));
    expect(
      await screen.findByText(
        'There are no results about your nodes',
        {},
        SLOW,
      ),
    ).toBeVisible();
  });
});
