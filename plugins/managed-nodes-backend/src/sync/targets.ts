import { createHash } from 'node:crypto';
import { TargetKey } from '../nodes/types';

/**
 * Which of so many parts a target belongs to: the same on every replica,
 * whatever other targets there are.
 */
export function partitionOf(target: TargetKey, partitions: number): number {
  const digest = createHash('sha1')
    .update(`${target.account}/${target.region}`)
    .digest();
  return digest.readUInt32BE() % partitions;
}
