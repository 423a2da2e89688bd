import {
  Run,
  RunbooksApi,
  RunNode,
} from '@managed-nodes/plugin-managed-nodes-common';
import { act, renderHook, waitFor } from '@testing-library/react';
import { backedBy } from '../__testUtils__/backedBy';
import { aRun, runsApi } from '../__testUtils__/runs';
import { useRun } from './runHooks';
import {
  useDocuments,
  usePastRun,
  useRunPreview,
  useStartRun,
} from './runbookHooks';

const PATIENT = { timeout: 10_000 };

const wrapper = (answers: Partial<RunbooksApi>) => backedBy(runsApi(answers));

const aRunNode = (name: string): RunNode => ({
  name,
  title: name,
  nodeId: name,
  account: '111122223333',
  region: 'eu-central-1',
  outcome: 'failed',
  detail: null,
  awsId: null,
  startedAt: null,
  endedAt: null,
  consoleUrl: null,
});

describe('usePastRun', () => {
  it('reads all pages of the nodes of a run', async () => {
    const listRunNodes = jest.fn<
      ReturnType<RunbooksApi['listRunNodes']>,
      Parameters<RunbooksApi['listRunNodes']>
    >(async (_id, query) => ({
      items: [aRunNode(query?.cursor ? 'mi-2' : 'mi-1')],
      totalItems: 2,
      nextCursor: query?.cursor ? null : 'more',
    }));
    const { result } = renderHook(() => usePastRun('run-1', ['failed']), {
      wrapper: wrapper({ getRun: async () => aRun(), listRunNodes }),
    });
    await waitFor(() => expect(result.current.data).toBeDefined(), PATIENT);
    expect(result.current.data?.nodes.map(({ name }) => name)).toEqual([
      'mi-1',
      'mi-2',
    ]);
    expect(listRunNodes.mock.calls.map(([, query]) => query?.outcome)).toEqual([
      ['failed'],
      ['failed'],
    ]);
  });

  it('asks nothing without a run', () => {
    const getRun = jest.fn();
    renderHook(() => usePastRun(undefined), { wrapper: wrapper({ getRun }) });
    expect(getRun).not.toHaveBeenCalled();
  });
});

describe('useRunPreview', () => {
  it('keeps what was looked at, and asks nothing without a request', async () => {
    const preview = jest.fn();
    const { result } = renderHook(() => useRunPreview(undefined, 'opening'), {
      wrapper: wrapper({ preview }),
    });
    expect(result.current.isFetching).toBe(false);
    expect(preview).not.toHaveBeenCalled();
  });
});

describe('useStartRun', () => {
  it('has the page of the run show it at once', async () => {
    const run: Run = aRun({ id: 'run-7', state: 'queued' });
    const { result } = renderHook(
      () => ({ start: useStartRun(), run: useRun('run-7') }),
      {
        wrapper: wrapper({
          start: async () => run,
          getRun: () => new Promise(() => undefined),
        }),
      },
    );
    await act(async () => {
      await result.current.start.mutateAsync({
        runbook: 'restart-service',
        parameters: {},
        digest: 'digest',
        idempotencyKey: '7b0d2f6e-5f0d-4d3b-8f0e-2f1c1f3b9a11',
      });
    });
    await waitFor(() => expect(result.current.run.data).toBe(run), PATIENT);
  });
});

describe('useDocuments', () => {
  it('asks for the next page from where the one before ended', async () => {
    const listDocuments = jest.fn<
      ReturnType<RunbooksApi['listDocuments']>,
      Parameters<RunbooksApi['listDocuments']>
    >(async query => ({
      items: [],
      nextCursor: query?.cursor ? null : 'more',
    }));
    const { result } = renderHook(() => useDocuments({ q: 'AWS-' }), {
      wrapper: wrapper({ listDocuments }),
    });
    await waitFor(() => expect(result.current.hasNextPage).toBe(true), PATIENT);
    await act(async () => {
      await result.current.fetchNextPage();
    });
    await waitFor(
      () => expect(result.current.hasNextPage).toBe(false),
      PATIENT,
    );
    expect(listDocuments.mock.calls.map(([query]) => query)).toEqual([
      { q: 'AWS-', cursor: undefined },
      { q: 'AWS-', cursor: 'more' },
    ]);
  });
});
