import { Run } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { openRun, RUN_AT, SLOW } from '../../__testUtils__/openRun';
import { responseError } from '../../__testUtils__/responses';
import {
  anExecution,
  aRun,
  aRunNode,
  NO_OUTCOMES,
} from '../../__testUtils__/runs';

jest.setTimeout(60_000);

const FAILED = aRun({
  state: 'failed',
  endedAt: new Date().toISOString(),
  outcomes: { ...NO_OUTCOMES, succeeded: 1, failed: 1 },
  canCancel: false,
  canRetry: true,
  note: 'CHG-1 <b>now</b>',
});

const NODES = [
  aRunNode({
    name: 'mi-2',
    title: 'web-2',
    outcome: 'failed',
    detail: 'Failed <img src=x>',
  }),
  aRunNode(),
];

const listRunNodes = async (
  _: string,
  { outcome }: { outcome?: string[] } = {},
) => {
  const items = NODES.filter(
    node => !outcome || outcome.includes(node.outcome),
  );
  return { items, totalItems: items.length, nextCursor: null };
};

describe('the page of a run', () => {
  it('says what, by whom, how it goes, and what became of each node', async () => {
    await openRun({ getRun: async () => FAILED, listRunNodes });
    expect(
      await screen.findByRole(
        'heading',
        {
          name: 'Restart a service: succeeded on 1 of 2 nodes, 1 did not succeed',
        },
        SLOW,
      ),
    ).toBeVisible();
    expect(screen.getAllByRole('status')[0]).toHaveTextContent('Failed');
    expect(screen.getByText(/^started by/)).toHaveTextContent(/priya/);
    expect(screen.getByText('CHG-1 <b>now</b>')).toBeVisible();
    const table = within(
      await screen.findByRole('table', { name: 'Nodes of this run' }, SLOW),
    );
    expect(table.getByRole('link', { name: 'web-2' })).toHaveAttribute(
      'href',
      '/managed-nodes/nodes/mi-2',
    );
    expect(table.getByText('Failed <img src=x>')).toBeVisible();
    expect(document.querySelector('img')).toBeNull();
  });

  it('follows the run until it is over', async () => {
    const getRun = jest
      .fn<Promise<Run>, []>()
      .mockResolvedValueOnce(aRun())
      .mockResolvedValue(FAILED);
    await openRun({ getRun, listRunNodes });
    await screen.findByText('Restart a service: 0 of 2 nodes done', {}, SLOW);
    expect(
      await screen.findByText(
        'Restart a service: succeeded on 1 of 2 nodes, 1 did not succeed',
        {},
        SLOW,
      ),
    ).toBeVisible();
  });

  it('says when it cannot tell how it goes just now', async () => {
    const getRun = jest
      .fn<Promise<Run>, []>()
      .mockResolvedValueOnce(aRun())
      .mockRejectedValue(new Error('The backend is away'));
    await openRun({ getRun, listRunNodes });
    expect(
      await screen.findByText(/looked at again: The backend is away/, {}, SLOW),
    ).toBeVisible();
    expect(
      screen.getByText('Restart a service: 0 of 2 nodes done'),
    ).toBeVisible();
  });

  it('narrows the nodes by outcome, from wherever one is', async () => {
    await openRun(
      {
        getRun: async () => FAILED,
        listRunNodes,
        listRunExecutions: async () => ({ items: [] }),
      },
      `${RUN_AT}?view=details`,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Failed 1' }, SLOW),
    );
    expect(
      await screen.findByRole('link', { name: 'web-2' }, SLOW),
    ).toBeVisible();
    expect(screen.queryByRole('link', { name: 'web-1' })).toBeNull();
    expect(screen.getByLabelText('address')).toHaveTextContent(
      `${RUN_AT}?view=nodes&outcome=failed`,
    );
  });

  it('shows what a node printed as text, without what steers terminals', async () => {
    await openRun({
      listRunNodes,
      getRunOutput: async () => ({
        stdout: '<script>alert(1)</script>\u001b[31mred\u001b[0m',
        stderr: '',
        truncated: false,
        exitCode: 3,
      }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show output of web-2' }, SLOW),
    );
    const output = await screen.findByRole('region', { name: 'Output' }, SLOW);
    expect(output).toHaveTextContent(/^<script>alert\(1\)<\/script>red$/);
    expect(document.querySelector('script')).toBeNull();
    expect(screen.getByText('Exit code 3')).toBeVisible();
  });

  it('shows the beginning of an output that is far too long', async () => {
    await openRun({
      listRunNodes,
      getRunOutput: async () => ({
        stdout: 'x'.repeat(10_000_000),
        stderr: '',
        truncated: false,
        exitCode: 0,
      }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show output of web-2' }, SLOW),
    );
    const output = await screen.findByRole('region', { name: 'Output' }, SLOW);
    expect(output.textContent).toHaveLength(30_000);
    expect(screen.getByText(/download it to read them all/)).toBeVisible();
  });

  it('has everything on record: parameters, who said so, and where it ran', async () => {
    await openRun(
      {
        getRun: async () => aRun({ sentAs: 'portal', retryOf: 'run-0' }),
        listRunExecutions: async () => ({ items: [anExecution()] }),
      },
      `${RUN_AT}?view=details`,
    );
    const parameters = within(
      await screen.findByRole('table', { name: 'Parameters' }, SLOW),
    );
    expect(parameters.getByText('nginx')).toBeVisible();
    expect(parameters.getByText('Whoever started it')).toBeVisible();
    const executions = within(
      await screen.findByRole('table', { name: 'Executions' }, SLOW),
    );
    expect(executions.getByText('commerce-prod')).toBeVisible();
    expect(
      executions.getByRole('link', { name: /AWS console/ }),
    ).toHaveAttribute('href', anExecution().consoleUrl);
    expect(
      screen.getByRole('link', { name: 'the nodes that failed before' }),
    ).toHaveAttribute('href', '/managed-nodes/runs/run-0');
    expect(screen.getByText(/the portal’s own credentials/)).toBeVisible();
  });

  it('says what failed, where that is not about single nodes', async () => {
    await openRun({
      getRun: async () => ({
        ...FAILED,
        failure: 'AccessDenied: \u001b[1mno',
      }),
      listRunNodes,
    });
    expect(
      await screen.findByRole('note', { name: 'What failed' }, SLOW),
    ).toHaveTextContent('AccessDenied: no');
  });

  it('says when there is none', async () => {
    await openRun({
      getRun: async () => {
        throw await responseError(404, 'NotFoundError', 'no such run');
      },
    });
    expect(
      await screen.findByText('There is no such run', {}, SLOW),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'All runs' })).toHaveAttribute(
      'href',
      '/managed-nodes/runs',
    );
  });

  it('says when it may not be read, and what that takes', async () => {
    await openRun({
      getRun: async () => {
        throw await responseError(403, 'NotAllowedError', '');
      },
    });
    expect(
      await screen.findByText('managed-nodes.node.read', {}, SLOW),
    ).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });
});
