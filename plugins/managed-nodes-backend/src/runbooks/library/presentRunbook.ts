import {
  Runbook,
  RunbookSummary,
} from '@managed-nodes/plugin-managed-nodes-common';
import { formOf } from '../../documents/resolveValues';
import { StoredDocument } from '../../documents/DocumentReader';
import { Publication } from '../../documents/publicationSchema';
import { approvalWords } from './approval';
import { PublishedRunbook } from './RunbookLibrary';

/** What a caller may do with a runbook. */
export type RunbookRights = Pick<
  RunbookSummary,
  'nodes' | 'mayRun' | 'whyNot' | 'problem'
>;

function time(value: number): string {
  return new Date(value).toISOString();
}

function approvalRule({ approval }: Publication): RunbookSummary['approval'] {
  if (!approval) {
    return 'never';
  }
  return approval.always || approval.overNodes === 0 ? 'always' : 'sometimes';
}

/** Whether a runbook is run on nodes, or once in each of its places. */
export function isOnNodes({
  publication,
  document,
}: Pick<PublishedRunbook, 'publication' | 'document'>): boolean {
  return (
    publication.nodesParameter !== undefined ||
    (document
      ? document.content.content.kind === 'command'
      : publication.places.length === 0)
  );
}

/** Who may run a runbook, in words. */
function audienceOf({ who }: Publication): string {
  const people = [...who.groups, ...who.users];
  return [
    ...(who.owners ? ['the owners of each node'] : []),
    ...(people.length ? [people.join(', ')] : []),
  ].join('; ');
}

/** Turns a publication into the runbook of a list. */
export function presentSummary(
  runbook: PublishedRunbook,
  rights: RunbookRights,
): RunbookSummary {
  const { publication, document } = runbook;
  return {
    id: publication.id,
    title: publication.title,
    description: publication.description,
    icon: publication.icon ?? null,
    category: publication.category,
    docsUrl: publication.docsUrl ?? null,
    kind: document?.content.content.kind ?? 'automation',
    document: publication.document.name,
    // Of what cannot be read the worst is to be thought.
    risk: document?.content.content.risk ?? 'runs-code',
    approval: approvalRule(publication),
    onNodes: isOnNodes(runbook),
    ...rights,
  };
}

/** Turns a publication into the runbook of its page. */
export function presentRunbook(
  runbook: PublishedRunbook & { document: StoredDocument },
  rights: RunbookRights,
  now: number,
): Runbook {
  const { publication, document } = runbook;
  const { content, version, hash } = document;
  const { approval } = publication;
  return {
    ...presentSummary(runbook, rights),
    content: content.content,
    version,
    hash,
    form: formOf(publication, content),
    fixed: Object.entries(publication.parameters).flatMap(
      ([name, { fixed, hidden }]) =>
        fixed === undefined || hidden ? [] : [{ name, value: fixed }],
    ),
    maxNodes: publication.maxNodes,
    approvalWords: approvalWords(publication),
    approvers: approval
      ? [...approval.approvers.groups, ...approval.approvers.users]
      : [],
    audience: audienceOf(publication),
    freezes: publication.freezes
      .filter(({ to }) => to > now)
      .map(({ name, from, to }) => ({ name, from: time(from), to: time(to) })),
    hasResults: publication.results !== undefined,
  };
}
