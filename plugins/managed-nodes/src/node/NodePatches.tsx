import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  formatCount,
  PatchBucketChip,
  PatchStandingChip,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import { nodePatchesRouteRef } from '../routes';
import { Facts } from './Facts';

function positive(count: number): string | null {
  return count ? formatCount(count) : null;
}

/** What the last scan or install reported. */
export const NodePatches = (props: { node: ManagedNode }) => {
  const { name, patch } = props.node;
  const patches = useRouteRef(nodePatchesRouteRef)({ name });
  return (
    <Facts
      title="Patches"
      facts={[
        ['Compliance', <PatchBucketChip bucket={patch.bucket} />],
        [
          'Patch policy',
          <PatchStandingChip standing={patch.standing} dueAt={patch.dueAt} />,
        ],
        ['Critical missing', positive(patch.criticalNonCompliant)],
        ['Security missing', positive(patch.securityNonCompliant)],
        ['Other missing', positive(patch.otherNonCompliant)],
        ['Failed to install', positive(patch.failed)],
        ['Waiting for a reboot', positive(patch.installedPendingReboot)],
        [
          'Installed',
          patch.bucket === 'never-reported'
            ? null
            : formatCount(patch.installed + patch.installedOther),
        ],
        [
          patch.lastOperation === 'Install' ? 'Last install' : 'Last scan',
          patch.lastOperationAt && (
            <RelativeTime value={patch.lastOperationAt} copyable />
          ),
        ],
        ['Patch group', patch.patchGroup && <bdi>{patch.patchGroup}</bdi>],
        ['Baseline', patch.baselineId],
        ['Details', <Link to={patches}>All patches of this node</Link>],
      ]}
    />
  );
};
