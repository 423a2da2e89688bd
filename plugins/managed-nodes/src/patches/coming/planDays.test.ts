import { aPlan } from '../../__testUtils__/patches';
import { comingSentence } from './comingSentence';
import { plansByDay } from './planDays';

const NOW = Date.parse('2026-05-12T12:00:00Z');

describe('plansByDay', () => {
  it('groups runs by their day, and puts what has none last', () => {
    const days = plansByDay(
      [
        aPlan({ id: 'a', nextRunAt: '2026-05-12T14:00:00Z' }),
        aPlan({ id: 'b', nextRunAt: '2026-05-13T12:00:00Z' }),
        aPlan({ id: 'c', nextRunAt: '2026-05-13T13:00:00Z' }),
        aPlan({ id: 'd', nextRunAt: '2026-05-17T12:00:00Z' }),
        aPlan({ id: 'e', nextRunAt: '2027-01-17T12:00:00Z' }),
        aPlan({ id: 'f', nextRunAt: null }),
      ],
      NOW,
    );
    expect(
      days.map(({ title, items }) => [title, items.map(i => i.id)]),
    ).toEqual([
      ['Today, 12 May', ['a']],
      ['Tomorrow, 13 May', ['b', 'c']],
      ['Sunday, 17 May', ['d']],
      [expect.stringMatching(/^Sunday, 17 January 2027/), ['e']],
      ['No next run', ['f']],
    ]);
  });
});

describe('comingSentence', () => {
  it('says when something is installed next, and where', () => {
    expect(
      comingSentence(
        [
          aPlan({ operation: 'Scan', nextRunAt: '2026-05-12T13:00:00Z' }),
          aPlan({ nextRunAt: '2026-05-14T12:00:00Z', nodes: 40 }),
        ],
        NOW,
      ),
    ).toBe('The next install is in 2 days, on 40 nodes');
  });

  it('does not take scans for installs', () => {
    expect(
      comingSentence(
        [aPlan({ operation: 'Scan' }), aPlan({ nextRunAt: null })],
        NOW,
      ),
    ).toBe('Scans are planned, but no install is');
    expect(comingSentence([], NOW)).toBe('Nothing is planned');
  });
});
