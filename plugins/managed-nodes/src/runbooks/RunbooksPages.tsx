import {
  EmptyState,
  SkeletonLines,
} from '@managed-nodes/plugin-managed-nodes-react';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';

const RunbooksPage = lazy(() =>
  import('./library/RunbooksPage').then(m => ({ default: m.RunbooksPage })),
);
const RunbookPage = lazy(() =>
  import('./runbook/RunbookPage').then(m => ({ default: m.RunbookPage })),
);
const StartRunPage = lazy(() =>
  import('./start/StartRunPage').then(m => ({ default: m.StartRunPage })),
);

/** The pages about what is published to be run. */
export const RunbooksPages = () => (
  <Suspense fallback={<SkeletonLines lines={6} />}>
    <Routes>
      <Route path="/" element={<RunbooksPage />} />
      <Route path="/:id" element={<RunbookPage />} />
      <Route path="/:id/run" element={<StartRunPage />} />
      <Route
        path="*"
        element={
          <EmptyState title="There is no such page">
            Choose one of the tabs above.
          </EmptyState>
        }
      />
    </Routes>
  </Suspense>
);
