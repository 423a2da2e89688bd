import { Fleet } from '../fleet/Fleet';
import { Organization } from '../model/Organization';
import { LogEvent } from './LogEvent';
import { Timeline } from './Timeline';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

describe('Timeline', () => {
  const organization = Organization.create();
  const fleet = Fleet.create(120, {
    seed: 3,
    organization,
    regions: [['eu-central-1', 1]],
    now: NOW,
  });
  const nodes = fleet.everything();
  const timeline = Timeline.create(nodes, {
    from: NOW - 7 * MINUTE,
    to: NOW,
    now: NOW,
  });
  const idsOf = (steps: Iterable<{ event?: LogEvent }>) =>
    [...steps].flatMap(({ event }) => event?.id ?? []);

  it('is the same in both directions', () => {
    const forward = idsOf(timeline.forward());

    expect(forward.length).toBeGreaterThan(1000);
    expect(new Set(forward).size).toBe(forward.length);
    expect(idsOf(timeline.backward())).toEqual([...forward].reverse());
  });

  it('goes on from any of its positions', () => {
    const steps = [...timeline.forward()];
    const back = [...timeline.backward()];

    for (const i of [0, 1, 500, steps.length - 1]) {
      expect(idsOf(timeline.forward(steps[i].position))).toEqual(
        idsOf(steps.slice(i)),
      );
      expect(idsOf(timeline.backward(back[i].position))).toEqual(
        idsOf(back.slice(i)),
      );
    }
    expect(steps.every(step => Number.isSafeInteger(step.position))).toBe(true);
  });

  it('has the lines of one machine arrive in order', () => {
    const byNode = new Map<string, LogEvent[]>();
    for (const { event } of timeline.forward()) {
      if (event) {
        byNode.set(event.node.id, [
          ...(byNode.get(event.node.id) ?? []),
          event,
        ]);
      }
    }

    for (const events of byNode.values()) {
      const arrivals = events.map(event => event.ingestedAt);
      expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
      expect(events.every(event => event.ingestedAt >= event.at)).toBe(true);
    }
  });

  it('writes the same lines always', () => {
    const texts = () =>
      [...timeline.forward()].flatMap(({ event }) => event?.message ?? []);

    expect(texts()).toEqual(texts());
  });
});
