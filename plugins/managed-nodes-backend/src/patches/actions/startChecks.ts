import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { StartPatch } from '@managed-nodes/plugin-managed-nodes-common';
import { PatchConfig } from '../patchConfig';
import { Candidate } from './Candidates';
import { digestOf, PERMISSIONS } from './terms';

/** How many nodes take no part, by why. */
export function countSkipped(candidates: Candidate[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { skip } of candidates) {
    if (skip) {
      counts[skip.reason] = (counts[skip.reason] ?? 0) + 1;
    }
  }
  return counts;
}

/**
 * Makes sure that what is to be started is what the caller saw and confirmed.
 *
 * @throws NotAllowedError when they may do it to none of the nodes.
 * @throws ConflictError when the nodes are not those of the preview any more.
 * @throws InputError when there are too many nodes, or none, or their number
 * is not confirmed.
 */
export function checkStart(
  { action, digest, confirm }: StartPatch,
  candidates: Candidate[],
  { maxNodes, confirmAbove }: PatchConfig['actions'],
): void {
  const names = candidates
    .filter(({ skip }) => !skip)
    .map(({ row }) => row.name);
  if (
    !names.length &&
    candidates.length &&
    candidates.every(({ skip }) => skip?.reason === 'not-permitted')
  ) {
    throw new NotAllowedError(
      `You need the permission ${PERMISSIONS[action].name} on these nodes`,
    );
  }
  if (names.length > maxNodes) {
    throw new InputError(
      `These are ${names.length} nodes; an operation may have ${maxNodes}`,
    );
  }
  if (digestOf(action, names) !== digest) {
    throw new ConflictError(
      'These are not the nodes of the preview any more; look at them again',
    );
  }
  if (!names.length) {
    throw new InputError('None of these nodes can take part');
  }
  if (
    action === 'install' &&
    names.length > confirmAbove &&
    confirm !== names.length
  ) {
    throw new InputError(
      `confirm: expected the number of nodes, ${names.length}`,
    );
  }
}
