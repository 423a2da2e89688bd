import { SimulatedNode } from '../fleet/types';
import { RETENTION } from './groups';
import { LogEvent } from './LogEvent';
import { bucketOf } from './rhythm';
import { Timeline } from './Timeline';

/** No machine that is there is silent for longer, in buckets. */
const LONGEST_SILENCE = 360;
const BUCKETS_LOOKED_AT = LONGEST_SILENCE + 1;

function firstOf(steps: ReturnType<Timeline['forward']>): LogEvent | undefined {
  let buckets = 0;
  for (const { event } of steps) {
    if (event) {
      return event;
    }
    buckets += 1;
    if (buckets > BUCKETS_LOOKED_AT) {
      return undefined;
    }
  }
  return undefined;
}

/** The last line of a machine, whether it is still kept or not. */
export function lastEvent(
  node: SimulatedNode,
  now: number,
): LogEvent | undefined {
  const to = Math.min(now, node.lostAt ?? now);
  const timeline = Timeline.create([node], {
    from: node.registeredAt,
    to,
    now,
  });
  return bucketOf(to) < bucketOf(node.registeredAt)
    ? undefined
    : firstOf(timeline.backward());
}

/** The first line of a machine that is still kept. */
export function firstEvent(
  node: SimulatedNode,
  now: number,
): LogEvent | undefined {
  const timeline = Timeline.create([node], {
    from: Math.max(node.registeredAt, now - RETENTION),
    to: now,
    now,
  });
  return firstOf(timeline.forward());
}
