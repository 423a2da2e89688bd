import { screen, waitFor, within } from '@testing-library/react';
import { responseError } from '../../__testUtils__/responses';
import {
  aParameter,
  aRunbook,
  aRunPreview,
} from '../../__testUtils__/runbooks';
import { fillIn, openForm, starting } from '../../__testUtils__/startRun';

describe('the form of a runbook', () => {
  it('asks for what has to be filled in, and for nodes', async () => {
    const preview = jest.fn(async () => aRunPreview());
    const user = await openForm({ preview }, '');
    const button = await screen.findByRole('button', {
      name: 'See what it will do',
    });
    await user.click(button);
    expect(await screen.findByText(/It has to be filled in/)).toBeVisible();
    expect(screen.getByText('Choose the nodes first.')).toBeVisible();
    expect(preview).not.toHaveBeenCalled();
    await user.click(await screen.findByLabelText('Choose web-2'));
    expect(
      within(screen.getByRole('list', { name: 'Chosen nodes' })).getByText(
        'web-2',
      ),
    ).toBeVisible();
    await fillIn(user);
    await waitFor(() =>
      expect(preview).toHaveBeenCalledWith(
        expect.objectContaining({ selection: { nodes: ['mi-2'] } }),
      ),
    );
  });

  it('begins with all nodes of the entity that one comes from', async () => {
    const preview = jest.fn(async () => aRunPreview());
    const user = await openForm(
      { preview },
      '?relatedTo=component:default/payments-api',
    );
    expect(
      await screen.findByText('All 2 nodes of payments-api'),
    ).toBeVisible();
    await fillIn(user);
    await waitFor(() =>
      expect(preview).toHaveBeenCalledWith(
        expect.objectContaining({
          selection: {
            filter: { relatedTo: 'component:default/payments-api' },
          },
        }),
      ),
    );
  });

  it('has single ones of them chosen instead, or all that a search finds', async () => {
    const preview = jest.fn(async () => aRunPreview());
    const user = await openForm(
      { preview, get: async () => aRunbook({ maxNodes: 1 }) },
      '?relatedTo=component:default/payments-api',
    );
    expect(
      await screen.findByText(/^One run may have 1 node at most/),
    ).toBeVisible();
    await user.click(
      screen.getByRole('button', { name: 'Choose single ones instead' }),
    );
    await user.click(await screen.findByLabelText('Choose web-1'));
    expect(screen.getByText('1 node chosen')).toBeVisible();
    await user.click(
      screen.getByRole('button', { name: 'Do not choose web-1' }),
    );
    expect(screen.getByText('No node is chosen yet.')).toBeVisible();
    await user.click(
      screen.getByRole('button', {
        name: 'Remove filter Only nodes of payments-api',
      }),
    );
    await user.type(screen.getByLabelText('Search nodes'), 'web');
    await user.click(
      await screen.findByRole('button', { name: 'Choose all 2 nodes' }),
    );
    await fillIn(user);
    await waitFor(() =>
      expect(preview).toHaveBeenCalledWith(
        expect.objectContaining({ selection: { filter: { q: 'web' } } }),
      ),
    );
  });

  it('says what is fixed, and asks for nothing that is not to be asked', async () => {
    await openForm({
      get: async () =>
        aRunbook({
          form: [aParameter({ name: 'InstanceIds', takesNodes: true })],
          fixed: [{ name: 'Mode', value: 'gentle' }],
        }),
    });
    expect(await screen.findByText('gentle')).toBeVisible();
    expect(screen.queryByLabelText(/InstanceIds/)).toBeNull();
    expect(screen.queryByText('With what?')).toBeNull();
  });

  it('asks nothing where there is nothing to ask', async () => {
    const start = starting();
    const user = await openForm(
      {
        get: async () => aRunbook({ onNodes: false, form: [] }),
        preview: async () => aRunPreview({ nodes: [], parameters: [] }),
        start,
      },
      '',
    );
    await user.click(
      await screen.findByRole('button', { name: 'Run in 1 place' }),
    );
    await waitFor(() => expect(start).toHaveBeenCalled());
    expect(start.mock.calls[0][0]).not.toHaveProperty('selection');
  });

  it('leads back to the field that the backend refuses', async () => {
    const user = await openForm({
      preview: async () => {
        throw await responseError(
          400,
          'InputError',
          'ServiceName: it could be used to run code',
        );
      },
    });
    await fillIn(user);
    expect(
      await screen.findByText('ServiceName: it could be used to run code'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Change it' }));
    expect(await screen.findByLabelText(/^Service name/)).toHaveValue('nginx');
    expect(screen.getByText(/^It could be used to run code/)).toBeVisible();
  });

  it('offers no run to those who may not', async () => {
    await openForm({
      get: async () =>
        aRunbook({ mayRun: false, whyNot: 'It is published to others.' }),
    });
    expect(await screen.findByText('It is published to others.')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'See what it will do' }),
    ).toBeNull();
  });
});
