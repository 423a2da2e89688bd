import { RunbooksApi } from '@managed-nodes/plugin-managed-nodes-common';
import { Route, Routes } from 'react-router-dom';
import { RunPage } from '../runs/run/RunPage';
import { renderPiece } from './render';
import { someRunbooks } from './runbooks';
import { aRun } from './runs';

export const RUN_AT = '/managed-nodes/runs/run-1';

/** Longer than any machine takes. */
export const SLOW = { timeout: 20_000 };

/** Opens the page of a run in a portal whose backend a test plays. */
export function openRun(
  runbooks: Partial<RunbooksApi>,
  at: string = RUN_AT,
): ReturnType<typeof renderPiece> {
  return renderPiece(
    <Routes>
      <Route path="/managed-nodes/runs/:id" element={<RunPage />} />
    </Routes>,
    {
      at,
      api: {
        runbooks: someRunbooks({
          getRun: async () => aRun(),
          listRunNodes: async () => ({
            items: [],
            totalItems: 0,
            nextCursor: null,
          }),
          ...runbooks,
        }),
      },
    },
  );
}
