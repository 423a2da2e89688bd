import { ManagedNodesApi } from '@managed-nodes/plugin-managed-nodes-common';
import { act, renderHook, waitFor } from '@testing-library/react';
import { backedBy } from '../__testUtils__/backedBy';
import { useUnmanaged, useUnmanagedCounts } from './unmanagedHooks';

type List = ManagedNodesApi['listUnmanaged'];

function aBackend() {
  return jest.fn<ReturnType<List>, Parameters<List>>(async request => ({
    items: [],
    totalItems: 3,
    reasons: [],
    nextCursor: request?.cursor ? null : 'next',
  }));
}

describe('the hooks for unmanaged instances', () => {
  it('go on where the last page ended, until there is no more', async () => {
    const listUnmanaged = aBackend();
    const { result } = renderHook(
      () => useUnmanaged({ reason: ['stopped'] }, { limit: 2 }),
      { wrapper: backedBy({ listUnmanaged }) },
    );
    await waitFor(() => expect(result.current.hasNextPage).toBe(true));
    await act(async () => {
      await result.current.fetchNextPage();
    });
    await waitFor(() => expect(result.current.data?.pages).toHaveLength(2));
    expect(result.current.hasNextPage).toBe(false);
    expect(listUnmanaged.mock.calls.map(([request]) => request)).toEqual([
      { reason: ['stopped'], limit: 2, cursor: undefined },
      { reason: ['stopped'], limit: 2, cursor: 'next' },
    ]);
  });

  it('count without listing', async () => {
    const listUnmanaged = aBackend();
    const { result } = renderHook(() => useUnmanagedCounts({}), {
      wrapper: backedBy({ listUnmanaged }),
    });
    await waitFor(() => expect(result.current.data?.totalItems).toBe(3));
    expect(listUnmanaged.mock.lastCall?.[0]).toEqual({ limit: 1 });
  });
});
