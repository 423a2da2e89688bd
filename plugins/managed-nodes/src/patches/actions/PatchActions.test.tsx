import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aPreview } from '../../__testUtils__/operations';
import { somePatches } from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { PatchActions } from './PatchActions';

const INSTALL = 'managed-nodes.patch.install';

describe('the buttons that scan and install', () => {
  it('are for whoever may, and say so to others', async () => {
    await renderPiece(<PatchActions selection={{ nodes: ['mi-1'] }} />, {
      api: { patches: somePatches({}) },
      permissions: [INSTALL],
    });
    const scan = await screen.findByRole('button', { name: /Scan now/ });
    await waitFor(() => expect(scan).toHaveAttribute('aria-disabled', 'true'));
    const user = userEvent.setup();
    await user.click(scan);
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.hover(scan);
    expect(
      await screen.findByText(
        /It takes the permission managed-nodes.patch.scan/,
      ),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: /Install now/ })).toBeEnabled();
  });

  it('open the dialog for all that a filter finds', async () => {
    const preview = jest.fn(async () => aPreview({ action: 'scan' as const }));
    await renderPiece(
      <PatchActions selection={{ filter: { patchStanding: ['overdue'] } }} />,
      { api: { patches: somePatches({ preview }) } },
    );
    await userEvent.click(screen.getByRole('button', { name: 'Scan now' }));
    expect(await screen.findByText('web-1')).toBeVisible();
    expect(preview).toHaveBeenCalledWith({
      action: 'scan',
      selection: { filter: { patchStanding: ['overdue'] } },
    });
  });

  it('do nothing for no nodes, and say so', async () => {
    await renderPiece(<PatchActions selection={{ nodes: [] }} />, {
      api: { patches: somePatches({}) },
    });
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: /Scan now|Choose/ }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(await screen.findByText('Choose nodes first.')).toBeVisible();
  });
});
