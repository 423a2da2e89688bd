import {
  EmptyState,
  SkeletonLines,
} from '@managed-nodes/plugin-managed-nodes-react';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { PatchesNav } from './nav/PatchesNav';

const CompliancePage = lazy(() =>
  import('./compliance/CompliancePage').then(m => ({
    default: m.CompliancePage,
  })),
);
const MissingPatchesPage = lazy(() =>
  import('./missing/MissingPatchesPage').then(m => ({
    default: m.MissingPatchesPage,
  })),
);
const ComingPage = lazy(() =>
  import('./coming/ComingPage').then(m => ({ default: m.ComingPage })),
);
const OperationsPage = lazy(() =>
  import('./operations/OperationsPage').then(m => ({
    default: m.OperationsPage,
  })),
);
const OperationPage = lazy(() =>
  import('./operations/OperationPage').then(m => ({
    default: m.OperationPage,
  })),
);
const ExceptionsPage = lazy(() =>
  import('./exceptions/ExceptionsPage').then(m => ({
    default: m.ExceptionsPage,
  })),
);

/** The pages about patches under their own navigation. */
export const PatchesPages = () => (
  <>
    <PatchesNav />
    <Suspense fallback={<SkeletonLines lines={6} />}>
      <Routes>
        <Route path="/" element={<CompliancePage />} />
        <Route path="/missing" element={<MissingPatchesPage />} />
        <Route path="/coming" element={<ComingPage />} />
        <Route path="/operations" element={<OperationsPage />} />
        <Route path="/operations/:id" element={<OperationPage />} />
        <Route path="/exceptions" element={<ExceptionsPage />} />
        <Route
          path="*"
          element={
            <EmptyState title="There is no such page">
              Choose one of the pages above.
            </EmptyState>
          }
        />
      </Routes>
    </Suspense>
  </>
);
