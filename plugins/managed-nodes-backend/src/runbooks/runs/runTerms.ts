import {
  ParameterValues,
  RunSkipReason,
} from '@managed-nodes/plugin-managed-nodes-common';
import { createHash } from 'node:crypto';
import { ResolvedValue } from '../../documents/resolveValues';
import { ShownParameter } from './types';

/** Above how many nodes their number has to be typed. */
export const CONFIRM_ABOVE = 10;

/** Ids that a parameter is shown with. */
const VALUES_SHOWN = 50;

/** What a run is, and nothing besides: two of which all of this is the same are the same. */
interface WhatRuns {
  runbook: string;
  document: string;
  version: string;
  hash: string;
  /** Names of the nodes. */
  nodes: string[];
  /** Where a runbook that takes no nodes is run. */
  places: Array<{ account: string; region: string }>;
  /** As AWS gets them. */
  parameters: Record<string, string[]>;
}

/** Tells a document, nodes and parameters from all others: what a preview shows, and an approval is for. */
export function digestOf(what: WhatRuns): string {
  const parameters = Object.entries(what.parameters).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const places = what.places
    .map(({ account, region }) => `${account}/${region}`)
    .sort();
  return createHash('sha256')
    .update(
      JSON.stringify([
        what.runbook,
        what.document,
        what.version,
        what.hash,
        [...what.nodes].sort(),
        places,
        parameters,
      ]),
    )
    .digest('hex');
}

/** Parameters as they are shown: hidden ones are nobody's business. */
export function shownParameters(
  values: ResolvedValue[],
  nodesParameter: string | undefined,
  nodeIds: string[],
): ShownParameter[] {
  return [
    ...(nodesParameter
      ? [
          {
            name: nodesParameter,
            value:
              nodeIds.length > VALUES_SHOWN
                ? `${nodeIds.length} nodes`
                : nodeIds,
            from: 'nodes' as const,
          },
        ]
      : []),
    ...values.flatMap(({ name, value, from, hidden }) =>
      hidden ? [] : [{ name, value, from }],
    ),
  ];
}

/** Values that have to be sent: AWS knows the document's own. */
export function valuesToSend(values: ResolvedValue[]): ParameterValues {
  return Object.fromEntries(
    values.flatMap(({ name, value, from }) =>
      from === 'document' ? [] : [[name, value]],
    ),
  );
}

/** How many nodes take no part, by why. */
export function countSkipped(
  candidates: Array<{ skip: { reason: RunSkipReason } | null }>,
): Partial<Record<RunSkipReason, number>> {
  const counts: Partial<Record<RunSkipReason, number>> = {};
  for (const { skip } of candidates) {
    if (skip) {
      counts[skip.reason] = (counts[skip.reason] ?? 0) + 1;
    }
  }
  return counts;
}
