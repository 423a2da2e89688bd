import {
  CreatePatchException,
  ManagedNode,
  PatchException,
  PatchExceptionQuery,
  PatchesApi,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aNode } from '../../__testUtils__/nodes';
import { inDays, somePatches } from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { ExceptButton } from './ExceptButton';
import { dayOf } from './exceptionForm';
import { ExceptionsPage } from './ExceptionsPage';

const EXCEPT = 'managed-nodes.patch.except';
const DAY = 86_400_000;

function anException(part: Partial<PatchException> = {}): PatchException {
  return {
    id: 'e-1',
    scope: 'node',
    subject: 'mi-1',
    subjectTitle: 'web-1',
    patch: 'KB5031364',
    reason: '<b>The vendor</b> does not allow it',
    until: inDays(12),
    createdBy: 'user:default/priya',
    createdAt: inDays(-3),
    endedAt: null,
    endedBy: null,
    state: 'active',
    ...part,
  };
}

describe('the page of exceptions', () => {
  const open = async (
    items: PatchException[],
    patches: Partial<PatchesApi> = {},
    at = '/',
  ) => {
    const asked: Array<Partial<PatchExceptionQuery>> = [];
    await renderPiece(<ExceptionsPage />, {
      at,
      api: {
        patches: somePatches({
          listExceptions: async (query = {}) => {
            asked.push(query);
            return { items, nextCursor: null };
          },
          ...patches,
        }),
      },
    });
    return asked;
  };

  it('says what is excepted, why, until when and by whom', async () => {
    await open([
      anException(),
      anException({
        id: 'e-2',
        scope: 'application',
        subject: 'system:default/payments',
        subjectTitle: null,
        patch: '*',
      }),
    ]);
    const table = within(
      await screen.findByRole('table', { name: 'Exceptions' }),
    );
    expect(table.getByRole('link', { name: 'web-1' })).toHaveAttribute(
      'href',
      '/managed-nodes/nodes/mi-1/patches',
    );
    expect(
      table.getAllByText('<b>The vendor</b> does not allow it')[0],
    ).toBeVisible();
    expect(table.getByText('All patches')).toBeVisible();
    expect(table.getByText('all of its nodes')).toBeVisible();
  });

  it('ends one only once it was said what that does', async () => {
    const endException = jest.fn(async () => anException({ state: 'ended' }));
    await open([anException()], { endException });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'End the exception of web-1 from KB5031364',
      }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/may be overdue at once/)).toBeVisible();
    expect(endException).not.toHaveBeenCalled();
    await userEvent.click(dialog.getByRole('button', { name: 'End it' }));
    await waitFor(() => expect(endException).toHaveBeenCalledWith('e-1'));
  });

  it('says why one was not ended', async () => {
    await open([anException()], {
      endException: async () => {
        throw new Error('You need the permission');
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /^End the exception/ }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'End it' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It was not ended: You need the permission',
    );
  });

  it('keeps in the address which are shown', async () => {
    const asked = await open([], {}, '/?state=nonsense&subject=mi-1');
    await screen.findByText(/^There is no such exception for this node/);
    expect(asked[0]).toMatchObject({ state: 'active', subject: 'mi-1' });
    await userEvent.click(screen.getByRole('button', { name: 'Expired' }));
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(
        '/?state=expired&subject=mi-1',
      ),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove filter For: mi-1' }),
    );
    await waitFor(() =>
      expect(asked[asked.length - 1]).toMatchObject({
        state: 'expired',
        subject: undefined,
      }),
    );
    expect(await screen.findByText('There is no such exception')).toBeVisible();
  });
});

describe('excepting a node from a patch', () => {
  const node: ManagedNode = {
    ...aNode(),
    name: 'mi-1',
    title: 'web-1',
    systemRef: 'system:default/payments',
    componentRef: null,
  };

  const open = async (
    createException: (
      exception: CreatePatchException,
    ) => Promise<PatchException>,
    permissions = [EXCEPT],
  ) => {
    await renderPiece(<ExceptButton node={node} />, {
      permissions,
      api: {
        patches: somePatches({
          createException,
          getNodePatches: async () => ({
            items: [],
            from: 'live',
            problem: null,
            readAt: null,
          }),
        }),
      },
    });
  };

  const openDialog = async () => {
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: 'Except from a patch …' }),
      ).toBeEnabled(),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Except from a patch …' }),
    );
    return within(await screen.findByRole('dialog'));
  };

  it('takes a reason and an end, for the node or its application', async () => {
    const create = jest.fn(async (_: CreatePatchException) => anException());
    await open(create);
    const dialog = await openDialog();
    await userEvent.click(dialog.getByRole('button', { name: 'Except' }));
    expect(create).not.toHaveBeenCalled();
    expect(dialog.getByLabelText('Reason')).toBeInvalid();

    await userEvent.click(dialog.getByLabelText(/^All nodes of/));
    const patch = dialog.getByLabelText('Patch');
    await userEvent.clear(patch);
    await userEvent.type(patch, 'CVE-2026-1001');
    await userEvent.type(dialog.getByLabelText('Reason'), 'Vendor says no');
    await userEvent.click(dialog.getByRole('button', { name: 'Except' }));
    await waitFor(() => expect(create).toHaveBeenCalled());
    const [exception] = create.mock.calls[0];
    expect(exception).toEqual({
      scope: 'application',
      subject: 'system:default/payments',
      patch: 'CVE-2026-1001',
      reason: 'Vendor says no',
      until: expect.any(String),
    });
    // The end of the thirtieth day from now.
    expect(dayOf(Date.parse(exception.until))).toBe(
      dayOf(Date.now() + 30 * DAY),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('keeps what was written when the backend refuses it', async () => {
    await open(async () => {
      throw new Error('until: an exception may be given for 180 days at most');
    });
    const dialog = await openDialog();
    await userEvent.type(dialog.getByLabelText('Reason'), 'Vendor says no');
    await userEvent.click(dialog.getByRole('button', { name: 'Except' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'It was not excepted: until: an exception may be given for 180 days at most',
    );
    expect(dialog.getByLabelText('Reason')).toHaveValue('Vendor says no');
    // Nor does a click beside it.
    await userEvent.click(document.querySelector('.MuiDialog-container')!);
    expect(screen.getByLabelText('Reason')).toHaveValue('Vendor says no');
  });

  it('says what it takes to those who may not', async () => {
    await open(async () => anException(), []);
    const button = screen.getByRole('button', {
      name: /^Except from a patch|permission/,
    });
    await waitFor(() =>
      expect(button).toHaveAttribute('aria-disabled', 'true'),
    );
    await userEvent.click(button);
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
