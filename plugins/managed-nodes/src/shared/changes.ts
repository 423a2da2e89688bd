import { PatchPreview } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  truncateMiddle,
} from '@managed-nodes/plugin-managed-nodes-react';

/** The part of a preview that says which nodes take part. */
type Looked = Pick<PatchPreview, 'nodes'>;

/** Up to so many nodes are named, more are counted. */
const NAMED = 3;

function subject(nodes: PatchPreview['nodes']): string {
  return nodes.length > NAMED
    ? countOf(nodes.length, 'node')
    : nodes
        .map(({ title, nodeId }) => truncateMiddle(title || nodeId, 36))
        .join(', ');
}

/**
 * What changed since somebody looked: `web-5 joined, 4 nodes cannot take part
 * any more`.
 *
 * @returns undefined when the same nodes take part
 */
export function changeWords(before: Looked, now: Looked): string | undefined {
  const without = ({ nodes }: Looked, other: Looked) => {
    const names = new Set(other.nodes.map(({ name }) => name));
    return nodes.filter(({ name }) => !names.has(name));
  };
  const joined = without(now, before);
  const left = without(before, now);
  return (
    [
      joined.length && `${subject(joined)} joined`,
      left.length && `${subject(left)} cannot take part any more`,
    ]
      .filter(Boolean)
      .join(', ') || undefined
  );
}
