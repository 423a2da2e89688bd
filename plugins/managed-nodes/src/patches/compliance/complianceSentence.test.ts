import { someCounts, standings } from '../../__testUtils__/patches';
import { complianceSentence } from './complianceSentence';

const NOW = Date.parse('2026-05-12T12:00:00Z');

describe('complianceSentence', () => {
  it('says who is overdue, who will be and when, and how well the policy is kept', () => {
    expect(
      complianceSentence(
        { total: someCounts(), nextDueAt: '2026-05-14T12:00:00Z' },
        NOW,
      ),
    ).toBe(
      '31 of 1\u202f200 nodes are overdue, 212 more are due, the first on Thursday, 37 have no recent report; the policy is kept by 94 %',
    );
  });

  it('begins with the good news when nobody is overdue', () => {
    const total = someCounts({
      nodes: 4,
      standings: standings({ due: 1, compliant: 3 }),
      score: 1,
    });
    expect(
      complianceSentence({ total, nextDueAt: '2026-05-12T20:00:00Z' }, NOW),
    ).toBe(
      'None of 4 nodes is overdue, 1 is due, the first today; the policy is kept by 100 %',
    );
  });

  it('is short when all is well', () => {
    const total = someCounts({
      nodes: 2,
      standings: standings({ compliant: 2 }),
    });
    expect(complianceSentence({ total, nextDueAt: null }, NOW)).toBe(
      'All 2 nodes are compliant',
    );
  });
});
