import {
  PatchesApi,
  PatchOperation,
  StartPatch,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { somePatches } from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import {
  anOperation,
  aPreview,
  aTargetNode,
} from '../../__testUtils__/operations';
import { PatchActionDialog } from './PatchActionDialog';

const open = async (
  patches: Partial<PatchesApi>,
  props: Partial<Parameters<typeof PatchActionDialog>[0]> = {},
) => {
  const onClose = jest.fn();
  await renderPiece(
    <PatchActionDialog
      open
      action="install"
      selection={{ nodes: ['mi-1', 'mi-2'] }}
      onClose={onClose}
      {...props}
    />,
    { api: { patches: somePatches(patches) } },
  );
  return { onClose, user: userEvent.setup() };
};

const started = () =>
  jest.fn<Promise<PatchOperation>, [StartPatch]>(async () => anOperation());

describe('the dialog of scans and installs', () => {
  it('says which nodes take part and where, and which do not and why', async () => {
    await open({
      preview: async () =>
        aPreview({
          skipped: [
            {
              ...aTargetNode(3, { title: '<b>db</b>' }),
              reason: 'freeze',
              detail: 'Year-end: not before 2027-01-08T00:00:00.000Z',
            },
            {
              ...aTargetNode(4),
              reason: 'not-permitted',
              detail: 'You may not have patches installed on it',
            },
          ],
        }),
    });
    const dialog = await screen.findByRole('dialog', {
      name: 'Install missing patches',
    });
    expect(
      await within(dialog).findByText(
        'Installs missing patches on 2 nodes in 1 account; 2 others will be left out.',
      ),
    ).toBeVisible();
    expect(within(dialog).getByText('commerce-prod')).toBeVisible();
    expect(within(dialog).getByText('web-1')).toBeVisible();
    expect(within(dialog).getByText('In a freeze')).toBeVisible();
    expect(within(dialog).getByText('<b>db</b>')).toBeVisible();
    expect(
      within(dialog).getByText(/^Year-end: not before [78] Jan 2027, /),
    ).toBeVisible();
    expect(within(dialog).getByText('Not yours to patch')).toBeVisible();
  });

  it('starts what was looked at, with the options chosen, once', async () => {
    const start = started();
    const { user, onClose } = await open(
      { preview: async () => aPreview(), start },
      { retryOf: '7b0d2f6e-5f0d-4d3b-8f0e-2f1c1f3b9a11', note: 'CHG-1' },
    );
    await user.click(await screen.findByLabelText(/^Do not reboot/));
    const concurrency = screen.getByLabelText('Nodes at once');
    await user.clear(concurrency);
    await user.type(concurrency, '50 %');
    await user.dblClick(
      screen.getByRole('button', { name: 'Install on 2 nodes' }),
    );
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(start).toHaveBeenCalledTimes(1);
    expect(start.mock.calls[0][0]).toEqual({
      action: 'install',
      selection: { nodes: ['mi-1', 'mi-2'] },
      digest: 'digest of mi-1,mi-2',
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      rebootOption: 'NoReboot',
      maxConcurrency: '50%',
      maxErrors: '2',
      note: 'CHG-1',
      retryOf: '7b0d2f6e-5f0d-4d3b-8f0e-2f1c1f3b9a11',
    });
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/managed-nodes/patches/operations/op-1',
    );
  });

  it('has no reboots to choose for a scan', async () => {
    const start = started();
    const { user } = await open(
      { preview: async () => aPreview({ action: 'scan' }), start },
      { action: 'scan' },
    );
    await user.click(
      await screen.findByRole('button', { name: 'Scan 2 nodes' }),
    );
    await waitFor(() => expect(start).toHaveBeenCalled());
    expect(start.mock.calls[0][0]).not.toHaveProperty('rebootOption');
    expect(screen.queryByText('Reboots')).toBeNull();
  });

  it('asks to type the number of nodes where there are many', async () => {
    const start = started();
    const { user } = await open({
      preview: async () => aPreview({ confirm: 2 }),
      start,
    });
    const button = await screen.findByRole('button', {
      name: 'Install on 2 nodes',
    });
    expect(button).toBeDisabled();
    await user.type(screen.getByLabelText('Type 2 to confirm'), '3');
    expect(button).toBeDisabled();
    await user.clear(screen.getByLabelText('Type 2 to confirm'));
    await user.type(screen.getByLabelText('Type 2 to confirm'), '2');
    await user.click(button);
    await waitFor(() => expect(start).toHaveBeenCalled());
    expect(start.mock.calls[0][0].confirm).toBe(2);
  });

  it('looks again when the nodes changed, and says what did', async () => {
    const previews = [
      aPreview({ confirm: 2 }),
      aPreview({ nodes: [aTargetNode(2), aTargetNode(5)], confirm: 2 }),
    ];
    const keys: string[] = [];
    const { user } = await open({
      preview: async () => previews[Math.min(keys.length, 1)],
      start: async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        throw await responseError(409, 'ConflictError', 'not these nodes');
      },
    });
    await user.type(await screen.findByLabelText('Type 2 to confirm'), '2');
    await user.click(
      screen.getByRole('button', { name: 'Install on 2 nodes' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It was not started, as the nodes changed since you looked: web-5 joined, web-1 cannot take part any more.',
    );
    expect(screen.getByText('web-5')).toBeVisible();
    // Nothing goes on by itself: it has to be confirmed anew.
    expect(keys).toHaveLength(1);
    expect(screen.getByLabelText('Type 2 to confirm')).toHaveValue('');
    await user.type(screen.getByLabelText('Type 2 to confirm'), '2');
    await user.click(
      screen.getByRole('button', { name: 'Install on 2 nodes' }),
    );
    await waitFor(() => expect(keys).toHaveLength(2));
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('keeps all that was chosen when it cannot be started, and repeats the same request', async () => {
    const requests: StartPatch[] = [];
    const { user } = await open({
      preview: async () => aPreview(),
      start: async request => {
        requests.push(request);
        throw new TypeError('Failed to fetch');
      },
    });
    await user.type(await screen.findByLabelText('Note (optional)'), 'CHG-7');
    const button = screen.getByRole('button', { name: 'Install on 2 nodes' });
    await user.click(button);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'it is not known whether it was started. Try again: nothing is started twice.',
    );
    expect(screen.getByLabelText('Note (optional)')).toHaveValue('CHG-7');
    await user.click(button);
    await waitFor(() => expect(requests).toHaveLength(2));
    expect(requests[1]).toEqual(requests[0]);
  });

  it.each([
    ['Nodes at once', '0', 'A number from 1, or a percentage such as 10%'],
    ['Stop after errors', 'x', 'A number from 0, or a percentage such as 10%'],
  ])('does not start with %s at %s', async (label, text, problem) => {
    const { user } = await open({ preview: async () => aPreview() });
    const field = await screen.findByLabelText(label);
    await user.clear(field);
    await user.type(field, text);
    expect(screen.getByText(problem)).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Install on 2 nodes' }),
    ).toBeDisabled();
  });

  it('does not start more than an operation may have, or nothing', async () => {
    const first = await open({
      preview: async () => aPreview({ maxNodes: 1 }),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'One operation may have 1 node at most.',
    );
    expect(
      screen.getByRole('button', { name: 'Install on 2 nodes' }),
    ).toBeDisabled();
    await first.user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(first.onClose).toHaveBeenCalled();
  });

  it('says why nothing can be done', async () => {
    await open({
      preview: async () =>
        aPreview({
          nodes: [],
          places: [],
          skipped: [
            {
              ...aTargetNode(1),
              reason: 'offline',
              detail: 'Its agent is silent',
            },
          ],
        }),
    });
    expect(
      await screen.findByText('This node cannot take part now.'),
    ).toBeVisible();
    expect(screen.getByText('Its agent is silent')).toBeVisible();
    expect(screen.getByText(/^Start the instance/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Install on/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'Close' })).toBeVisible();
  });

  it('tells why there is no preview, and tries again', async () => {
    let calls = 0;
    const { user } = await open({
      preview: async () => {
        calls += 1;
        if (calls === 1) {
          throw new Error('AWS is away');
        }
        return aPreview();
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('web-1')).toBeVisible();
  });
});
