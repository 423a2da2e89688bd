import { SimulatedNode } from '../fleet/types';
import { noise } from './noise';

export const MINUTE = 60_000;
const MINUTES_A_DAY = 1440;
/** On so many of 100 days a machine does not report for a while. */
const GAPS = 0.04;
const SHORTEST_GAP = 6;
const LONGEST_GAP = 80;

/** Whether the network, or something else, swallowed what a machine reported. */
function isSwallowed(seed: number, minute: number): boolean {
  const day = Math.floor(minute / MINUTES_A_DAY);
  if (noise(seed ^ 0x6a09e667, day) >= GAPS) {
    return false;
  }
  const length =
    SHORTEST_GAP +
    Math.floor(noise(seed ^ 0x3c6ef372, day) * (LONGEST_GAP - SHORTEST_GAP));
  const from = Math.floor(
    noise(seed ^ 0x510e527f, day) * (MINUTES_A_DAY - length),
  );
  const within = minute - day * MINUTES_A_DAY;
  return within >= from && within < from + length;
}

/** When a machine was up, as far as anybody can tell from outside. */
export class Presence {
  readonly #node: SimulatedNode;

  static of(node: SimulatedNode): Presence {
    return new Presence(node);
  }

  private constructor(node: SimulatedNode) {
    this.#node = node;
  }

  /** Whether the machine ran at a minute since the epoch. */
  isUp(minute: number): boolean {
    const { registeredAt, lostAt, outages = [] } = this.#node;
    const at = minute * MINUTE;
    return (
      at >= registeredAt &&
      !(lostAt !== undefined && at >= lostAt) &&
      !outages.some(({ from, to }) => at >= from && at < to)
    );
  }

  /** Whether what runs on the machine got through to CloudWatch. */
  isHeard(minute: number): boolean {
    return this.isUp(minute) && !isSwallowed(this.#node.seed, minute);
  }

  /** The last of these minutes, both included, in which the machine was heard. */
  lastHeard(from: number, to: number): number | undefined {
    const { registeredAt, lostAt = Infinity, outages = [], seed } = this.#node;
    const first = Math.max(from, Math.ceil(registeredAt / MINUTE));
    let minute = to;
    while (minute >= first) {
      const at = minute * MINUTE;
      const outage = outages.find(each => at >= each.from && at < each.to);
      const since = at >= lostAt ? lostAt : outage?.from;
      if (since !== undefined) {
        minute = Math.ceil(since / MINUTE) - 1;
      } else if (isSwallowed(seed, minute)) {
        minute -= 1;
      } else {
        return minute;
      }
    }
    return undefined;
  }
}
