import {
  ManagedNodesApi,
  PatchesApi,
  PatchExceptionPage,
  PatchOperation,
} from '@managed-nodes/plugin-managed-nodes-common';
import { renderHook, waitFor } from '@testing-library/react';
import { backedBy } from '../__testUtils__/backedBy';
import { usePatchExceptions } from './patchExceptionHooks';
import { usePatchOperation } from './patchOperationHooks';

const RUNNING: PatchOperation = {
  id: 'op-1',
  action: 'install',
  state: 'running',
  startedBy: 'user:default/priya',
  startedAt: '2026-11-23T10:00:00Z',
  endedAt: null,
  note: null,
  rebootOption: 'RebootIfNeeded',
  maxConcurrency: '10%',
  maxErrors: '2',
  nodes: 1,
  outcomes: {
    queued: 0,
    running: 1,
    waiting: 0,
    succeeded: 0,
    failed: 0,
    'timed-out': 0,
    cancelled: 0,
    'not-sent': 0,
  },
  skipped: [],
  retryOf: null,
  cancelledBy: null,
  canCancel: true,
  canRetry: false,
};

const ENDED: PatchOperation = {
  ...RUNNING,
  state: 'succeeded',
  endedAt: '2026-11-23T10:01:00Z',
  outcomes: { ...RUNNING.outcomes, running: 0, succeeded: 1 },
  canCancel: false,
};

/** An operation next to what its end makes worth reading anew. */
function follow(answers: PatchOperation[]) {
  const getOperation = jest.fn(async () => answers.shift() ?? ENDED);
  const listExceptions = jest.fn(
    async (): Promise<PatchExceptionPage> => ({ items: [], nextCursor: null }),
  );
  const api: Partial<ManagedNodesApi> = {
    patches: {
      getOperation,
      listExceptions,
    } as Partial<PatchesApi> as PatchesApi,
  };
  const { result } = renderHook(
    () => ({
      operation: usePatchOperation('op-1'),
      exceptions: usePatchExceptions({}),
    }),
    { wrapper: backedBy(api) },
  );
  return { result, listExceptions };
}

describe('usePatchOperation', () => {
  it('has all that shows patches read anew once it ended', async () => {
    const { result, listExceptions } = follow([RUNNING]);
    await waitFor(() =>
      expect(result.current.operation.data?.state).toBe('running'),
    );
    expect(listExceptions).toHaveBeenCalledTimes(1);
    await waitFor(
      () => expect(result.current.operation.data?.state).toBe('succeeded'),
      { timeout: 4_000 },
    );
    await waitFor(() => expect(listExceptions).toHaveBeenCalledTimes(2));
  }, 10_000);

  it('leaves alone what it shows when it had ended before', async () => {
    const { result, listExceptions } = follow([]);
    await waitFor(() =>
      expect(result.current.operation.data?.state).toBe('succeeded'),
    );
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(listExceptions).toHaveBeenCalledTimes(1);
  }, 10_000);
});
