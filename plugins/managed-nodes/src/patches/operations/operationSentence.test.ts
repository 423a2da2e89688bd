import { anOperation } from '../../__testUtils__/operations';
import { operationSentence } from './operationSentence';

const none = {
  queued: 0,
  running: 0,
  waiting: 0,
  succeeded: 0,
  failed: 0,
  'timed-out': 0,
  cancelled: 0,
  'not-sent': 0,
};

const ended = { endedAt: '2026-11-23T12:00:00Z', nodes: 3 };

describe('operationSentence', () => {
  it.each([
    [
      { nodes: 3, outcomes: { ...none, queued: 1, running: 2 } },
      'Installing patches on 3 nodes',
    ],
    [
      {
        nodes: 900,
        outcomes: { ...none, running: 100, waiting: 50, succeeded: 750 },
      },
      'Installing patches on 900 nodes, 750 done, 50 wait for their agent',
    ],
    [
      { ...ended, state: 'succeeded', outcomes: { ...none, succeeded: 3 } },
      'Installed patches on 3 nodes',
    ],
    [
      {
        ...ended,
        action: 'scan',
        state: 'failed',
        outcomes: { ...none, succeeded: 1, failed: 1, 'not-sent': 1 },
      },
      'Scanned 1 of 3 nodes, 2 did not succeed',
    ],
    [
      {
        ...ended,
        state: 'cancelled',
        outcomes: { ...none, succeeded: 1, cancelled: 2 },
      },
      'Installed patches on 1 of 3 nodes, 2 cancelled',
    ],
    [
      {
        nodes: 3,
        state: 'cancelling',
        outcomes: { ...none, succeeded: 1, running: 2 },
      },
      'Cancelling: 2 of 3 nodes have not ended yet',
    ],
  ] as const)('tells %j', (part, sentence) => {
    expect(operationSentence(anOperation(part))).toBe(sentence);
  });
});
