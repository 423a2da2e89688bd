import { Fleet } from '../fleet/Fleet';
import { Organization } from '../model/Organization';
import { parseQuery } from './insights/parser';
import { Logs } from './Logs';
import { Query, QueryRequest } from './Query';
import { Timeline } from './Timeline';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

describe('Query', () => {
  const organization = Organization.create();
  const fleet = Fleet.create(200, {
    seed: 1,
    organization,
    regions: [['eu-central-1', 1]],
    now: NOW,
  });
  const logs = Logs.create({ fleet, organization, seed: 1 });
  const central = logs.groups(organization.management.id, 'eu-central-1');

  const start = (query: string, change: Partial<QueryRequest> = {}) =>
    Query.start('id', {
      account: organization.management.id,
      region: 'eu-central-1',
      groups: central,
      from: NOW - 10 * MINUTE,
      to: NOW,
      commands: parseQuery(query),
      startedAt: NOW,
      wait: 500,
      work: 1000,
      speed: 1,
      ...change,
    });

  it('looks at every line once', async () => {
    const query = start('stats count(*)');
    const timeline = Timeline.create(central[0].nodes, {
      from: NOW - 10 * MINUTE,
      to: NOW,
      now: NOW,
    });
    const events = [...timeline.forward()].filter(step => step.event);
    await query.advance(NOW + MINUTE);

    expect(query.status(NOW + MINUTE)).toBe('Complete');
    expect(query.figures.scanned).toBe(events.length);
    expect(query.rows()).toHaveLength(1);
  });

  it('is faster when told so', async () => {
    const query = start('limit 1', { speed: 100 });
    expect(query.isActive(NOW + 10)).toBe(true);
    expect(query.isActive(NOW + 1000)).toBe(false);
    await query.advance(NOW + 1000);

    expect(query.isOver).toBe(true);
  });

  it('ends without the rest when there is too much to look at', async () => {
    const all = start('stats count(*)', { scanLimit: 1000 });
    const newest = start('limit 10', { scanLimit: 1000 });
    await Promise.all([
      all.advance(NOW + MINUTE),
      newest.advance(NOW + MINUTE),
    ]);

    expect(all.status(NOW + MINUTE)).toBe('Timeout');
    expect(all.figures.scanned).toBe(1000);
    // The newest lines are what they are, whatever else there is.
    expect(newest.status(NOW + MINUTE)).toBe('Complete');
    expect(newest.rows()).toHaveLength(10);
  });

  it('works once for all that ask at the same time', async () => {
    const query = start('stats count(*)');
    const twin = start('stats count(*)');
    await Promise.all(
      [900, 1200, 5000].map(after => query.advance(NOW + after)),
    );
    await twin.advance(NOW + 5000);

    expect(query.figures).toEqual(twin.figures);
  });

  it('finds a line in its own group and in the central one', async () => {
    const own = logs.groups('111122223333', 'eu-central-1');
    const query = start('stats count(*) as n by @log', {
      groups: [...own, ...central],
    });
    await query.advance(NOW + MINUTE);
    const counts = query.rows().map(row => [row.get('@log'), row.get('n')]);

    expect(counts).toHaveLength(own.length + 1);
  });
});
