import { aNode } from '../__testUtils__/nodes';
import {
  aMissingPage,
  aMissingPatch,
  someCounts,
  standings,
} from '../__testUtils__/patches';
import { patchesSentence } from './patchesSentence';

const NOW = Date.parse('2026-05-12T12:00:00Z');

const first = aNode({
  patch: { ...aNode().patch, dueAt: '2026-05-07T12:00:00Z' },
});

function counted(counts: Parameters<typeof standings>[0], nodes = 12) {
  return {
    total: someCounts({ nodes, standings: standings(counts) }),
    nextDueAt: '2026-05-14T12:00:00Z',
  };
}

describe('patchesSentence', () => {
  it('says what is overdue, on how many nodes, since when', () => {
    const missing = aMissingPage({
      items: [aMissingPatch(), aMissingPatch({ id: '2' })],
      totalItems: 2,
    });
    const compliance = counted({ overdue: 3, due: 2, compliant: 7 });
    expect(patchesSentence({ compliance, missing, first }, NOW)).toBe(
      'Overdue: 2 critical patches on 3 nodes, due since Thursday',
    );
  });

  it('tells critical patches from the others', () => {
    const missing = aMissingPage({
      items: [aMissingPatch(), aMissingPatch({ id: '2', kind: 'other' })],
      totalItems: 7,
    });
    const compliance = counted({ overdue: 1, compliant: 11 });
    expect(patchesSentence({ compliance, missing }, NOW)).toBe(
      'Overdue: 7 patches on 1 node, 1 of them critical',
    );
  });

  it('says what is due first when nothing is overdue', () => {
    const missing = aMissingPage({
      items: [aMissingPatch({ kind: 'security' })],
      totalItems: 1,
    });
    expect(
      patchesSentence({ compliance: counted({ due: 4 }), missing }, NOW),
    ).toBe('Due: 1 patch on 4 nodes, the first on Thursday');
  });

  it('does not take silence for compliance', () => {
    const compliance = counted({
      'never-reported': 1,
      stale: 1,
      compliant: 10,
    });
    expect(patchesSentence({ compliance }, NOW)).toBe(
      '2 of 12 nodes have no recent patch report',
    );
  });

  it('says that all is well', () => {
    expect(
      patchesSentence({ compliance: counted({ compliant: 12 }) }, NOW),
    ).toBe('All 12 nodes are compliant');
    expect(
      patchesSentence(
        { compliance: counted({ compliant: 11, excepted: 1 }) },
        NOW,
      ),
    ).toBe('All 12 nodes are compliant, 1 by exception');
  });
});
