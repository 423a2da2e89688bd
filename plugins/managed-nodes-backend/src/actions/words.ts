import {
  ManagedNode,
  NodePatchPlan,
  PatchReason,
} from '@managed-nodes/plugin-managed-nodes-common';

const REASONS: Record<PatchReason, string> = {
  missing: 'missing',
  failed: 'failed to install',
  'pending-reboot': 'installed and waiting for a reboot',
  rejected: 'installed although the baseline rejects them',
};

function standing({ patch, title }: ManagedNode): string {
  switch (patch.standing) {
    case 'never-reported':
      return `${title} was never scanned for patches: nobody knows what it lacks.`;
    case 'overdue':
      return `${title} is overdue: something it lacks was due on ${patch.dueAt}.`;
    case 'stale':
      return `The last patch report of ${title} is of ${patch.lastOperationAt}, which is too old to tell how it stands.`;
    case 'due':
      return patch.dueAt
        ? `${title} lacks patches; the first of them is due on ${patch.dueAt}.`
        : `${title} lacks patches; by when they are due is not known yet.`;
    case 'excepted':
      return `${title} lacks patches, all of which are covered by exceptions.`;
    default:
      return `${title} is compliant.`;
  }
}

function counts({ patch }: ManagedNode): string[] {
  const byReason: Record<PatchReason, number> = {
    missing: patch.missing,
    failed: patch.failed,
    'pending-reboot': patch.installedPendingReboot,
    rejected: patch.installedRejected,
  };
  return patch.reasons.map(reason => `${byReason[reason]} ${REASONS[reason]}`);
}

function next({ plans }: NodePatchPlan): string {
  const install = plans.find(
    plan => plan.enabled && plan.operation === 'Install' && plan.nextRunAt,
  );
  return install
    ? `${install.name} will install patches on ${install.nextRunAt}.`
    : 'No install is planned for it.';
}

/** How a node stands with its patches, in sentences. */
export function nodeInWords(
  node: ManagedNode,
  known: number,
  plan: NodePatchPlan,
): string {
  const lacking = counts(node);
  return [
    standing(node),
    ...(lacking.length ? [`Patches: ${lacking.join(', ')}.`] : []),
    ...(lacking.length && !known
      ? ['Which ones they are was not read yet.']
      : []),
    ...(node.status === 'online'
      ? []
      : [`It is ${node.status.replace('-', ' ')} now.`]),
    next(plan),
  ].join(' ');
}
