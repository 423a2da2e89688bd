import { Random } from '../model/random';
import { SimulatedNode } from './types';

/** Where and when a machine is registered again. */
export interface Registration {
  account: string;
  region: string;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * A hybrid machine as it is after another activation: the same machine with
 * its name and tags, under a new id and from a new activation.
 *
 * @param seq - its position in listings
 */
export function registerAgain(
  node: SimulatedNode,
  seq: number,
  { account, region, now }: Registration,
): SimulatedNode {
  const random = Random.create(node.seed, seq, 'registration');
  const id = `mi-0${random.hex(16)}`;
  const { source } = node;
  return {
    ...node,
    seq,
    id,
    account,
    region,
    activationId: random.uuid(),
    registeredAt: Math.floor(now / 1000) * 1000,
    lostAt: undefined,
    // Other clouds name the machine themselves; Systems Manager names its own.
    source:
      source.id === node.id ? { ...source, id, location: region } : source,
  };
}
