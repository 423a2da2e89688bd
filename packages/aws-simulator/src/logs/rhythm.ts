import { SimulatedNode } from '../fleet/types';
import { noise, wave } from '../metrics/noise';

/** Lines are made for this many milliseconds at a time. */
export const BUCKET = 10_000;
const BUCKETS_A_MINUTE = 60_000 / BUCKET;
const BUCKETS_AN_HOUR = 60 * BUCKETS_A_MINUTE;

/** Busiest machines write so many lines a minute, the quietest one. */
const BUSIEST = 6;
/** Lines that the average machine writes in a minute. */
export const LINES_A_MINUTE = (1 + BUSIEST) / 2;

/** How much more is written at noon in Europe than on average. */
const DAILY_SWING = 0.4;
const NOON = 1020;

/** In so many of 1,000 hours something goes wrong on a machine. */
const BURSTS = 0.015;
const SHORTEST_BURST = 2 * BUCKETS_A_MINUTE;
const LONGEST_BURST = 12 * BUCKETS_A_MINUTE;
/** How many times more it then writes. */
const BURST_RATE = 3;

/** The agent sends what was written every five seconds, each in its own beat. */
const FLUSH_INTERVAL = 5000;
const TRANSPORT = 350;

/** Which bucket a moment is in. */
export function bucketOf(at: number): number {
  return Math.floor(at / BUCKET);
}

/** Lines a minute that a machine writes on average. */
export function rateOf({ seed }: SimulatedNode): number {
  return 1 + (seed % BUSIEST);
}

/** Whether a machine is in trouble, and writes of nothing else. */
export function isBurst(seed: number, bucket: number): boolean {
  const hour = Math.floor(bucket / BUCKETS_AN_HOUR);
  if (noise(seed ^ 0x5be0cd19, hour) >= BURSTS) {
    return false;
  }
  const length =
    SHORTEST_BURST +
    Math.floor(
      noise(seed ^ 0x1f83d9ab, hour) * (LONGEST_BURST - SHORTEST_BURST),
    );
  const start = Math.floor(
    noise(seed ^ 0x2b3e6c1f, hour) * (BUCKETS_AN_HOUR - length),
  );
  const within = bucket - hour * BUCKETS_AN_HOUR;
  return within >= start && within < start + length;
}

/** Whether a machine was there at a moment, and could write anything. */
export function wasThere(
  { registeredAt, lostAt, outages }: SimulatedNode,
  at: number,
): boolean {
  return (
    at >= registeredAt &&
    !(lostAt !== undefined && at >= lostAt) &&
    !outages?.some(({ from, to }) => at >= from && at < to)
  );
}

/** When a machine wrote its lines of a bucket, in order. */
export function timesIn(node: SimulatedNode, bucket: number): number[] {
  const { seed } = node;
  const swing =
    1 + DAILY_SWING * wave(Math.floor(bucket / BUCKETS_A_MINUTE), NOON);
  const expected =
    (rateOf(node) / BUCKETS_A_MINUTE) *
    swing *
    (isBurst(seed, bucket) ? BURST_RATE : 1);
  const count = Math.floor(expected + noise(seed ^ 0x428a2f98, bucket));
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const offset = noise(seed ^ 0x71374491, bucket * 16 + i) * BUCKET;
    const at = bucket * BUCKET + Math.floor(offset);
    if (wasThere(node, at)) {
      times.push(at);
    }
  }
  return times.sort((a, b) => a - b);
}

/**
 * When CloudWatch had a line. The agent sends in batches, so that what comes
 * later from one machine was written later, but not so between machines.
 */
export function ingestedAt({ seed }: SimulatedNode, at: number): number {
  const phase = seed % FLUSH_INTERVAL;
  return (
    Math.ceil((at - phase) / FLUSH_INTERVAL) * FLUSH_INTERVAL +
    phase +
    TRANSPORT
  );
}
