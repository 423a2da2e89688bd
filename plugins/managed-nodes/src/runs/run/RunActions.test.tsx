import { Run } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { openRun, SLOW } from '../../__testUtils__/openRun';
import { responseError } from '../../__testUtils__/responses';
import { aRun, aRunNode, NO_OUTCOMES } from '../../__testUtils__/runs';

jest.setTimeout(60_000);

const FAILED = aRun({
  state: 'failed',
  endedAt: new Date().toISOString(),
  outcomes: { ...NO_OUTCOMES, succeeded: 1, failed: 1 },
  canCancel: false,
  canRetry: true,
});

describe('what can be done about a run', () => {
  it('is cancelled only once it was said what that does', async () => {
    const cancelRun = jest.fn(
      async (): Promise<Run> => aRun({ state: 'cancelling' }),
    );
    let run = aRun();
    cancelRun.mockImplementation(async () => {
      run = aRun({ state: 'cancelling' });
      return run;
    });
    await openRun({ cancelRun, getRun: async () => run });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel' }, SLOW),
    );
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Cancel this run?' }, SLOW),
    );
    expect(dialog.getByText(/AWS does not promise that it does/)).toBeVisible();
    expect(cancelRun).not.toHaveBeenCalled();
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel it' }));
    await waitFor(() => expect(cancelRun).toHaveBeenCalledWith('run-1'), SLOW);
    expect(
      await screen.findByText(/is being cancelled/, {}, SLOW),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  });

  it('says why it was not cancelled', async () => {
    await openRun({
      cancelRun: async () => {
        throw await responseError(409, 'ConflictError', 'It has ended');
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel' }, SLOW),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel it' }, SLOW),
    );
    expect(await screen.findByRole('alert', {}, SLOW)).toHaveTextContent(
      'It was not cancelled: It has ended',
    );
  });

  it('says what it takes to cancel it, to those who may not', async () => {
    await openRun({ getRun: async () => aRun({ canCancel: false }) });
    const button = await screen.findByRole(
      'button',
      { name: /^Cancel|managed-nodes\.runbook\.execute/ },
      SLOW,
    );
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(button);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('leads to the form for the nodes that failed', async () => {
    const listRunNodes = jest.fn(
      async (
        _: string,
        { outcome, cursor }: { outcome?: string[]; cursor?: string } = {},
      ) => ({
        items: outcome
          ? [aRunNode({ name: cursor ? 'mi-3' : 'mi-2', outcome: 'failed' })]
          : [],
        totalItems: 2,
        nextCursor: outcome && !cursor ? 'next' : null,
      }),
    );
    await openRun({ getRun: async () => FAILED, listRunNodes });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Retry failed nodes…' }, SLOW),
    );
    await waitFor(
      () =>
        expect(screen.getByLabelText('address')).toHaveTextContent(
          '/managed-nodes/runbooks/restart-service/run?retryOf=run-1&node=mi-2&node=mi-3',
        ),
      SLOW,
    );
  });

  it('says when it could not be found out which failed', async () => {
    await openRun({
      getRun: async () => FAILED,
      listRunNodes: async (_, { outcome } = {}) => {
        if (outcome) {
          throw await responseError(400, 'InputError', 'not now');
        }
        return { items: [], totalItems: 0, nextCursor: null };
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Retry failed nodes…' }, SLOW),
    );
    expect(
      await screen.findByText('The nodes could not be read: not now', {}, SLOW),
    ).toBeVisible();
  });

  it('leads to the form with the same parameters', async () => {
    await openRun({ getRun: async () => FAILED });
    expect(
      // A button that is a link.
      await screen.findByRole('button', { name: 'Run again' }, SLOW),
    ).toHaveAttribute(
      'href',
      '/managed-nodes/runbooks/restart-service/run?again=run-1',
    );
  });
});
