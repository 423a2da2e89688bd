import { humanizeEntityRef } from '@backstage/plugin-catalog-react';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  ManagedNode,
  NodeFilter,
  NodeSelection,
} from '@managed-nodes/plugin-managed-nodes-common';

/** The most nodes that can be chosen one by one. */
export const MOST_CHOSEN = 1000;

/** A node that was chosen, as far as it is shown. */
export type ChosenNode = Pick<ManagedNode, 'name' | 'title'>;

/** Which nodes: some one by one, or all that a filter finds, whenever that is asked. */
export type NodeChoice =
  | { kind: 'some'; nodes: ChosenNode[] }
  | { kind: 'all'; filter: NodeFilter };

export const NO_NODES: NodeChoice = { kind: 'some', nodes: [] };

/** What the backend takes. Undefined: nothing is chosen. */
export function selectionOf(choice: NodeChoice): NodeSelection | undefined {
  if (choice.kind === 'all') {
    return { filter: choice.filter };
  }
  return choice.nodes.length
    ? { nodes: choice.nodes.map(({ name }) => name) }
    : undefined;
}

/** A choice with some nodes more or less. A choice of all begins anew. */
export function withNodes(
  choice: NodeChoice,
  nodes: ChosenNode[],
  chosen: boolean,
): NodeChoice {
  const before = choice.kind === 'some' ? choice.nodes : [];
  const names = new Set(nodes.map(({ name }) => name));
  const others = before.filter(({ name }) => !names.has(name));
  return {
    kind: 'some',
    nodes: chosen ? [...others, ...nodes].slice(0, MOST_CHOSEN) : others,
  };
}

function entityWords(ref: string): string {
  try {
    const entity = parseEntityRef(ref);
    return humanizeEntityRef(entity, { defaultKind: entity.kind });
  } catch {
    return ref;
  }
}

/** What a filter finds, in words: `payments-api, “web”`. */
export function filterWords(filter: NodeFilter): string {
  return [
    filter.relatedTo && entityWords(filter.relatedTo),
    ...(filter.application ?? []).map(entityWords),
    filter.q && `“${filter.q}”`,
  ]
    .filter(Boolean)
    .join(', ');
}
