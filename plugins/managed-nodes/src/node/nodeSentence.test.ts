import { aNode } from '../__testUtils__/nodes';
import { duePhrase, nodeSentence, patchPhrase } from './nodeSentence';

const NOW = Date.parse('2026-05-12T12:00:00Z');
const lastPingAt = '2026-05-12T11:57:00Z';

describe('nodeSentence', () => {
  it('says whether it is there, patched, and when it was heard of', () => {
    expect(nodeSentence(aNode({ lastPingAt }), NOW)).toBe(
      'Online, 2 critical patches missing, last seen 3 min ago.',
    );
  });

  it('says since when a node is missing', () => {
    const node = aNode({
      lastPingAt,
      status: 'missing',
      missingSince: '2026-05-12T10:00:00Z',
    });
    expect(nodeSentence(node, NOW)).toMatch(
      /^Missing from AWS’s listings since 2 h ago, /,
    );
  });

  it('says when a node left, and nothing of patches any more', () => {
    const node = aNode({
      lastPingAt,
      status: 'left',
      leftAt: '2026-05-12T11:59:00Z',
    });
    expect(nodeSentence(node, NOW)).toBe(
      'Left on 12 May 2026, last seen 3 min ago.',
    );
  });
});

describe('patchPhrase', () => {
  it('says the worst, once', () => {
    const { patch } = aNode();
    expect(
      patchPhrase({ ...patch, bucket: 'critical', criticalNonCompliant: 1 }),
    ).toBe('1 critical patch missing');
    expect(patchPhrase({ ...patch, bucket: 'security' })).toBe(
      '3 security patches missing',
    );
    expect(
      patchPhrase({ ...patch, bucket: 'other', otherNonCompliant: 4 }),
    ).toBe('4 patches missing, none critical');
    expect(patchPhrase({ ...patch, bucket: 'compliant' })).toBe(
      'patches compliant',
    );
    expect(patchPhrase({ ...patch, bucket: 'never-reported' })).toBe(
      'never scanned for patches',
    );
  });
});

describe('duePhrase', () => {
  const { patch } = aNode();

  it('says since when or until when', () => {
    expect(
      duePhrase(
        { ...patch, standing: 'overdue', dueAt: '2026-05-10T12:00:00Z' },
        NOW,
      ),
    ).toBe(', due since Sunday');
    expect(
      duePhrase(
        { ...patch, standing: 'due', dueAt: '2026-05-15T12:00:00Z' },
        NOW,
      ),
    ).toBe(', due in 3 days');
    expect(duePhrase({ ...patch, standing: 'excepted' }, NOW)).toBe(
      ', all excepted',
    );
  });

  it('says nothing where nothing is due, or no date is known', () => {
    expect(duePhrase({ ...patch, standing: 'due' }, NOW)).toBe('');
    expect(duePhrase({ ...patch, standing: 'compliant' }, NOW)).toBe('');
  });
});
