import { SkeletonLines } from '@managed-nodes/plugin-managed-nodes-react';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';

const RunsPage = lazy(() =>
  import('./list/RunsPage').then(m => ({ default: m.RunsPage })),
);
const RunPage = lazy(() =>
  import('./run/RunPage').then(m => ({ default: m.RunPage })),
);

/** The pages about runs. */
export const RunsPages = () => (
  <Suspense fallback={<SkeletonLines lines={6} />}>
    <Routes>
      <Route path="/" element={<RunsPage />} />
      <Route path="/:id" element={<RunPage />} />
    </Routes>
  </Suspense>
);
