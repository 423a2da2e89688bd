import {
  DocumentKind,
  Runbook,
  RunbookSummary,
  RunSkipReason,
  StepRisk,
} from '@managed-nodes/plugin-managed-nodes-common';
import { countOf } from '@managed-nodes/plugin-managed-nodes-react';

/** What a runbook or step may do, in a word or two. */
export const RISK_WORDS: Record<StepRisk, string> = {
  reads: 'Reads only',
  changes: 'Changes things',
  'runs-code': 'Runs code',
};

/** What that means. */
export const RISK_MEANINGS: Record<StepRisk, string> = {
  reads: 'It looks at things and changes nothing.',
  changes: 'It may change something on machines or in AWS.',
  'runs-code':
    'It runs a script or command, which may do anything where it runs.',
};

/** When somebody else has to agree, in a word or two. */
export const APPROVAL_WORDS: Record<RunbookSummary['approval'], string> = {
  never: 'No approval',
  sometimes: 'Approval sometimes',
  always: 'Needs approval',
};

/** What runs a document. */
export const KIND_WORDS: Record<DocumentKind, string> = {
  automation: 'Automation',
  command: 'Run Command',
};

/** When a run has to be approved, in a sentence. */
export function approvalSentence({
  approval,
  approvalWords,
}: Pick<Runbook, 'approval' | 'approvalWords'>): string {
  if (approval === 'never') {
    return 'Nobody has to approve it.';
  }
  if (approval === 'always') {
    return 'Somebody else always has to approve it.';
  }
  return approvalWords
    ? `Somebody else has to approve it ${approvalWords.replace(/\.$/, '')}.`
    : 'Somebody else has to approve it.';
}

/** On how many nodes one may run it: `Possible on 12 nodes`. */
export function reachWords({
  onNodes,
  nodes,
}: Pick<RunbookSummary, 'onNodes' | 'nodes'>): string {
  if (!onNodes) {
    return 'Takes no nodes';
  }
  return nodes
    ? `Possible on ${countOf(nodes, 'node')}`
    : 'Possible on no node now';
}

/** What can be done about a node that is left out. */
export const SKIP_ADVICE: Record<RunSkipReason, string> = {
  'not-permitted':
    'It takes the permission managed-nodes.runbook.execute, and to be one of those it is published to.',
  'not-published': 'Whoever publishes the runbook decides where it is run.',
  offline: 'Start the instance, or see to its SSM Agent, and come back.',
  gone: 'If it should be there, wait for the next sync of its account and Region.',
  'wrong-platform': 'Look for a runbook that is made for its platform.',
  'no-document':
    'Whoever publishes the runbook has to bring its document to this account and Region.',
  'already-running': 'Wait until that has ended.',
  freeze: 'Wait until the freeze ends.',
};

/** The first line of a description without its Markdown, for lists. */
export function firstLine(markdown: string): string {
  const line = markdown
    .split('\n')
    .map(text => text.trim())
    .find(text => text !== '' && !/^([-=*_]{3,}|```.*)$/.test(text));
  return (line ?? '')
    .replace(/^(#{1,6}|>|[-*+]|\d+\.)\s+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|`)(.+?)\1/g, '$2')
    .replace(/(^|\s)[*_](\S.*?)[*_](?=\W|$)/g, '$1$2');
}
