import { DecideRun, Run } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { openRun, RUN_AT, SLOW } from '../../__testUtils__/openRun';
import { responseError } from '../../__testUtils__/responses';
import { anApproval, aRun, NO_OUTCOMES } from '../../__testUtils__/runs';

jest.setTimeout(60_000);

const asked = (part: Partial<Run> = {}, decidable = false) =>
  aRun({
    state: 'awaiting-approval',
    launchedAt: null,
    outcomes: { ...NO_OUTCOMES, queued: 2 },
    approval: anApproval({ canDecide: decidable }),
    ...part,
  });

const approved = (part: Partial<Run> = {}) =>
  asked({
    state: 'approved',
    approval: anApproval({
      state: 'approved',
      decidedBy: 'user:default/omar',
      decidedAt: new Date().toISOString(),
      comment: 'Go <b>on</b>',
    }),
    ...part,
  });

/** A run whose approval, start and end change what is read of it. */
function backend(first: Run) {
  let run = first;
  const decideRun = jest.fn(async (_: string, { decision }: DecideRun) => {
    run = decision === 'approve' ? approved() : asked({ state: 'rejected' });
    return run;
  });
  const launchRun = jest.fn(async () => {
    run = aRun();
    return run;
  });
  return { getRun: async () => run, decideRun, launchRun };
}

describe('a run that waits for approval', () => {
  it('says why, whose and until when, and lets its requester take it back', async () => {
    const api = backend(asked());
    const cancelRun = jest.fn(async () => asked({ state: 'cancelled' }));
    await openRun({ ...api, cancelRun });
    const panel = within(
      await screen.findByRole(
        'region',
        { name: 'It waits for approval' },
        SLOW,
      ),
    );
    expect(panel.getByText('More than 3 nodes')).toBeVisible();
    expect(panel.getByText('in 2 h')).toBeVisible();
    expect(panel.getByRole('link', { name: /platform-team/ })).toBeVisible();
    expect(panel.queryByRole('button', { name: /Approve/ })).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Take back the request' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Take it back' }, SLOW),
    );
    await waitFor(() => expect(cancelRun).toHaveBeenCalledWith('run-1'), SLOW);
  });

  it('shows approvers what they approve, and passes on what they say', async () => {
    const api = backend(asked({}, true));
    await openRun(api);
    const panel = within(
      await screen.findByRole(
        'region',
        { name: 'It waits for your approval' },
        SLOW,
      ),
    );
    expect(panel.getByText('nginx')).toBeVisible();
    await userEvent.type(panel.getByLabelText('Comment'), ' go on ');
    await userEvent.click(
      panel.getByRole('button', { name: 'Approve it on 2 nodes' }),
    );
    await waitFor(
      () =>
        expect(api.decideRun).toHaveBeenCalledWith('run-1', {
          decision: 'approve',
          comment: 'go on',
        }),
      SLOW,
    );
    expect(
      await screen.findByText(/is approved, and can be started/, {}, SLOW),
    ).toBeVisible();
    // It is for the requester to start it.
    expect(screen.queryByRole('button', { name: /Start now/ })).toBeNull();
    expect(screen.getByText('Go <b>on</b>')).toBeVisible();
  });

  it('rejects only with a reason', async () => {
    const api = backend(asked({}, true));
    await openRun(api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Reject' }, SLOW),
    );
    expect(await screen.findByText(/Say why you reject it/)).toBeVisible();
    expect(api.decideRun).not.toHaveBeenCalled();
    await userEvent.type(screen.getByLabelText('Comment'), 'not today');
    await userEvent.click(screen.getByRole('button', { name: 'Reject' }));
    expect(
      await screen.findByText(/on 2 nodes was rejected/, {}, SLOW),
    ).toBeVisible();
    expect(api.decideRun).toHaveBeenCalledWith('run-1', {
      decision: 'reject',
      comment: 'not today',
    });
  });

  it('says why it was not decided', async () => {
    const api = backend(asked({}, true));
    await openRun({
      ...api,
      decideRun: async () => {
        throw await responseError(403, 'NotAllowedError', 'not your own');
      },
    });
    await userEvent.click(
      await screen.findByRole(
        'button',
        { name: 'Approve it on 2 nodes' },
        SLOW,
      ),
    );
    expect(await screen.findByRole('alert', {}, SLOW)).toHaveTextContent(
      'It was not decided: not your own',
    );
  });
});

describe('a run that is approved', () => {
  it('is started by who asked for it', async () => {
    const api = backend(approved({ canStart: true }));
    await openRun(api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Start now on 2 nodes' }, SLOW),
    );
    expect(api.launchRun).toHaveBeenCalledWith('run-1');
    expect(
      await screen.findByText('Restart a service: 0 of 2 nodes done', {}, SLOW),
    ).toBeVisible();
  });

  it('says that it is not as it was approved, and what to do', async () => {
    const api = backend(approved({ canStart: true }));
    await openRun({
      ...api,
      launchRun: async () => {
        throw await responseError(409, 'ConflictError', 'A node has left');
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Start now on 2 nodes' }, SLOW),
    );
    expect(await screen.findByRole('alert', {}, SLOW)).toHaveTextContent(
      'It was not started: A node has left',
    );
    expect(
      screen.getByRole('button', { name: 'Ask for it anew' }),
    ).toHaveAttribute(
      'href',
      '/managed-nodes/runbooks/restart-service/run?again=run-1',
    );
  });
});

describe('a run that was approved and started', () => {
  it('has its approval on record, out of the way', async () => {
    await openRun(
      {
        getRun: async () => aRun({ approval: approved().approval }),
        listRunExecutions: async () => ({ items: [] }),
      },
      `${RUN_AT}?view=details`,
    );
    const panel = within(
      await screen.findByRole('region', { name: 'It was approved' }, SLOW),
    );
    expect(panel.getByRole('link', { name: /omar/ })).toBeVisible();
  });
});
