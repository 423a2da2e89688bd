import { Look, PendingLooks } from './PendingLooks';

const look = (nodeId: string, overrides: Partial<Look> = {}): Look => ({
  nodeId,
  dueAt: 100,
  later: [],
  failures: 0,
  ...overrides,
});

describe('PendingLooks', () => {
  it('keeps each node once, as soon as the sooner of two', () => {
    const pending = PendingLooks.create();
    pending.add(look('a', { dueAt: 500, later: [1, 2], failures: 2 }));
    pending.add(look('a', { dueAt: 300 }));
    expect(pending.size).toBe(1);
    expect(pending.nextDue).toBe(300);
    expect(pending.takeDue(300, 10)).toEqual([
      look('a', { dueAt: 300, later: [1, 2] }),
    ]);
    expect(pending.size).toBe(0);
    expect(pending.nextDue).toBeUndefined();
  });

  it('does not put off a node that there is news of', () => {
    const pending = PendingLooks.create();
    pending.add(look('a', { waits: 4, dueAt: 900 }));
    pending.add(look('a'));
    expect(pending.takeDue(100, 10)[0].waits).toBeUndefined();
    pending.add(look('b', { waits: 4 }));
    pending.add(look('b', { waits: 2 }));
    expect(pending.takeDue(100, 10)[0].waits).toBe(2);
  });

  it('gives out what is due, and not too much at once', () => {
    const pending = PendingLooks.create();
    ['a', 'b', 'c'].forEach(id => pending.add(look(id)));
    pending.add(look('later', { dueAt: 101 }));
    expect(pending.takeDue(100, 2).map(({ nodeId }) => nodeId)).toEqual([
      'a',
      'b',
    ]);
    expect(pending.takeDue(100, 2).map(({ nodeId }) => nodeId)).toEqual(['c']);
    expect(pending.nextDue).toBe(101);
  });
});
