import { screen, waitFor, within } from '@testing-library/react';
import { aTargetNode } from '../../__testUtils__/operations';
import { responseError } from '../../__testUtils__/responses';
import { aRunPreview } from '../../__testUtils__/runbooks';
import { aRun } from '../../__testUtils__/runs';
import { fillIn, openForm, starting } from '../../__testUtils__/startRun';

describe('the look at what a run would do', () => {
  it('says what a run would do, and starts it once, and leads to it', async () => {
    const start = starting();
    const preview = jest.fn(async () => aRunPreview());
    const user = await openForm({ preview, start }, '?node=mi-1&node=mi-2');
    await fillIn(user);
    expect(
      await screen.findByText(
        'Runs “Restart a service” on 2 nodes in 1 account.',
      ),
    ).toBeVisible();
    expect(preview).toHaveBeenCalledWith({
      runbook: 'restart-service',
      parameters: { ServiceName: 'nginx' },
      selection: { nodes: ['mi-1', 'mi-2'] },
    });
    const row = screen.getByRole('row', { name: /ServiceName/ });
    expect(within(row).getByText('You')).toBeVisible();
    await user.type(screen.getByLabelText('Note (optional)'), 'CHG-7');
    await user.dblClick(
      screen.getByRole('button', { name: 'Restart on 2 nodes' }),
    );
    expect(await screen.findByText('elsewhere')).toBeVisible();
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/managed-nodes/runs/run-1',
    );
    expect(start).toHaveBeenCalledTimes(1);
    expect(start.mock.calls[0][0]).toEqual({
      runbook: 'restart-service',
      parameters: { ServiceName: 'nginx' },
      selection: { nodes: ['mi-1', 'mi-2'] },
      digest: 'digest of mi-1,mi-2',
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      maxConcurrency: '10',
      maxErrors: '0',
      note: 'CHG-7',
    });
  });

  it('repeats a start whose answer was lost under the same key', async () => {
    const keys: string[] = [];
    const user = await openForm({
      start: async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        if (keys.length === 1) {
          throw new TypeError('Failed to fetch');
        }
        return aRun();
      },
    });
    await fillIn(user);
    const button = await screen.findByRole('button', {
      name: 'Restart on 2 nodes',
    });
    await user.click(button);
    expect(
      await screen.findByText(/it is not known whether it was started/),
    ).toBeVisible();
    await user.click(
      screen.getByRole('button', { name: 'Restart on 2 nodes' }),
    );
    expect(await screen.findByText('elsewhere')).toBeVisible();
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
  });

  it('tells who has to approve, and asks for it', async () => {
    const start = starting();
    const user = await openForm({
      preview: async () =>
        aRunPreview({
          approval: {
            reasons: ['2 of the nodes are in production'],
            approvers: ['group:default/platform-team'],
          },
        }),
      start,
    });
    await fillIn(user);
    const approval = await screen.findByRole('region', { name: 'Approval' });
    expect(approval).toHaveTextContent('2 of the nodes are in production');
    expect(approval).toHaveTextContent('platform-team');
    await user.click(screen.getByRole('button', { name: 'Ask for approval' }));
    await waitFor(() => expect(start).toHaveBeenCalledTimes(1));
  });

  it('says which nodes are left out and why, and asks to type a number', async () => {
    const start = starting();
    const user = await openForm({
      preview: async () =>
        aRunPreview({
          confirm: 2,
          steps: { mutating: 1, nonMutating: 2, undetermined: 0 },
          skipped: [
            {
              ...aTargetNode(3, { title: '<b>db</b>' }),
              reason: 'offline',
              detail: 'Connection lost',
            },
          ],
        }),
      start,
    });
    await fillIn(user);
    expect(await screen.findByText('Not online')).toBeVisible();
    expect(screen.getByText('<b>db</b>')).toBeVisible();
    expect(
      screen.getByText('AWS says: 1 step changes something, 2 only read.'),
    ).toBeVisible();
    const button = screen.getByRole('button', { name: 'Restart on 2 nodes' });
    expect(button).toBeDisabled();
    await user.type(screen.getByLabelText('Type 2 to confirm'), '2');
    await user.click(button);
    await waitFor(() => expect(start).toHaveBeenCalled());
    expect(start.mock.calls[0][0].confirm).toBe(2);
  });

  it('looks again when the nodes changed, and says what did', async () => {
    const previews = [
      aRunPreview(),
      aRunPreview({ nodes: [aTargetNode(2), aTargetNode(5)] }),
    ];
    const keys: string[] = [];
    const user = await openForm({
      preview: async () => previews[Math.min(keys.length, 1)],
      start: async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        throw await responseError(409, 'ConflictError', 'not these nodes');
      },
    });
    await fillIn(user);
    await user.click(
      await screen.findByRole('button', { name: 'Restart on 2 nodes' }),
    );
    expect(
      await screen.findByText(
        /the nodes changed since you looked: web-5 joined, web-1 cannot take part any more/,
      ),
    ).toBeVisible();
    await user.click(
      screen.getByRole('button', { name: 'Restart on 2 nodes' }),
    );
    await waitFor(() => expect(keys).toHaveLength(2));
    expect(keys[1]).not.toBe(keys[0]);
  });
});
