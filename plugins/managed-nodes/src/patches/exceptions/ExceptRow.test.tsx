import {
  CreatePatchException,
  NodePatch,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aNode } from '../../__testUtils__/nodes';
import { aNodePatch, inDays, somePatches } from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { NodePatchTable } from '../../node/patches/NodePatchTable';

const PATCHES: NodePatch[] = [
  aNodePatch(),
  aNodePatch({ kbId: 'KB-EXCEPTED', exceptionId: 'x', dueAt: null }),
  aNodePatch({
    kbId: 'KB-INSTALLED',
    state: 'INSTALLED',
    firstReportedAt: null,
    dueAt: null,
    installedAt: inDays(-40),
  }),
];

describe('excepting from a patch in the list of a node', () => {
  const open = async (
    permissions: string[],
    createException = jest.fn(async (_: CreatePatchException) => {
      throw new Error('This test makes none');
    }),
  ) => {
    await renderPiece(<NodePatchTable node={aNode()} patches={PATCHES} />, {
      permissions,
      api: {
        patches: somePatches({
          createException,
          getNodePatches: async () => ({
            items: PATCHES,
            from: 'live',
            problem: null,
            readAt: null,
          }),
        }),
      },
    });
    return createException;
  };

  it('is offered where a patch lacks that is not excepted, and names it', async () => {
    const create = await open(['managed-nodes.patch.except']);
    const button = await screen.findByRole('button', {
      name: 'Except from KB5031364',
    });
    expect(screen.getAllByRole('button', { name: /^Except from/ })).toEqual([
      button,
    ]);
    await userEvent.click(button);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByLabelText('Patch')).toHaveValue('KB5031364');
    await userEvent.type(dialog.getByLabelText('Reason'), 'Vendor says no');
    await userEvent.click(dialog.getByRole('button', { name: 'Except' }));
    await waitFor(() =>
      expect(create).toHaveBeenCalledWith(
        expect.objectContaining({
          scope: 'node',
          subject: aNode().name,
          patch: 'KB5031364',
        }),
      ),
    );
  });

  it('is not there for those who may not', async () => {
    await open([]);
    await screen.findByRole('table');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(screen.queryByRole('button', { name: /^Except from/ })).toBeNull();
  });
});
