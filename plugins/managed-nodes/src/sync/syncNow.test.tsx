import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPiece } from '../__testUtils__/render';
import { responseError } from '../__testUtils__/responses';
import { aTarget, someHealth } from '../__testUtils__/sync';
import { setWide } from '../__testUtils__/width';
import { SyncPage } from './SyncPage';

const manage = ['managed-nodes.sync.manage'];

/** A backend that notes what it is asked to sync. */
function aBackend() {
  let asked = false;
  return {
    getSyncHealth: async () =>
      someHealth([
        aTarget({ requestedAt: asked ? new Date().toISOString() : null }),
        aTarget({ region: 'us-east-1' }),
        aTarget({ account: '222233334444', accountName: 'data-prod' }),
      ]),
    startSync: jest.fn(async () => {
      asked = true;
    }),
  };
}

beforeEach(() => setWide(true));

describe('Sync now', () => {
  it('asks for all targets, and says what waits', async () => {
    const user = userEvent.setup();
    const api = aBackend();
    await renderPiece(<SyncPage />, { api, permissions: manage });
    await user.click(
      await screen.findByRole('button', { name: 'Sync all 3 targets now' }),
    );
    expect(api.startSync).toHaveBeenCalledWith({});
    expect(
      await screen.findByText('0 of 3 targets are being read now, 1 waits'),
    ).toBeVisible();
    expect(screen.getByText(/^Asked to sync/)).toHaveTextContent(
      'Asked to sync all targets just now',
    );
    // Others may be asked for meanwhile; the one that waits need not be.
    const table = within(screen.getByRole('table', { name: 'Sync targets' }));
    expect(
      table.getByRole('button', {
        name: 'Sync now: commerce-prod, eu-central-1',
      }),
    ).toBeDisabled();
    expect(
      table.getByRole('button', { name: 'Sync now: commerce-prod, us-east-1' }),
    ).toBeEnabled();
  });

  it('asks for one target', async () => {
    const user = userEvent.setup();
    const api = aBackend();
    await renderPiece(<SyncPage />, { api, permissions: manage });
    await user.click(
      await screen.findByRole('button', {
        name: 'Sync now: commerce-prod, us-east-1',
      }),
    );
    expect(api.startSync).toHaveBeenCalledWith({
      account: '111122223333',
      region: 'us-east-1',
    });
    expect(await screen.findByText(/^Asked to sync/)).toHaveTextContent(
      'Asked to sync commerce-prod, us-east-1 just now',
    );
  });

  it('asks for the account that is looked at, whatever else narrows the list', async () => {
    const user = userEvent.setup();
    const api = aBackend();
    await renderPiece(<SyncPage />, {
      api,
      permissions: manage,
      at: '/?account=111122223333&region=us-east-1',
    });
    await user.click(
      await screen.findByRole('button', {
        name: 'Sync commerce-prod now (2 Regions)',
      }),
    );
    expect(api.startSync).toHaveBeenCalledWith({ account: '111122223333' });
  });

  it('says when it could not ask', async () => {
    const user = userEvent.setup();
    const error = await responseError(503, 'ServiceUnavailableError', 'later');
    const api = { ...aBackend(), startSync: async () => Promise.reject(error) };
    await renderPiece(<SyncPage />, { api, permissions: manage });
    await user.click(
      await screen.findByRole('button', { name: 'Sync all 3 targets now' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The sync was not asked for',
    );
  });

  it('tells those who may not what it takes', async () => {
    await renderPiece(<SyncPage />, { api: aBackend() });
    for (const name of [
      'Sync all 3 targets now',
      'Sync now: commerce-prod, us-east-1',
    ]) {
      const button = await screen.findByRole('button', { name });
      expect(button).toBeDisabled();
      expect(button).toHaveAccessibleDescription(
        /It takes the permission managed-nodes.sync.manage/,
      );
    }
  });
});
