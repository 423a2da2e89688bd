import {
  MissingPatchPage,
  PatchesApi,
  PatchOperationPage,
} from '@managed-nodes/plugin-managed-nodes-common';
import { renderHook, waitFor } from '@testing-library/react';
import { backedBy } from '../__testUtils__/backedBy';
import { useMissingPatches, usePatchPlans } from './patchHooks';

const unanswered = async (): Promise<never> => {
  throw new Error('This test does not answer that');
};

function patches(overrides: Partial<PatchesApi>): { patches: PatchesApi } {
  return {
    patches: {
      getCompliance: unanswered,
      getTrend: unanswered,
      listMissing: unanswered,
      getNodePatches: unanswered,
      getNodePlan: unanswered,
      listPlans: unanswered,
      listPendingApprovals: unanswered,
      export: unanswered,
      listExceptions: unanswered,
      createException: unanswered,
      endException: unanswered,
      preview: unanswered,
      start: unanswered,
      listOperations: async (): Promise<PatchOperationPage> => ({
        items: [],
        nextCursor: null,
      }),
      getOperation: unanswered,
      listOperationNodes: unanswered,
      getOperationOutput: unanswered,
      cancelOperation: unanswered,
      ...overrides,
    },
  };
}

function page(totalItems: number): MissingPatchPage {
  return {
    items: [],
    totalItems,
    totalNodes: 0,
    nextCursor: null,
    previousCursor: null,
    unread: 0,
  };
}

describe('useMissingPatches', () => {
  it('keeps the page of before while another loads', async () => {
    const listMissing: PatchesApi['listMissing'] = async request =>
      request?.cursor ? new Promise<MissingPatchPage>(() => {}) : page(7);
    const { result, rerender } = renderHook(
      ({ cursor }: { cursor?: string }) => useMissingPatches({ cursor }),
      { wrapper: backedBy(patches({ listMissing })), initialProps: {} },
    );
    await waitFor(() => expect(result.current.data?.totalItems).toBe(7));
    rerender({ cursor: 'next' });
    expect(result.current.data?.totalItems).toBe(7);
    expect(result.current.isPlaceholderData).toBe(true);
  });

  it('asks nothing when nothing is wanted', () => {
    const listMissing = jest.fn();
    const { result } = renderHook(
      () => useMissingPatches({}, { enabled: false }),
      { wrapper: backedBy(patches({ listMissing })) },
    );
    expect(result.current.fetchStatus).toBe('idle');
    expect(listMissing).not.toHaveBeenCalled();
  });
});

describe('usePatchPlans', () => {
  it('asks for the next page with the cursor of the one before', async () => {
    const listPlans = jest.fn<
      ReturnType<PatchesApi['listPlans']>,
      Parameters<PatchesApi['listPlans']>
    >(async request => ({
      items: [],
      nextCursor: request?.cursor ? null : 'second',
      unplanned: 0,
      readAt: null,
      problems: [],
    }));
    const { result } = renderHook(() => usePatchPlans({ limit: 1 }), {
      wrapper: backedBy(patches({ listPlans })),
    });
    await waitFor(() => expect(result.current.hasNextPage).toBe(true));
    result.current.fetchNextPage();
    await waitFor(() => expect(result.current.data?.pages).toHaveLength(2));
    expect(listPlans.mock.lastCall?.[0]).toEqual({
      limit: 1,
      cursor: 'second',
    });
    expect(result.current.hasNextPage).toBe(false);
  });
});
