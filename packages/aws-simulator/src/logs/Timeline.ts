import { SimulatedNode } from '../fleet/types';
import { LogEvent } from './LogEvent';
import { BUCKET, bucketOf, timesIn } from './rhythm';

/**
 * Places in a millisecond that positions can tell apart: more than ever
 * happens in one, and few enough for positions to stay exact.
 */
const RANKS = 4096;

/** The position before everything that happened at a moment. */
export function positionAt(at: number): number {
  return at * RANKS;
}

/** The moment of a position. */
export function momentOf(position: number): number {
  return Math.floor(position / RANKS);
}

/** A step through time: an event, or the arrival at another bucket. */
export interface Step {
  /** Where to go on from to meet this step again. */
  readonly position: number;
  readonly event?: LogEvent;
}

/** What some machines wrote. Times are epoch milliseconds, both included. */
export class Timeline {
  readonly nodes: readonly SimulatedNode[];
  readonly from: number;
  readonly to: number;
  readonly #now: number;

  /** @param options - `now` hides what has not arrived by then */
  static create(
    nodes: readonly SimulatedNode[],
    options: { from: number; to: number; now: number },
  ): Timeline {
    return new Timeline(nodes, options);
  }

  private constructor(
    nodes: readonly SimulatedNode[],
    { from, to, now }: { from: number; to: number; now: number },
  ) {
    this.nodes = nodes;
    this.from = from;
    this.to = Math.min(to, now);
    this.#now = now;
  }

  #eventsIn(bucket: number): Step[] {
    const found: LogEvent[] = [];
    for (const node of this.nodes) {
      for (const [index, at] of timesIn(node, bucket).entries()) {
        if (at >= this.from && at <= this.to) {
          const event = LogEvent.of(node, at, index);
          if (event.ingestedAt <= this.#now) {
            found.push(event);
          }
        }
      }
    }
    found.sort((a, b) => a.at - b.at);
    let rank = 0;
    return found.map((event, i) => {
      rank = found[i - 1]?.at === event.at ? rank + 1 : 0;
      return { position: positionAt(event.at) + rank, event };
    });
  }

  /** The oldest first. @param position - first one to look at */
  *forward(position = 0): Generator<Step, void> {
    const start = Math.max(momentOf(position), this.from);
    const last = bucketOf(this.to);
    for (let bucket = bucketOf(start); bucket <= last; bucket++) {
      yield { position: Math.max(position, positionAt(bucket * BUCKET)) };
      for (const step of this.#eventsIn(bucket)) {
        if (step.position >= position) {
          yield step;
        }
      }
    }
  }

  /** The newest first. @param position - last one to look at */
  *backward(position = Infinity): Generator<Step, void> {
    const start = Math.min(momentOf(position), this.to);
    const last = bucketOf(this.from);
    for (let bucket = bucketOf(start); bucket >= last; bucket--) {
      const end = positionAt((bucket + 1) * BUCKET) - 1;
      yield { position: Math.min(position, end) };
      for (const step of this.#eventsIn(bucket).reverse()) {
        if (step.position <= position) {
          yield step;
        }
      }
    }
  }
}
