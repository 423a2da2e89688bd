import {
  HeldNodes,
  SyncHealth,
  TargetHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import { act, renderHook, waitFor } from '@testing-library/react';
import { backedBy } from '../__testUtils__/backedBy';
import {
  refreshAfter,
  useDecideHeld,
  useHeldNodes,
  useStartSync,
  useSyncHealth,
} from './syncHooks';

const NOW = '2026-05-12T10:00:00Z';

function target(overrides: Partial<TargetHealth> = {}): TargetHealth {
  return {
    account: '111122223333',
    accountName: null,
    organizationalUnits: [],
    region: 'eu-central-1',
    source: 'ssm',
    state: 'ok',
    requestedAt: null,
    lastStartedAt: NOW,
    lastFinishedAt: NOW,
    lastSuccessAt: NOW,
    durationMs: 1,
    stale: false,
    nodes: 1,
    pages: 1,
    calls: 1,
    throttles: 0,
    listed: 1,
    added: 0,
    changed: 0,
    missing: 0,
    removed: 0,
    heldRemovals: null,
    error: null,
    warnings: [],
    ...overrides,
  };
}

function health(
  targets: TargetHealth[],
  overrides: Partial<SyncHealth> = {},
): SyncHealth {
  return {
    asOf: NOW,
    intervalSeconds: 30,
    targets,
    discovery: null,
    organization: null,
    events: null,
    catalog: {
      headRevision: 0,
      acknowledgedRevision: null,
      acknowledgedAt: null,
      skipped: [],
      skippedTotal: 0,
    },
    ...overrides,
  };
}

describe('refreshAfter', () => {
  const running = target({ state: 'running' });
  it.each<[string, SyncHealth | undefined, number]>([
    ['nothing is known', undefined, 15_000],
    ['nothing runs', health([target()]), 15_000],
    ['a target runs', health([target(), running]), 2_000],
    ['a target waits', health([target({ requestedAt: NOW })]), 2_000],
    [
      'accounts are being found',
      health([target()], {
        discovery: {
          state: 'running',
          lastStartedAt: NOW,
          lastFinishedAt: null,
          lastSuccessAt: null,
          listed: 0,
          calls: 0,
          throttles: 0,
          error: null,
        },
      }),
      2_000,
    ],
    [
      'one of very many runs',
      health([running, ...Array.from({ length: 300 }, () => target())]),
      5_000,
    ],
  ])('when %s', (_case, known, expected) => {
    expect(refreshAfter(known)).toBe(expected);
  });
});

describe('the hooks of the sync', () => {
  it('ask nothing of sync health when told not to', () => {
    const getSyncHealth = jest.fn();
    renderHook(() => useSyncHealth({ enabled: false }), {
      wrapper: backedBy({ getSyncHealth }),
    });
    expect(getSyncHealth).not.toHaveBeenCalled();
  });

  it('ask for a sync of what they are told, then read health anew', async () => {
    const startSync = jest.fn(async () => {});
    const getSyncHealth = jest.fn(async () => health([target()]));
    const { result } = renderHook(
      () => ({ health: useSyncHealth(), start: useStartSync() }),
      { wrapper: backedBy({ startSync, getSyncHealth }) },
    );
    await waitFor(() => expect(result.current.health.data).toBeDefined());
    act(() => result.current.start.mutate({ account: '111122223333' }));
    await waitFor(() => expect(getSyncHealth).toHaveBeenCalledTimes(2));
    expect(startSync).toHaveBeenCalledWith({ account: '111122223333' });
  });

  it('read what is held, decide, and leave what was looked at as it was', async () => {
    const held: HeldNodes = {
      account: '111122223333',
      region: 'eu-central-1',
      held: {
        generation: 7,
        missing: 1,
        known: 2,
        since: NOW,
        dismissedAt: null,
        dismissedBy: null,
      },
      nodes: [],
    };
    const getHeldNodes = jest.fn(async () => held);
    const decideHeld = jest.fn(async () => ({ removed: 1 }));
    const key = { account: '111122223333', region: 'eu-central-1' };
    const { result } = renderHook(
      () => ({ held: useHeldNodes(key), decide: useDecideHeld(key) }),
      { wrapper: backedBy({ getHeldNodes, decideHeld }) },
    );
    await waitFor(() => expect(result.current.held.data).toEqual(held));
    act(() =>
      result.current.decide.mutate({ generation: 7, decision: 'accept' }),
    );
    await waitFor(() =>
      expect(result.current.decide.data).toEqual({ removed: 1 }),
    );
    expect(decideHeld).toHaveBeenCalledWith(key, {
      generation: 7,
      decision: 'accept',
    });
    expect(getHeldNodes).toHaveBeenCalledTimes(1);
  });
});
