import {
  PatchesApi,
  PatchOperation,
} from '@managed-nodes/plugin-managed-nodes-common';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { anOperation, aPreview } from '../../__testUtils__/operations';
import { somePatches } from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { PatchActionDialog } from './PatchActionDialog';

const open = async (patches: Partial<PatchesApi>) => {
  const onClose = jest.fn();
  await renderPiece(
    <PatchActionDialog
      open
      action="install"
      selection={{ nodes: ['mi-1', 'mi-2'] }}
      onClose={onClose}
    />,
    { api: { patches: somePatches(patches) } },
  );
  return {
    onClose,
    user: userEvent.setup(),
    button: await screen.findByRole('button', { name: 'Install on 2 nodes' }),
  };
};

describe('a scan or install that is refused', () => {
  it('says why in the words of the backend', async () => {
    const { user, button } = await open({
      preview: async () => aPreview(),
      start: async () => {
        throw await responseError(
          403,
          'NotAllowedError',
          'You need the permission managed-nodes.patch.install on these nodes',
        );
      },
    });
    await user.click(button);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It was not started: You need the permission managed-nodes.patch.install on these nodes.',
    );
  });

  it('gives the reason of a conflict when the nodes are the same', async () => {
    const { user, button } = await open({
      preview: async () => aPreview(),
      start: async () => {
        throw await responseError(
          409,
          'ConflictError',
          'The operation to try again has not ended',
        );
      },
    });
    await user.click(button);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It was not started: The operation to try again has not ended.',
    );
  });

  it('offers nothing on a look that holds no more, and keeps the note', async () => {
    let looks = 0;
    const start = jest.fn(async () => {
      throw await responseError(409, 'ConflictError', 'not these nodes');
    });
    const { user, button } = await open({
      preview: async () => {
        looks += 1;
        if (looks === 2) {
          throw new TypeError('Failed to fetch');
        }
        return aPreview();
      },
      start,
    });
    await user.type(screen.getByLabelText('Note (optional)'), 'CHG-7');
    await user.click(button);
    expect(
      await screen.findByText('The portal could not be reached.'),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Install on/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByLabelText('Note (optional)')).toHaveValue(
      'CHG-7',
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      'It was not started: not these nodes.',
    );
    expect(start).toHaveBeenCalledTimes(1);
  });
});

describe('the dialog of scans and installs', () => {
  it('stays while something is being started', async () => {
    let answer: (operation: PatchOperation) => void = () => undefined;
    const { user, button, onClose } = await open({
      preview: async () => aPreview(),
      start: () =>
        new Promise<PatchOperation>(resolve => {
          answer = resolve;
        }),
    });
    await user.click(button);
    expect(
      await screen.findByRole('button', { name: 'Starting …' }),
    ).toBeDisabled();
    await user.keyboard('{Escape}');
    expect(onClose).not.toHaveBeenCalled();
    await act(async () => answer(anOperation()));
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
  });

  it('closes with Escape, not by a click beside it, and starts nothing with Enter', async () => {
    const start = jest.fn();
    const { user, onClose } = await open({
      preview: async () => aPreview({ confirm: 2 }),
      start,
    });
    await user.click(screen.getByRole('dialog').parentElement!);
    expect(onClose).not.toHaveBeenCalled();
    await user.type(screen.getByLabelText('Type 2 to confirm'), '2{Enter}');
    expect(start).not.toHaveBeenCalled();
    await user.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('shows 50 of many nodes of a place until all are asked for', async () => {
    const nodes = Array.from({ length: 120 }, (_node, index) => ({
      ...aPreview().nodes[0],
      name: `mi-${index}`,
      title: `batch-${index}`,
    }));
    await renderPiece(
      <PatchActionDialog
        open
        action="scan"
        selection={{ filter: {} }}
        onClose={() => undefined}
      />,
      {
        api: {
          patches: somePatches({
            preview: async () => aPreview({ action: 'scan', nodes }),
          }),
        },
      },
    );
    await userEvent.click(await screen.findByText('commerce-prod'));
    expect(screen.getAllByText(/^batch-/)).toHaveLength(50);
    await userEvent.click(screen.getByText('Show 70 more nodes'));
    expect(screen.getAllByText(/^batch-/)).toHaveLength(120);
  });
});
