import { RunbooksApi } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { aDocument, someRunbooks } from '../../__testUtils__/runbooks';
import { setWide } from '../../__testUtils__/width';
import { DocumentsPage } from './DocumentsPage';

beforeEach(() => setWide(true));

const open = async (runbooks: Partial<RunbooksApi>, at = '/') => {
  await renderPiece(<DocumentsPage />, {
    api: { runbooks: someRunbooks(runbooks) },
    at,
  });
  return userEvent.setup();
};

describe('the page of documents', () => {
  it('lists documents, and asks for those that a filter finds', async () => {
    const listDocuments = jest.fn(async () => ({
      items: [aDocument({ runbooks: ['restart-service'] })],
      nextCursor: null,
    }));
    const user = await open({ listDocuments }, '/?owner=Self');
    const row = await screen.findByRole('row', {
      name: /Company-RestartService/,
    });
    expect(within(row).getByText('Run Command')).toBeVisible();
    expect(within(row).getByText('4 places')).toBeVisible();
    expect(
      within(row).getByRole('link', { name: 'restart-service' }),
    ).toHaveAttribute('href', '/managed-nodes/runbooks/restart-service');
    expect(listDocuments).toHaveBeenCalledWith(
      expect.objectContaining({ owner: ['Self'], limit: 50 }),
      expect.anything(),
    );
    await user.type(screen.getByLabelText('Search documents'), 'restart');
    await waitFor(() =>
      expect(listDocuments).toHaveBeenLastCalledWith(
        expect.objectContaining({ q: 'restart', owner: ['Self'] }),
        expect.anything(),
      ),
    );
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/?owner=Self&q=restart',
    );
  });

  it('opens a document with the lines that publish it', async () => {
    const user = await open({
      listDocuments: async () => ({ items: [aDocument()], nextCursor: null }),
      getDocument: async () => aDocument(),
    });
    await user.click(
      await screen.findByRole('button', { name: 'Company-RestartService' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: /Company-RestartService/,
    });
    expect(
      await within(dialog).findByRole('button', { name: 'Copy publication' }),
    ).toBeVisible();
    // What colours the lines is loaded when it is first needed.
    expect(await within(dialog).findByText(/restart-a-service/)).toBeVisible();
    expect(within(dialog).getByText('restartLinux')).toBeVisible();
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/?document=Company-RestartService',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('leaves out what there is no room for', async () => {
    setWide(false);
    await open({
      listDocuments: async () => ({ items: [aDocument()], nextCursor: null }),
    });
    expect(
      await screen.findByRole('columnheader', { name: 'Owner' }),
    ).toBeVisible();
    expect(screen.queryByRole('columnheader', { name: 'Where' })).toBeNull();
  });

  it('looks further where the first pages have nothing', async () => {
    await open({
      listDocuments: async query =>
        query?.cursor
          ? { items: [aDocument()], nextCursor: null }
          : { items: [], nextCursor: 'more' },
    });
    expect(
      await screen.findByRole('button', { name: 'Company-RestartService' }),
    ).toBeVisible();
  });

  it('says which permission it takes', async () => {
    const error = await responseError(403, 'NotAllowedError', '');
    await open({
      listDocuments: async () => {
        throw error;
      },
    });
    expect(
      await screen.findByText('managed-nodes.document.read'),
    ).toBeVisible();
  });

  it('says so when nothing matches', async () => {
    const user = await open(
      { listDocuments: async () => ({ items: [], nextCursor: null }) },
      '/?kind=automation',
    );
    expect(await screen.findByText('No document matches')).toBeVisible();
    await user.click(
      screen.getAllByRole('button', { name: 'Clear filters' })[0],
    );
    expect(await screen.findByText('No document was found')).toBeVisible();
  });
});
