import {
  ManagedNodesApi,
  NodeOverview,
} from '@managed-nodes/plugin-managed-nodes-common';
import { renderHook, waitFor } from '@testing-library/react';
import { backedBy } from '../__testUtils__/backedBy';
import { responseError } from '../__testUtils__/responses';
import { useOverview } from './hooks';

function overview(total: number): NodeOverview {
  return {
    total,
    online: total,
    connectionLost: 0,
    stopped: 0,
    missing: 0,
    ec2: total,
    hybrid: 0,
    agentOutdated: 0,
    monitored: 0,
    unmonitored: 0,
    alarming: 0,
    unclaimed: 0,
    environments: [],
    platforms: [],
    patch: [],
    asOf: null,
  };
}

describe('the hooks', () => {
  it('need no provider around them, and keep apart what different APIs said', async () => {
    const read = (total: number) =>
      renderHook(() => useOverview({}), {
        wrapper: backedBy({ getOverview: async () => overview(total) }),
      }).result;
    const one = read(1);
    const two = read(2);
    await waitFor(() => expect(one.current.data?.total).toBe(1));
    await waitFor(() => expect(two.current.data?.total).toBe(2));
  });

  it('keep the old data while another filter loads, and give up what nobody waits for', async () => {
    const signals: Array<AbortSignal | undefined> = [];
    const getOverview: ManagedNodesApi['getOverview'] = async (
      filter,
      options,
    ) => {
      signals.push(options?.signal);
      return filter?.q ? new Promise<NodeOverview>(() => {}) : overview(7);
    };
    const { result, rerender, unmount } = renderHook(
      ({ q }: { q?: string }) => useOverview({ q }),
      { wrapper: backedBy({ getOverview }), initialProps: {} },
    );
    await waitFor(() => expect(result.current.data?.total).toBe(7));

    rerender({ q: 'pay' });
    expect(result.current.data?.total).toBe(7);
    expect(result.current.isPlaceholderData).toBe(true);

    unmount();
    expect(signals[1]?.aborted).toBe(true);
  });

  it('do not ask again when the backend refused', async () => {
    const refusal = await responseError(403, 'NotAllowedError', 'no');
    const getOverview = jest.fn().mockRejectedValue(refusal);
    const { result } = renderHook(() => useOverview({}), {
      wrapper: backedBy({ getOverview }),
    });
    await waitFor(() => expect(result.current.error).toBe(refusal));
    expect(getOverview).toHaveBeenCalledTimes(1);
  });

  it('ask once more when the backend failed', async () => {
    const failure = await responseError(503, 'ServiceUnavailableError', 'no');
    const getOverview = jest
      .fn()
      .mockRejectedValueOnce(failure)
      .mockResolvedValue(overview(3));
    const { result } = renderHook(() => useOverview({}), {
      wrapper: backedBy({ getOverview }),
    });
    await waitFor(() => expect(result.current.data?.total).toBe(3), {
      timeout: 3000,
    });
  });
});
