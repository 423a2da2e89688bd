import {
  RunbooksApi,
  RunStep,
  RunSteps,
  RunStepsQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { openRun, SLOW } from '../../__testUtils__/openRun';
import { responseError } from '../../__testUtils__/responses';
import { aRun, aRunNode, aStep } from '../../__testUtils__/runs';

jest.setTimeout(60_000);

const open = (
  items: RunStep[],
  more: Partial<RunSteps> = {},
  runbooks: Partial<RunbooksApi> = {},
  at?: string,
) =>
  openRun(
    {
      getRun: async () => aRun({ kind: 'automation', title: 'Look for logs' }),
      getRunSteps: async () => ({
        items,
        truncated: false,
        shallow: false,
        outputs: {},
        ...more,
      }),
      ...runbooks,
    },
    at,
  );

const loop = (rounds: number, failedRound?: number) => [
  aStep({ id: 'loop', name: 'eachNode', action: 'aws:loop' }),
  ...Array.from({ length: rounds }, (_round, iteration) =>
    aStep({
      id: `check-${iteration}`,
      parentId: 'loop',
      name: 'check',
      iteration,
      iterationValue: `mi-${iteration}`,
      ...(iteration === failedRound && {
        state: 'failed' as const,
        failure: 'No such file',
      }),
    }),
  ),
];

describe('the steps of a run', () => {
  it('are a tree: what failed is explained first, and open', async () => {
    await open(loop(3, 2));
    expect(
      await screen.findByRole('note', { name: 'Why it failed' }, SLOW),
    ).toHaveTextContent('The step check failed: No such file');
    const steps = within(
      screen.getByRole('list', { name: 'Steps in 111122223333, eu-central-1' }),
    );
    expect(steps.getByText(/^Round 3:/)).toHaveTextContent('Round 3: mi-2');
    await userEvent.click(
      steps.getByRole('button', { name: 'Hide 3 rounds of eachNode' }),
    );
    expect(steps.queryByText(/^Round/)).toBeNull();
  });

  it('stay closed where all went well, and open on demand', async () => {
    await open(loop(2));
    const opener = await screen.findByRole(
      'button',
      { name: 'Show 2 rounds of eachNode' },
      SLOW,
    );
    expect(opener).toHaveAttribute('aria-expanded', 'false');
    expect(opener).toHaveTextContent('2 rounds');
    await userEvent.click(opener);
    expect(screen.getByText(/^Round 1:/)).toBeVisible();
  });

  it('show some of very many rounds, the failed one among them', async () => {
    await open(loop(300, 250));
    expect(await screen.findByText(/^Round 251:/, {}, SLOW)).toBeVisible();
    expect(screen.queryByText(/^Round 30:/)).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: /280 further rounds/ }),
    );
    expect(await screen.findByText(/^Round 30:/, {}, SLOW)).toBeVisible();
  });

  it('have inputs and outputs that are text and nothing else', async () => {
    await open([
      aStep({
        name: 'list\u001b[31mNodes',
        inputs: { Filter: '<img src=x onerror=alert(1)>' },
        outputs: { Payload: `line\n${'x'.repeat(200)}\u001b]0;t\u0007` },
      }),
    ]);
    await userEvent.click(
      await screen.findByRole(
        'button',
        { name: 'Show inputs and outputs of listNodes' },
        SLOW,
      ),
    );
    expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
    expect(document.querySelector('img')).toBeNull();
    const box = screen.getByRole('region', { name: 'Payload' });
    expect(box.textContent).toBe(`line\n${'x'.repeat(200)}`);
    expect(
      screen.getByRole('button', { name: 'Download payload' }),
    ).toBeVisible();
  });

  it('that wait can be answered, with a comment, by those who may', async () => {
    const signalRun = jest.fn(async () => aRun({ kind: 'automation' }));
    await open(
      [
        aStep({
          name: 'askOperator',
          action: 'aws:approve',
          state: 'waiting',
          endedAt: null,
          signals: ['approve', 'reject'],
        }),
      ],
      {},
      { signalRun },
    );
    const group = within(
      await screen.findByRole('group', { name: 'Answer askOperator' }, SLOW),
    );
    await userEvent.type(group.getByLabelText('Comment'), 'drained');
    await userEvent.click(group.getByRole('button', { name: 'Approve' }));
    await waitFor(
      () =>
        expect(signalRun).toHaveBeenCalledWith('run-1', {
          execution: aStep().execution,
          step: 'askOperator',
          signal: 'approve',
          comment: 'drained',
        }),
      SLOW,
    );
  });

  it('say so when others have to answer them, and when an answer failed', async () => {
    await open(
      [
        aStep({ id: 'a', name: 'others', state: 'waiting' }),
        aStep({ id: 'b', name: 'mine', state: 'waiting', signals: ['resume'] }),
      ],
      {},
      {
        signalRun: async () => {
          throw await responseError(409, 'ConflictError', 'It went on');
        },
      },
    );
    expect(
      await screen.findByText(/waits for somebody who may answer/, {}, SLOW),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    expect(await screen.findByRole('alert', {}, SLOW)).toHaveTextContent(
      'It was not answered: It went on',
    );
  });

  it('are told apart by place, and say when they are not all', async () => {
    await open(
      [aStep(), aStep({ id: 'other', execution: 'e2', region: 'us-east-1' })],
      { truncated: true, outputs: { 'count.Total': '1200' } },
    );
    expect(
      await screen.findByText('111122223333, us-east-1', {}, SLOW),
    ).toBeVisible();
    expect(screen.getByText(/more steps than are shown/)).toBeVisible();
    expect(screen.getByText('1200')).toBeVisible();
  });

  it('of one node are found in its row', async () => {
    const getRunSteps = jest.fn(
      async (_: string, { node }: RunStepsQuery = {}) => ({
        items: [aStep({ name: node ? 'ofTheNode' : 'ofAll' })],
        truncated: false,
        shallow: false,
        outputs: {},
      }),
    );
    await open(
      [],
      {},
      {
        getRunSteps,
        listRunNodes: async () => ({
          items: [aRunNode()],
          totalItems: 1,
          nextCursor: null,
        }),
      },
      '/managed-nodes/runs/run-1?view=nodes',
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show steps of web-1' }, SLOW),
    );
    expect(await screen.findByText('ofTheNode', {}, SLOW)).toBeVisible();
    expect(getRunSteps).toHaveBeenCalledWith(
      'run-1',
      { node: 'mi-1' },
      expect.anything(),
    );
  });

  it('of many places are shown without what they started, which is a click away', async () => {
    const getRunSteps = jest.fn(
      async (_: string, { execution }: RunStepsQuery = {}) => ({
        items: execution
          ? [aStep({ id: '1', execution, name: 'everything' })]
          : ['a', 'b'].map(id =>
              aStep({ id, execution: `exec-${id}`, region: `region-${id}` }),
            ),
        truncated: false,
        shallow: !execution,
        outputs: {},
      }),
    );
    await open([], {}, { getRunSteps }, '/managed-nodes/runs/run-1?view=steps');
    await userEvent.click(
      await screen.findByRole(
        'link',
        { name: 'Everything in 111122223333, region-b' },
        SLOW,
      ),
    );
    expect(await screen.findByText('everything', {}, SLOW)).toBeVisible();
    expect(getRunSteps).toHaveBeenCalledWith(
      'run-1',
      { execution: 'exec-b' },
      expect.anything(),
    );
    await userEvent.click(screen.getByRole('link', { name: 'All places' }));
    expect(
      await screen.findByRole(
        'list',
        { name: 'Steps in 111122223333, region-a' },
        SLOW,
      ),
    ).toBeVisible();
  });

  it('say when AWS does not tell', async () => {
    await open(
      [],
      {},
      {
        getRunSteps: async () => {
          throw await responseError(400, 'InputError', 'AWS does not tell');
        },
      },
    );
    expect(await screen.findByRole('alert', {}, SLOW)).toHaveTextContent(
      'AWS does not tell',
    );
  });
});
