import {
  SyncProblem,
  TargetHealth,
} from '@managed-nodes/plugin-managed-nodes-common';

type Warning = TargetHealth['warnings'][number];

const PARTS: Record<Warning['part'], string> = {
  tags: 'tags',
  patches: 'patch states',
  agents: 'agent versions',
  instances: 'EC2 instances',
  objects: 'objects in the bucket',
  'missing-patches': 'missing patches',
  windows: 'maintenance windows',
  associations: 'associations',
  baselines: 'patch baselines',
  approvals: 'approvals of patches',
};

function isSame(a: SyncProblem, b: SyncProblem): boolean {
  return a.code === b.code && a.message === b.message;
}

function listed(words: string[]): string {
  const last = words[words.length - 1];
  const text =
    words.length === 1 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/**
 * What could not be read, each cause once. What has the same cause as the
 * failure of the whole is left out: that is told already.
 */
export function mergedWarnings(
  target: Pick<TargetHealth, 'error' | 'warnings'>,
): Array<{ key: string; lead: string; problem: SyncProblem }> {
  const { error, warnings } = target;
  const causes: Warning[][] = [];
  for (const warning of warnings) {
    if (error && isSame(error, warning)) {
      continue;
    }
    const known = causes.find(([first]) => isSame(first, warning));
    if (known) {
      known.push(warning);
    } else {
      causes.push([warning]);
    }
  }
  return causes.map(cause => ({
    key: cause[0].part,
    lead: `${listed(cause.map(({ part }) => PARTS[part]))} could not be read`,
    problem: cause[0],
  }));
}
