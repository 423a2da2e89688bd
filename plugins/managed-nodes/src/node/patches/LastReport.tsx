import { NodePatchSummary } from '@managed-nodes/plugin-managed-nodes-common';
import {
  duration,
  PATCH_REASON_WORDS,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import { Facts } from '../Facts';

/** How long the last scan or install took. */
function took(patch: NodePatchSummary): string | null {
  const { lastOperationStartedAt: from, lastOperationAt: to } = patch;
  const ms = from && to ? Date.parse(to) - Date.parse(from) : 0;
  return ms > 0 ? duration(ms) : null;
}

/** What the node's last report was of. */
export const LastReport = (props: { patch: NodePatchSummary }) => {
  const { patch } = props;
  const none = patch.lastOperation === null;
  return (
    <Facts
      title="Last report"
      facts={[
        [
          patch.lastOperation === 'Install' ? 'Last install' : 'Last scan',
          <RelativeTime value={patch.lastOperationAt} copyable />,
        ],
        ['It took', took(patch)],
        [
          'Reboot',
          !none &&
            patch.lastOperation === 'Install' &&
            (patch.rebootOption === 'NoReboot' ? 'Not allowed' : 'If needed'),
        ],
        [
          'Installed without a reboot',
          patch.lastNoRebootInstallAt && (
            <RelativeTime value={patch.lastNoRebootInstallAt} copyable />
          ),
        ],
        [
          'Why not compliant',
          patch.reasons.map(reason => PATCH_REASON_WORDS[reason]).join(', '),
        ],
        [
          'List in place of its rules',
          patch.installOverrideList && <bdi>{patch.installOverrideList}</bdi>,
        ],
      ]}
    />
  );
};
