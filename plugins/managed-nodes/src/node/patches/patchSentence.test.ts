import { aNode } from '../../__testUtils__/nodes';
import { patchSentence } from './patchSentence';

const NOW = Date.parse('2026-05-12T12:00:00Z');
const { patch } = aNode();

describe('patchSentence', () => {
  it.each([
    [
      { standing: 'overdue', dueAt: '2026-05-10T12:00:00Z' },
      'Overdue: 2 critical patches missing, due since Sunday.',
    ],
    [
      { standing: 'due', dueAt: '2026-05-14T12:00:00Z' },
      '2 critical patches missing, due in 2 days, as reported 2 h ago.',
    ],
    [
      { standing: 'excepted' },
      '2 critical patches missing, all excepted, as reported 2 h ago.',
    ],
    [
      { standing: 'compliant', bucket: 'compliant' },
      'Nothing is missing, as reported 2 h ago.',
    ],
    [
      { standing: 'stale', bucket: 'compliant' },
      'Patches compliant, as reported 2 h ago.',
    ],
    [
      { standing: 'never-reported', bucket: 'never-reported' },
      'This node was never scanned for patches.',
    ],
  ] as const)('%j', (overrides, sentence) => {
    expect(patchSentence({ patch: { ...patch, ...overrides } }, NOW)).toBe(
      sentence,
    );
  });
});
