import { Content } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  managedNodesDocumentReadPermission,
  managedNodesReportReadPermission,
  managedNodesSyncReadPermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  NoticeChip,
  SkeletonLines,
  useUnmanagedCounts,
} from '@managed-nodes/plugin-managed-nodes-react';
import { lazy, Suspense, useMemo } from 'react';
import { Route, Routes } from 'react-router-dom';
import {
  documentsRouteRef,
  nodesRouteRef,
  patchesRouteRef,
  reportRouteRef,
  rootRouteRef,
  runsRouteRef,
  runbooksRouteRef,
  syncRouteRef,
  unmanagedRouteRef,
} from '../routes';
import { Surface } from '../shared/Surface';
import { Shell } from '../shell/types';

const FleetPage = lazy(() =>
  import('../fleet/FleetPage').then(m => ({ default: m.FleetPage })),
);
const NodesPage = lazy(() =>
  import('../nodes/NodesPage').then(m => ({ default: m.NodesPage })),
);
const NodePage = lazy(() =>
  import('../node/NodePage').then(m => ({ default: m.NodePage })),
);
const NodePatchesPage = lazy(() =>
  import('../node/NodePatchesPage').then(m => ({
    default: m.NodePatchesPage,
  })),
);
const PatchesPages = lazy(() =>
  import('../patches/PatchesPages').then(m => ({ default: m.PatchesPages })),
);
const RunbooksPages = lazy(() =>
  import('../runbooks/RunbooksPages').then(m => ({
    default: m.RunbooksPages,
  })),
);
const DocumentsPage = lazy(() =>
  import('../runbooks/documents/DocumentsPage').then(m => ({
    default: m.DocumentsPage,
  })),
);
const NodeRunsPage = lazy(() =>
  import('../runs/embedded/NodeRunsPage').then(m => ({
    default: m.NodeRunsPage,
  })),
);
const RunsPages = lazy(() =>
  import('../runs/RunsPages').then(m => ({ default: m.RunsPages })),
);
const ReportPage = lazy(() =>
  import('../report/ReportPage').then(m => ({ default: m.ReportPage })),
);
const SyncPage = lazy(() =>
  import('../sync/SyncPage').then(m => ({ default: m.SyncPage })),
);
const HeldPage = lazy(() =>
  import('../sync/held/HeldPage').then(m => ({ default: m.HeldPage })),
);
const UnmanagedPage = lazy(() =>
  import('../unmanaged/UnmanagedPage').then(m => ({
    default: m.UnmanagedPage,
  })),
);

const notice = <NoticeChip key="notice" />;

/** Which tabs the user gets: those whose pages would answer. */
function useTabs() {
  const fleet = useRouteRef(rootRouteRef)();
  const nodes = useRouteRef(nodesRouteRef)();
  const patches = useRouteRef(patchesRouteRef)();
  const runbooks = useRouteRef(runbooksRouteRef)();
  const runs = useRouteRef(runsRouteRef)();
  const unmanaged = useRouteRef(unmanagedRouteRef)();
  const sync = useRouteRef(syncRouteRef)();
  const { isSuccess: answers } = useUnmanagedCounts({});
  const { allowed } = usePermission({
    permission: managedNodesSyncReadPermission,
  });
  const { allowed: mayPublish } = usePermission({
    permission: managedNodesDocumentReadPermission,
  });
  const documents = useRouteRef(documentsRouteRef)();
  const { allowed: mayReport } = usePermission({
    permission: managedNodesReportReadPermission,
  });
  const report = useRouteRef(reportRouteRef)();
  return useMemo(
    () => [
      { id: 'fleet', label: 'Fleet', href: fleet },
      { id: 'nodes', label: 'Nodes', href: nodes },
      { id: 'patches', label: 'Patches', href: patches },
      { id: 'runbooks', label: 'Runbooks', href: runbooks },
      { id: 'runs', label: 'Runs', href: runs },
      ...(mayReport ? [{ id: 'report', label: 'Report', href: report }] : []),
      ...(mayPublish
        ? [{ id: 'documents', label: 'Documents', href: documents }]
        : []),
      ...(answers
        ? [{ id: 'unmanaged', label: 'Unmanaged', href: unmanaged }]
        : []),
      ...(allowed ? [{ id: 'sync', label: 'Sync', href: sync }] : []),
    ],
    [
      fleet,
      nodes,
      patches,
      runbooks,
      runs,
      mayReport,
      report,
      mayPublish,
      documents,
      unmanaged,
      answers,
      sync,
      allowed,
    ],
  );
}

/** All pages of the plugin inside the given frame. */
export const ManagedNodesPages = (props: { shell: Shell }) => {
  const { shell: PageShell } = props;
  return (
    <PageShell title="Managed nodes" tabs={useTabs()} action={notice}>
      <Content>
        <Surface>
          <Suspense fallback={<SkeletonLines lines={6} />}>
            <Routes>
              <Route path="/" element={<FleetPage />} />
              <Route path="/nodes" element={<NodesPage />} />
              <Route path="/nodes/:name" element={<NodePage />} />
              <Route
                path="/nodes/:name/patches"
                element={<NodePatchesPage />}
              />
              <Route path="/nodes/:name/runs" element={<NodeRunsPage />} />
              <Route path="/patches/*" element={<PatchesPages />} />
              <Route path="/runs/*" element={<RunsPages />} />
              <Route path="/runbooks/*" element={<RunbooksPages />} />
              <Route path="/documents" element={<DocumentsPage />} />
              <Route path="/report" element={<ReportPage />} />
              <Route path="/unmanaged" element={<UnmanagedPage />} />
              <Route path="/sync" element={<SyncPage />} />
              <Route
                path="/sync/held/:account/:region"
                element={<HeldPage />}
              />
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
        </Surface>
      </Content>
    </PageShell>
  );
};
