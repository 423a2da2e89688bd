import {
  OperationNode,
  OperationNodeQuery,
  PatchesApi,
  PatchOperation,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import {
  anOperation,
  anOperationNode,
  aPreview,
} from '../../__testUtils__/operations';
import { somePatches } from '../../__testUtils__/patches';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { OperationPage } from './OperationPage';

const AT = '/managed-nodes/patches/operations/op-1';

const nothing = anOperation().outcomes;

const FAILED = anOperation({
  state: 'failed',
  endedAt: new Date().toISOString(),
  outcomes: { ...nothing, queued: 0, running: 0, succeeded: 1, failed: 1 },
  canCancel: false,
  canRetry: true,
  note: 'CHG-1',
});

const NODES = [
  anOperationNode({
    name: 'mi-2',
    title: 'web-2',
    outcome: 'failed',
    detail: 'Execution Timed Out <b>now</b>',
  }),
  anOperationNode(),
];

const nodesOf =
  (nodes: OperationNode[]) =>
  async (_: string, { outcome }: Partial<OperationNodeQuery> = {}) => {
    const items = nodes.filter(
      node => !outcome || outcome.includes(node.outcome),
    );
    return { items, totalItems: items.length, nextCursor: null };
  };

const open = (patches: Partial<PatchesApi>, at = AT) =>
  renderPiece(
    <Routes>
      <Route
        path="/managed-nodes/patches/operations/:id"
        element={<OperationPage />}
      />
    </Routes>,
    {
      at,
      api: {
        patches: somePatches({
          getOperation: async () => anOperation(),
          listOperationNodes: nodesOf(NODES),
          ...patches,
        }),
      },
    },
  );

describe('the page of a scan or install', () => {
  it('says how it goes, who started it, and what became of each node', async () => {
    await open({});
    expect(
      await screen.findByRole('heading', {
        name: 'Installing patches on 2 nodes',
      }),
    ).toBeVisible();
    expect(screen.getAllByRole('status')[0]).toHaveTextContent('Running');
    expect(
      screen.getByText(
        '10 % of the nodes at once in each account and Region, no further ones after 2 errors',
      ),
    ).toBeVisible();
    const table = within(
      await screen.findByRole('table', { name: 'Nodes of this operation' }),
    );
    expect(table.getByRole('link', { name: 'web-1' })).toHaveAttribute(
      'href',
      '/managed-nodes/nodes/mi-1/patches',
    );
    expect(table.getByText('Execution Timed Out <b>now</b>')).toBeVisible();
    expect(table.getAllByText('3 patches lacking')).toHaveLength(2);
  });

  it('follows it until it is over, and then asks no more', async () => {
    const getOperation = jest
      .fn<Promise<PatchOperation>, []>()
      .mockResolvedValueOnce(anOperation())
      .mockResolvedValue(FAILED);
    await open({ getOperation });
    await screen.findByText('Installing patches on 2 nodes');
    expect(
      await screen.findByText(
        'Installed patches on 1 of 2 nodes, 1 did not succeed',
        {},
        { timeout: 5_000 },
      ),
    ).toBeVisible();
    const calls = getOperation.mock.calls.length;
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(getOperation.mock.calls.length).toBe(calls);
  }, 15_000);

  it('asks for nothing while nobody looks', async () => {
    const getOperation = jest.fn(async () => anOperation());
    const visible = jest.spyOn(document, 'visibilityState', 'get');
    await open({ getOperation });
    await screen.findByText('Installing patches on 2 nodes');
    visible.mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    const calls = getOperation.mock.calls.length;
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(getOperation.mock.calls.length).toBe(calls);
    visible.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await waitFor(
      () => expect(getOperation.mock.calls.length).toBeGreaterThan(calls),
      { timeout: 4_000 },
    );
    visible.mockRestore();
  }, 15_000);

  it('says when it cannot tell how it goes just now', async () => {
    const getOperation = jest
      .fn<Promise<PatchOperation>, []>()
      .mockResolvedValueOnce(anOperation())
      .mockRejectedValue(new Error('The backend is away'));
    await open({ getOperation });
    expect(
      await screen.findByText(
        /looked at again: The backend is away/,
        {},
        {
          timeout: 6_000,
        },
      ),
    ).toBeVisible();
    expect(screen.getByText('Installing patches on 2 nodes')).toBeVisible();
  }, 15_000);

  it('narrows the nodes by outcome, in the address', async () => {
    await open({ getOperation: async () => FAILED });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Failed 1' }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('link', { name: 'web-1' })).toBeNull(),
    );
    expect(screen.getByRole('link', { name: 'web-2' })).toBeVisible();
    expect(screen.getByLabelText('address')).toHaveTextContent(
      `${AT}?outcome=failed`,
    );
  });

  it('shows what a node printed as it is, and that there was more', async () => {
    await open({
      getOperationOutput: async () => ({
        stdout: '<img src=x onerror=alert(1)>\u001b[31mred',
        stderr: 'E: broken',
        truncated: true,
        exitCode: 1,
      }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show output of web-2' }),
    );
    expect(
      await screen.findByRole('region', { name: 'Output' }),
    ).toHaveTextContent('<img src=x onerror=alert(1)>');
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getByText('E: broken')).toBeVisible();
    expect(screen.getByText('Exit code 1')).toBeVisible();
    expect(screen.getByText(/AWS keeps no more than/)).toBeVisible();
  });

  it('cancels only once it was said what that does', async () => {
    const cancelOperation = jest.fn(async () =>
      anOperation({ state: 'cancelling' }),
    );
    await open({ cancelOperation });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel' }),
    );
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Cancel this install?' }),
    );
    expect(dialog.getByText(/AWS does not promise that they do/)).toBeVisible();
    expect(cancelOperation).not.toHaveBeenCalled();
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel it' }));
    await waitFor(() => expect(cancelOperation).toHaveBeenCalledWith('op-1'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says why it was not cancelled', async () => {
    await open({
      cancelOperation: async () => {
        throw new Error('You need the permission managed-nodes.patch.install');
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel it' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It was not cancelled: You need the permission managed-nodes.patch.install',
    );
  });

  it('tries the failed nodes again, and says of what', async () => {
    const preview = jest.fn(async () => aPreview());
    const start = jest.fn<
      ReturnType<PatchesApi['start']>,
      Parameters<PatchesApi['start']>
    >(async () => anOperation());
    await open({ getOperation: async () => FAILED, preview, start });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Retry failed nodes' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Install on 2 nodes' }),
    );
    await waitFor(() => expect(start).toHaveBeenCalled());
    expect(preview).toHaveBeenCalledWith({
      action: 'install',
      selection: { nodes: ['mi-2'] },
    });
    expect(start.mock.calls[0][0]).toMatchObject({
      retryOf: 'op-1',
      note: 'CHG-1',
    });
  });

  it('says so when it tries cancelled nodes again too', async () => {
    await open({
      getOperation: async () => ({
        ...FAILED,
        outcomes: { ...FAILED.outcomes, succeeded: 0, cancelled: 1 },
      }),
    });
    expect(
      await screen.findByText('Retry failed and cancelled nodes'),
    ).toBeVisible();
  });

  it('says what it takes to cancel it, to those who may not', async () => {
    await open({
      getOperation: async () => anOperation({ canCancel: false }),
    });
    const button = await screen.findByRole('button', {
      name: /^Cancel|managed-nodes\.patch\.install/,
    });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(button);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(
      await screen.findByText(/on all of its nodes that have not ended/),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Retry failed nodes' }),
    ).toBeNull();
  });

  it('says how many nodes are not shown', async () => {
    await open({ listOperationNodes: nodesOf([NODES[0]]) });
    expect(await screen.findByText('You may see 1 node of 2.')).toBeVisible();
  });

  it('says when there is none', async () => {
    await open({
      getOperation: async () => {
        throw await responseError(404, 'NotFoundError', 'There is no such');
      },
    });
    expect(
      await screen.findByText(
        'There is no such operation',
        {},
        { timeout: 5_000 },
      ),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'All scans and installs' }),
    ).toHaveAttribute('href', '/managed-nodes/patches/operations');
  });
});
