import {
  ManagedNodesApi,
  Run,
  RunbooksApi,
  StartRun,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { aNode } from '../../__testUtils__/nodes';
import { aTargetNode } from '../../__testUtils__/operations';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import {
  aParameter,
  aRunbook,
  aRunPreview,
  someRunbooks,
} from '../../__testUtils__/runbooks';
import { aRun } from '../../__testUtils__/runs';
import { StartRunPage } from './StartRunPage';

const NODES = [
  aNode({ name: 'mi-1', title: 'web-1' }),
  aNode({ name: 'mi-2', title: 'web-2' }),
];

const listNodes: ManagedNodesApi['listNodes'] = async ({ name } = {}) => {
  const items = NODES.filter(node => !name || name.includes(node.name));
  return {
    items,
    totalItems: items.length,
    nextCursor: null,
    previousCursor: null,
  };
};

const open = async (runbooks: Partial<RunbooksApi>, query = '?node=mi-1') => {
  await renderPiece(
    <Routes>
      <Route path="/runbooks/:id/run" element={<StartRunPage />} />
      <Route path="*" element={<div>elsewhere</div>} />
    </Routes>,
    {
      api: {
        listNodes,
        getFacets: async () => ({ facets: {} }),
        runbooks: someRunbooks({
          get: async () => aRunbook(),
          preview: async () => aRunPreview(),
          ...runbooks,
        }),
      },
      at: `/runbooks/restart-service/run${query}`,
    },
  );
  return userEvent.setup();
};

const started = () =>
  jest.fn<Promise<Run>, [StartRun]>(async () => aRun({ state: 'queued' }));

const fill = async (user: ReturnType<typeof userEvent.setup>) => {
  await user.type(await screen.findByLabelText(/^Service name/), 'nginx');
  await user.click(screen.getByRole('button', { name: 'See what it will do' }));
};

describe('the form of a runbook', () => {
  it('says what a run would do, and starts it once, and leads to it', async () => {
    const start = started();
    const preview = jest.fn(async () => aRunPreview());
    const user = await open({ preview, start }, '?node=mi-1&node=mi-2');
    await fill(user);
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
    const user = await open({
      start: async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        if (keys.length === 1) {
          throw new TypeError('Failed to fetch');
        }
        return aRun();
      },
    });
    await fill(user);
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

  it('asks for what has to be filled in, and for nodes', async () => {
    const preview = jest.fn(async () => aRunPreview());
    const user = await open({ preview }, '');
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
    await fill(user);
    await waitFor(() =>
      expect(preview).toHaveBeenCalledWith(
        expect.objectContaining({ selection: { nodes: ['mi-2'] } }),
      ),
    );
  });

  it('begins with all nodes of the entity that one comes from', async () => {
    const preview = jest.fn(async () => aRunPreview());
    const user = await open(
      { preview },
      '?relatedTo=component:default/payments-api',
    );
    expect(
      await screen.findByText('All 2 nodes of payments-api'),
    ).toBeVisible();
    await fill(user);
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
    const user = await open(
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
    await fill(user);
    await waitFor(() =>
      expect(preview).toHaveBeenCalledWith(
        expect.objectContaining({ selection: { filter: { q: 'web' } } }),
      ),
    );
  });

  it('says what is fixed, and asks for nothing that is not to be asked', async () => {
    await open({
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
    const start = started();
    const user = await open(
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

  it('tells who has to approve, and asks for it', async () => {
    const start = started();
    const user = await open({
      preview: async () =>
        aRunPreview({
          approval: {
            reasons: ['2 of the nodes are in production'],
            approvers: ['group:default/platform-team'],
          },
        }),
      start,
    });
    await fill(user);
    const approval = await screen.findByRole('region', { name: 'Approval' });
    expect(approval).toHaveTextContent('2 of the nodes are in production');
    expect(approval).toHaveTextContent('platform-team');
    await user.click(screen.getByRole('button', { name: 'Ask for approval' }));
    await waitFor(() => expect(start).toHaveBeenCalledTimes(1));
  });

  it('says which nodes are left out and why, and asks to type a number', async () => {
    const start = started();
    const user = await open({
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
    await fill(user);
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
    const user = await open({
      preview: async () => previews[Math.min(keys.length, 1)],
      start: async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        throw await responseError(409, 'ConflictError', 'not these nodes');
      },
    });
    await fill(user);
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

  it('leads back to the field that the backend refuses', async () => {
    const user = await open({
      preview: async () => {
        throw await responseError(
          400,
          'InputError',
          'ServiceName: it could be used to run code',
        );
      },
    });
    await fill(user);
    expect(
      await screen.findByText('ServiceName: it could be used to run code'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Change it' }));
    expect(await screen.findByLabelText(/^Service name/)).toHaveValue('nginx');
    expect(screen.getByText(/^It could be used to run code/)).toBeVisible();
  });

  it('offers no run to those who may not', async () => {
    await open({
      get: async () =>
        aRunbook({ mayRun: false, whyNot: 'It is published to others.' }),
    });
    expect(await screen.findByText('It is published to others.')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'See what it will do' }),
    ).toBeNull();
  });
});
