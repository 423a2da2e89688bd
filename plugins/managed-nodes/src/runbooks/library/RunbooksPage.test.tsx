import { RunbookSummary } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { aRunbookSummary, someRunbooks } from '../../__testUtils__/runbooks';
import { RunbooksPage } from './RunbooksPage';

const RESTART = aRunbookSummary();
const REBOOT = aRunbookSummary({
  id: 'reboot',
  title: 'Reboot safely',
  description: '# Drains and reboots\n\nMore.',
  category: 'Machines',
  risk: 'changes',
  approval: 'sometimes',
  nodes: 0,
  mayRun: false,
  whyNot: 'It is published to platform-team.',
});
const ALL = [RESTART, REBOOT];

const open = (
  items: RunbookSummary[],
  options: { at?: string; permissions?: string[] } = {},
) =>
  renderPiece(<RunbooksPage />, {
    api: { runbooks: someRunbooks({ list: async () => ({ items }) }) },
    ...options,
  });

const titles = () =>
  screen.getAllByRole('article').map(card => card.getAttribute('aria-label'));

describe('the page of runbooks', () => {
  it('says what each does, how grave it is, and whether one may run it', async () => {
    await open(ALL);
    expect(
      await screen.findByRole('heading', {
        name: 'You can run 1 of 2 runbooks',
      }),
    ).toBeVisible();
    const restart = screen.getByRole('article', { name: 'Restart a service' });
    expect(within(restart).getByText('Runs code')).toBeVisible();
    expect(within(restart).getByText('No approval')).toBeVisible();
    expect(within(restart).getByText('Possible on 12 nodes')).toBeVisible();
    expect(
      within(restart).getByText('Restarts a service and waits until it runs.'),
    ).toBeVisible();
    expect(
      within(restart).getByRole('button', { name: 'Run Restart a service' }),
    ).toHaveAttribute('href', '/managed-nodes/runbooks/restart-service/run');
    expect(
      within(restart).getByRole('link', { name: 'Restart a service' }),
    ).toHaveAttribute('href', '/managed-nodes/runbooks/restart-service');
  });

  it('shows those one may not run, disabled, with why', async () => {
    await open(ALL);
    const reboot = await screen.findByRole('article', {
      name: 'Reboot safely',
    });
    expect(
      within(reboot).getByText('It is published to platform-team.'),
    ).toBeVisible();
    expect(within(reboot).getByText('Drains and reboots')).toBeVisible();
    expect(within(reboot).getByText('Approval sometimes')).toBeVisible();
    expect(
      within(reboot).getByRole('button', { name: /^Run/ }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('is narrowed by words and categories, which the address keeps', async () => {
    await open(ALL);
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Machines 1' }));
    expect(titles()).toEqual(['Reboot safely']);
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/?category=Machines',
    );
    await user.type(screen.getByLabelText('Search runbooks'), 'nothing so');
    expect(await screen.findByText('No runbook matches')).toBeVisible();
    await user.click(
      screen.getAllByRole('button', { name: 'Clear filters' })[0],
    );
    await waitFor(() => expect(titles()).toHaveLength(2));
  });

  it('opens as the address says', async () => {
    await open(ALL, { at: '/?q=drain' });
    await screen.findByRole('article', { name: 'Reboot safely' });
    expect(titles()).toEqual(['Reboot safely']);
  });

  it('keeps favourites, and has them first', async () => {
    await open(ALL);
    const user = userEvent.setup();
    await screen.findByRole('article', { name: 'Reboot safely' });
    expect(titles()).toEqual(['Restart a service', 'Reboot safely']);
    await user.click(
      screen.getByRole('button', { name: 'Favourite: Reboot safely' }),
    );
    await waitFor(() =>
      expect(titles()).toEqual(['Reboot safely', 'Restart a service']),
    );
    expect(
      screen.getByRole('button', { name: 'Favourite: Reboot safely' }),
    ).toHaveAttribute('aria-pressed', 'true');
    await user.click(screen.getByRole('button', { name: 'Favourites' }));
    expect(titles()).toEqual(['Reboot safely']);
  });

  it('tells of publications with a problem', async () => {
    const problem = 'parameters.Servcie: the document has no such parameter';
    await open([{ ...RESTART, problem }]);
    const section = await screen.findByRole('region', {
      name: 'Publications with a problem',
    });
    expect(section).toHaveTextContent(`restart-service: ${problem}`);
    expect(screen.getByRole('button', { name: 'Run…' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });

  it('says what to do where nothing is published', async () => {
    await open([], { permissions: ['managed-nodes.document.read'] });
    expect(
      await screen.findByRole('link', {
        name: 'Look for a document to publish',
      }),
    ).toHaveAttribute('href', '/managed-nodes/documents');
  });

  it('says so to those who cannot publish', async () => {
    await open([]);
    expect(
      await screen.findByText('No runbook is published to you yet'),
    ).toBeVisible();
    expect(screen.queryByText('All documents')).toBeNull();
  });

  it('says which permission is missing', async () => {
    const error = await responseError(
      403,
      'NotAllowedError',
      'You need the permission managed-nodes.node.read',
    );
    await renderPiece(<RunbooksPage />, {
      api: {
        runbooks: someRunbooks({
          list: async () => {
            throw error;
          },
        }),
      },
    });
    expect(await screen.findByText('You may not see this')).toBeVisible();
  });

  it('can be asked again after an error', async () => {
    let asked = 0;
    const error = await responseError(400, 'InputError', 'not so');
    await renderPiece(<RunbooksPage />, {
      api: {
        runbooks: someRunbooks({
          list: async () => {
            asked += 1;
            if (asked === 1) {
              throw error;
            }
            return { items: ALL };
          },
        }),
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );
    expect(
      await screen.findByRole('article', { name: 'Restart a service' }),
    ).toBeVisible();
  });
});
