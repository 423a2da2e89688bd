import { PatchOperationRequest } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { anOperation } from '../../__testUtils__/operations';
import { somePatches } from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { OperationsPage } from './OperationsPage';

describe('the history of scans and installs', () => {
  const open = async (
    operations = [anOperation({ note: '<i>CHG-1</i>' })],
    at = '/',
  ) => {
    const asked: PatchOperationRequest[] = [];
    await renderPiece(<OperationsPage />, {
      at,
      api: {
        patches: somePatches({
          listOperations: async (request = {}) => {
            asked.push(request);
            return { items: operations, nextCursor: null };
          },
        }),
      },
    });
    return asked;
  };

  it('says who did what, when and how it ended', async () => {
    await open();
    const table = within(
      await screen.findByRole('table', { name: 'Scans and installs' }),
    );
    expect(
      table.getByRole('link', { name: 'Installing patches on 2 nodes' }),
    ).toHaveAttribute('href', '/managed-nodes/patches/operations/op-1');
    expect(table.getByText('Running')).toBeVisible();
    expect(table.getByText('<i>CHG-1</i>')).toBeVisible();
  });

  it('asks for what the address says, and keeps there what is chosen', async () => {
    const asked = await open(
      undefined,
      '/?action=scan&state=failed&state=nonsense&startedBy=me',
    );
    await screen.findByRole('table');
    expect(asked[0]).toEqual({
      action: ['scan'],
      state: ['failed'],
      startedBy: 'me',
      limit: 25,
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'Started by me' }),
    );
    await waitFor(() =>
      expect(asked[asked.length - 1]).not.toHaveProperty('startedBy'),
    );
    await userEvent.click(
      screen.getByRole('button', { name: /^Filter by State/ }),
    );
    await userEvent.click(await screen.findByLabelText(/Succeeded/));
    await waitFor(() =>
      expect(asked[asked.length - 1].state).toEqual(['succeeded', 'failed']),
    );
  });

  it('shows what an address narrows it to that no menu has, to be lifted', async () => {
    const asked = await open(undefined, '/?node=mi-9&state=failed');
    expect(
      await screen.findByRole('button', {
        name: 'Remove filter State: Failed',
      }),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove filter Node: mi-9' }),
    );
    await waitFor(() =>
      expect(asked[asked.length - 1]).not.toHaveProperty('node'),
    );
    expect(asked[asked.length - 1].state).toEqual(['failed']);
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/?state=failed',
    );
  });

  it('says what to do when there is nothing', async () => {
    await open([]);
    expect(
      await screen.findByText(
        'Nobody has scanned or installed anything from the portal yet',
      ),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Look at what is missing' }),
    ).toHaveAttribute('href', '/managed-nodes/patches/missing');
  });

  it('tells nothing at all from nothing that matches', async () => {
    await open([], '/?state=failed');
    expect(await screen.findByText('No scan or install matches')).toBeVisible();
  });
});
