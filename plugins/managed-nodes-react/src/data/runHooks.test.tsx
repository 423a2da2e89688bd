import { signalApiRef } from '@backstage/plugin-signals-react';
import { TestApiProvider } from '@backstage/test-utils';
import { RUNS_CHANNEL, Run } from '@managed-nodes/plugin-managed-nodes-common';
import { act, renderHook, waitFor } from '@testing-library/react';
import { ReactNode } from 'react';
import { backedBy } from '../__testUtils__/backedBy';
import { aRun, runsApi } from '../__testUtils__/runs';
import { managedNodesApiRef } from './managedNodesApiRef';
import { isRunOver, isRunUnderWay, useRun, useRuns } from './runHooks';

const SLOW = { timeout: 20_000 };

/** A portal with the signals plugin, and the word that a run changed. */
function signals() {
  const listeners = new Set<(message: { [key: string]: string }) => void>();
  const channels: string[] = [];
  return {
    channels,
    listeners,
    api: {
      subscribe(channel: string, listener: (message: never) => void) {
        channels.push(channel);
        const typed = listener as (message: { [key: string]: string }) => void;
        listeners.add(typed);
        return { unsubscribe: () => void listeners.delete(typed) };
      },
    },
    tell: (message: { [key: string]: string }) =>
      act(() => listeners.forEach(listener => listener(message))),
  };
}

describe('the states of runs', () => {
  it('are over, under way, or wait for people', () => {
    expect(isRunOver('rejected')).toBe(true);
    expect(isRunOver('expired')).toBe(true);
    expect(isRunOver('approved')).toBe(false);
    expect(isRunUnderWay('approved')).toBe(false);
    expect(isRunUnderWay('waiting')).toBe(true);
    expect(isRunUnderWay('failed')).toBe(false);
  });
});

describe('useRun', () => {
  it('follows a run to its end where there are no signals, then rests', async () => {
    const answers = [aRun(), aRun()];
    const getRun = jest.fn(
      async (): Promise<Run> =>
        answers.shift() ?? aRun({ state: 'succeeded', canCancel: false }),
    );
    const { result } = renderHook(() => useRun('run-1'), {
      wrapper: backedBy(runsApi({ getRun })),
    });
    await waitFor(() => expect(result.current.data?.state).toBe('running'));
    await waitFor(
      () => expect(result.current.data?.state).toBe('succeeded'),
      SLOW,
    );
    const calls = getRun.mock.calls.length;
    await new Promise(resolve => setTimeout(resolve, 3_500));
    expect(getRun).toHaveBeenCalledTimes(calls);
  }, 40_000);

  it('reads a run anew when a signal names it, and no other', async () => {
    const portal = signals();
    // Nobody polls a run that waits for people this soon.
    const getRun = jest.fn(async () => aRun({ state: 'awaiting-approval' }));
    const api = runsApi({ getRun });
    const { result, unmount } = renderHook(() => useRun('run-1'), {
      wrapper: (props: { children: ReactNode }) => (
        <TestApiProvider
          apis={[
            [managedNodesApiRef, api],
            [signalApiRef, portal.api],
          ]}
        >
          {props.children}
        </TestApiProvider>
      ),
    });
    await waitFor(() => expect(result.current.data).toBeDefined());
    expect(portal.channels).toEqual([RUNS_CHANNEL]);
    portal.tell({ run: 'run-2' });
    portal.tell({ nonsense: 'x' });
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(getRun).toHaveBeenCalledTimes(1);
    // A run tells of itself more often than it is worth reading.
    portal.tell({ run: 'run-1' });
    portal.tell({ run: 'run-1' });
    await waitFor(() => expect(getRun).toHaveBeenCalledTimes(2), SLOW);
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(getRun).toHaveBeenCalledTimes(2);
    unmount();
    expect(portal.listeners.size).toBe(0);
  }, 40_000);
});

describe('useRuns', () => {
  it('asks for page after page', async () => {
    const listRuns = jest.fn(async ({ cursor }: { cursor?: string } = {}) => ({
      items: [aRun({ id: cursor ? 'run-2' : 'run-1', state: 'failed' })],
      nextCursor: cursor ? null : 'next',
    }));
    const { result } = renderHook(() => useRuns({ startedBy: 'me' }), {
      wrapper: backedBy(runsApi({ listRuns })),
    });
    await waitFor(() => expect(result.current.hasNextPage).toBe(true), SLOW);
    act(() => void result.current.fetchNextPage());
    await waitFor(
      () => expect(result.current.data?.pages).toHaveLength(2),
      SLOW,
    );
    expect(listRuns).toHaveBeenLastCalledWith(
      { startedBy: 'me', cursor: 'next' },
      expect.anything(),
    );
  }, 40_000);
});
