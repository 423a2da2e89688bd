import {
  MAX_PAGE_SIZE,
  NodeOutcome,
  ParameterValue,
  Runbook,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  PastRun,
  useNodes,
  usePastRun,
} from '@managed-nodes/plugin-managed-nodes-react';
import { RETRIED } from '../../shared/operations/outcomes';
import { firstState, FormState } from '../form/fields';
import { MOST_CHOSEN, NO_NODES, NodeChoice } from '../form/nodeChoice';

/** What the address of the form says. */
export interface Beginning {
  /** Names of nodes. */
  node: string[];
  /** Entity ref: all nodes that belong to it, or those that are offered. */
  relatedTo?: string;
  /** The id of the run whose failed nodes are tried again. */
  retryOf?: string;
  /** The id of the run that is done once more. */
  again?: string;
}

/** What the form holds at first. */
export interface FirstForm {
  choice: NodeChoice;
  state: FormState;
  note: string;
}

const ALL: NodeOutcome[] = [];

export function readBeginning(params: URLSearchParams): Beginning {
  return {
    node: [...new Set(params.getAll('node').filter(Boolean))].slice(
      0,
      MOST_CHOSEN,
    ),
    relatedTo: params.get('relatedTo') || undefined,
    retryOf: params.get('retryOf') || undefined,
    again: params.get('again') || undefined,
  };
}

/** What a person had given in a run. */
function givenBy(past: PastRun | undefined): Record<string, ParameterValue> {
  return Object.fromEntries(
    (past?.run.parameters ?? [])
      .filter(({ from }) => from === 'person')
      .map(({ name, value }) => [name, value]),
  );
}

function choiceOf(
  { node, relatedTo }: Beginning,
  titles: ReadonlyMap<string, string>,
  past: PastRun | undefined,
): NodeChoice {
  if (node.length) {
    return {
      kind: 'some',
      nodes: node.map(name => ({ name, title: titles.get(name) ?? name })),
    };
  }
  if (past) {
    return {
      kind: 'some',
      nodes: past.nodes
        .slice(0, MOST_CHOSEN)
        .map(({ name, title }) => ({ name, title })),
    };
  }
  return relatedTo ? { kind: 'all', filter: { relatedTo } } : NO_NODES;
}

/**
 * What the form begins with, once all is read that it takes: what the nodes
 * are called, and what the run had that is repeated.
 */
export function useBeginning(
  { form }: Pick<Runbook, 'form'>,
  beginning: Beginning,
): { start?: FirstForm; error: Error | null; retry: () => void } {
  const { node, retryOf, again } = beginning;
  const named = useNodes(
    { name: node.slice(0, MAX_PAGE_SIZE), limit: MAX_PAGE_SIZE },
    { enabled: node.length > 0 },
  );
  const past = usePastRun(retryOf ?? again, retryOf ? RETRIED : ALL);
  const waiting =
    (node.length > 0 && !named.data) ||
    (Boolean(retryOf ?? again) && !past.data);
  if (waiting) {
    const failed = named.error ? named : past;
    return { error: failed.error, retry: () => failed.refetch() };
  }
  const titles = new Map(
    (named.data?.items ?? []).map(({ name, title }) => [name, title]),
  );
  return {
    start: {
      choice: choiceOf(beginning, titles, past.data),
      state: firstState(form, givenBy(past.data)),
      note: past.data?.run.note ?? '',
    },
    error: null,
    retry: () => undefined,
  };
}
