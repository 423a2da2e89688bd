import { SyncHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { formatCount } from '@managed-nodes/plugin-managed-nodes-react';
import { isHoldOpen } from './view/targetStates';

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** How the sync is doing, in one sentence: what is worst, else that all is well. */
export function syncSentence(health: SyncHealth): string {
  const { targets, discovery, organization } = health;
  const of = `of ${formatCount(targets.length)} targets`;
  const failed = targets.filter(target => target.state === 'failed').length;
  const held = targets.filter(isHoldOpen).length;

  const problems: string[] = [];
  if (failed) {
    problems.push(
      `${formatCount(failed)} ${of} ${failed === 1 ? 'is' : 'are'} failing`,
    );
  }
  if (held) {
    const verb = held === 1 ? 'holds' : 'hold';
    problems.push(
      `${formatCount(held)} ${
        failed ? '' : `${of} `
      }${verb} removals for a look`,
    );
  }
  if (discovery?.state === 'failed') {
    problems.push('accounts cannot be found');
  }
  if (discovery?.state === 'held') {
    problems.push('accounts that were not found any more are kept for a look');
  }
  if (organization?.state === 'failed') {
    problems.push('the nodes of the organization cannot be listed');
  }
  if (problems.length) {
    return capitalized(problems.join(', '));
  }
  if (!targets.length) {
    return discovery
      ? 'No accounts have been found yet'
      : 'No targets are configured';
  }

  const partial = targets.filter(target => target.state === 'partial').length;
  if (partial) {
    return `${formatCount(partial)} ${of} could only be read in part`;
  }
  const stale = targets.filter(target => target.stale).length;
  if (stale) {
    return `${formatCount(stale)} ${of} ${stale === 1 ? 'is' : 'are'} behind`;
  }
  const never = targets.filter(target => !target.lastSuccessAt).length;
  if (never) {
    const verb = never === 1 ? 'has' : 'have';
    return `${formatCount(never)} ${of} ${verb} not been listed yet`;
  }
  return `${formatCount(targets.length)} ${of} ${
    targets.length === 1 ? 'is' : 'are'
  } up to date`;
}

/** What goes on now, beneath the sentence. */
export function activitySentence(health: SyncHealth, interval: string): string {
  const { targets } = health;
  const running = targets.filter(target => target.state === 'running').length;
  const waiting = targets.filter(target => target.requestedAt).length;
  const nodes = targets.reduce((sum, target) => sum + target.nodes, 0);
  if (running || waiting) {
    const verb = running === 1 ? 'is' : 'are';
    return `${formatCount(running)} of ${formatCount(
      targets.length,
    )} targets ${verb} being read now${
      waiting
        ? `, ${formatCount(waiting)} ${waiting === 1 ? 'waits' : 'wait'}`
        : ''
    }`;
  }
  return `${formatCount(nodes)} nodes, read every ${interval}`;
}
