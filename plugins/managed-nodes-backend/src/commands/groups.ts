import { TargetKey } from '../nodes/types';

/**
 * Nodes of one command. SendCommand takes 50 ids; the policy of the session
 * that sends it, of 2,048 characters, names every node, and has room for
 * somewhat more than 40.
 */
const NODES_PER_COMMAND = 40;

/** Nodes of one (account, Region) that get one command. */
export interface CommandGroup<T extends TargetKey> extends TargetKey {
  /** From 1. */
  number: number;
  nodes: T[];
  maxConcurrency: string;
  maxErrors: string;
}

/** How many commands that many nodes of one place take. */
export function commandsFor(nodes: number): number {
  return Math.ceil(nodes / NODES_PER_COMMAND);
}

/**
 * The part of a rate of a whole operation that a group of it gets.
 * Percentages hold for any part of the whole. Numbers are shared out by size,
 * but a group has at least 1: AWS takes no less for a concurrency, and an
 * operation that allows errors does not stop at the first. So an operation of
 * more groups than its number works on as many nodes at a time as it has
 * groups. 0 errors are 0 in each.
 */
export function shareOfRate(rate: string, part: number, whole: number): string {
  if (rate.endsWith('%')) {
    return rate;
  }
  const number = Number(rate);
  return String(
    number === 0 ? 0 : Math.max(1, Math.floor((number * part) / whole)),
  );
}

/** Deals nodes out to commands, in the order they are given. */
export function groupNodes<T extends TargetKey>(
  nodes: T[],
  rates: { maxConcurrency: string; maxErrors: string },
): Array<CommandGroup<T>> {
  const places = new Map<string, T[]>();
  for (const node of nodes) {
    const key = `${node.account}/${node.region}`;
    places.set(key, [...(places.get(key) ?? []), node]);
  }
  const groups: Array<CommandGroup<T>> = [];
  for (const place of places.values()) {
    for (let start = 0; start < place.length; start += NODES_PER_COMMAND) {
      const some = place.slice(start, start + NODES_PER_COMMAND);
      groups.push({
        account: some[0].account,
        region: some[0].region,
        number: groups.length + 1,
        nodes: some,
        maxConcurrency: shareOfRate(
          rates.maxConcurrency,
          some.length,
          nodes.length,
        ),
        maxErrors: shareOfRate(rates.maxErrors, some.length, nodes.length),
      });
    }
  }
  return groups;
}
