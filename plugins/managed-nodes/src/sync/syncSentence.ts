import {
  SyncHealth,
  TargetHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import { formatCount } from '@managed-nodes/plugin-managed-nodes-react';

const URGENCY: Record<TargetHealth['state'], number> = {
  failed: 0,
  held: 1,
  partial: 2,
  running: 3,
  never: 4,
  ok: 5,
};

/** Targets with what needs somebody first. */
export function byUrgency(targets: TargetHealth[]): TargetHealth[] {
  return [...targets].sort(
    (a, b) =>
      URGENCY[a.state] - URGENCY[b.state] ||
      Number(b.stale) - Number(a.stale) ||
      a.account.localeCompare(b.account) ||
      a.region.localeCompare(b.region),
  );
}

/** How the sync is doing, in one sentence. */
export function syncSentence({ targets }: SyncHealth): string {
  if (!targets.length) {
    return 'No targets are configured';
  }
  const count = (...states: string[]) =>
    targets.filter(target => states.includes(target.state)).length;
  const of = `of ${formatCount(targets.length)} targets`;
  const failed = count('failed');
  const held = count('held');
  const problems = [
    ...(failed
      ? [`${formatCount(failed)} ${of} ${failed === 1 ? 'is' : 'are'} failing`]
      : []),
    ...(held
      ? [
          `${formatCount(held)} ${failed ? '' : `${of} `}${
            held === 1 ? 'holds' : 'hold'
          } removals for a look`,
        ]
      : []),
  ];
  if (problems.length) {
    return problems.join(', ');
  }
  const partial = count('partial');
  if (partial) {
    return `${formatCount(partial)} ${of} could only be read in part`;
  }
  const stale = targets.filter(target => target.stale).length;
  if (stale) {
    return `${formatCount(stale)} ${of} ${stale === 1 ? 'is' : 'are'} behind`;
  }
  const never = targets.filter(target => !target.lastSuccessAt).length;
  return never
    ? `${formatCount(never)} ${of} ${
        never === 1 ? 'has' : 'have'
      } not been listed yet`
    : `${formatCount(targets.length)} ${of} ${
        targets.length === 1 ? 'is' : 'are'
      } up to date`;
}
