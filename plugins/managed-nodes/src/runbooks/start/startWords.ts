import {
  Runbook,
  RunPreview,
} from '@managed-nodes/plugin-managed-nodes-common';
import { countOf } from '@managed-nodes/plugin-managed-nodes-react';

const VERB = 24;

/** The first word of a title where it says what is done: `Restart a service` → `Restart`. */
export function verbOf(title: string): string {
  const [first, ...rest] = title.trim().split(/\s+/);
  return rest.length && /^[A-Z][a-z]+$/.test(first) && first.length <= VERB
    ? first
    : 'Run';
}

/** What the button says that starts it: `Restart on 2 nodes`. */
export function startWords(
  { title, onNodes }: Pick<Runbook, 'title' | 'onNodes'>,
  { nodes, approval, places }: RunPreview,
): string {
  if (approval) {
    return 'Ask for approval';
  }
  return onNodes
    ? `${verbOf(title)} on ${countOf(nodes.length, 'node')}`
    : `Run in ${countOf(places.length, 'place')}`;
}

/** What is about to happen to how many nodes where, in one sentence. */
export function previewSentence(
  { title, onNodes }: Pick<Runbook, 'title' | 'onNodes'>,
  { nodes, skipped, places }: RunPreview,
): string {
  if (!onNodes) {
    return places.length
      ? `Runs “${title}” once in each of ${countOf(places.length, 'place')}.`
      : 'There is no place where it could run now.';
  }
  if (!nodes.length) {
    if (!skipped.length) {
      return 'There are no nodes here.';
    }
    return skipped.length === 1
      ? 'This node cannot take part now.'
      : `None of these ${countOf(skipped.length, 'node')} can take part now.`;
  }
  const accounts = new Set(places.map(({ account }) => account)).size;
  const left = skipped.length
    ? `; ${countOf(skipped.length, 'other')} will be left out`
    : '';
  return `Runs “${title}” on ${countOf(nodes.length, 'node')} in ${countOf(
    accounts,
    'account',
  )}${left}.`;
}

/** What AWS says of the steps. Undefined: it does not. */
export function stepsSentence({ steps }: RunPreview): string | undefined {
  if (!steps) {
    return undefined;
  }
  const { mutating, nonMutating, undetermined } = steps;
  const parts = [
    mutating &&
      `${countOf(mutating, 'step changes', 'steps change')} something`,
    nonMutating && `${countOf(nonMutating, 'only reads', 'only read')}`,
    undetermined &&
      `of ${countOf(undetermined, 'step')} it cannot be told beforehand`,
  ].filter(Boolean);
  return parts.length ? `AWS says: ${parts.join(', ')}.` : undefined;
}

/** Who says a value, in words. */
export const FROM_WORDS: Record<
  RunPreview['parameters'][number]['from'],
  string
> = {
  person: 'You',
  publication: 'The runbook',
  document: 'Default of the document',
  nodes: 'The nodes chosen',
};
