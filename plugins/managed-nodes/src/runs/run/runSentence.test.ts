import { anApproval, aRun, NO_OUTCOMES } from '../../__testUtils__/runs';
import { runSentence, tookWords } from './runSentence';

const ended = { endedAt: '2026-11-23T10:00:00Z' };

describe('runSentence', () => {
  it.each([
    ['Restart a service: 0 of 2 nodes done', aRun()],
    [
      'Restart a service on 2 nodes is about to begin',
      aRun({ state: 'queued' }),
    ],
    [
      'Restart a service on 2 nodes waits for approval',
      aRun({ state: 'awaiting-approval', approval: anApproval() }),
    ],
    [
      'Restart a service on 2 nodes is approved, and can be started',
      aRun({ state: 'approved' }),
    ],
    [
      'Restart a service on 2 nodes was not approved in time',
      aRun({ state: 'expired', approval: anApproval({ state: 'expired' }) }),
    ],
    [
      'Restart a service on 2 nodes was approved, but not started in time',
      aRun({
        state: 'expired',
        approval: anApproval({ decidedAt: '2026-11-23T10:00:00Z' }),
      }),
    ],
    [
      'Restart a service on 2 nodes was rejected',
      aRun({ state: 'rejected', ...ended }),
    ],
    [
      'Restart a service: succeeded on 1 of 2 nodes, 1 did not succeed',
      aRun({
        state: 'failed',
        ...ended,
        outcomes: { ...NO_OUTCOMES, succeeded: 1, 'timed-out': 1 },
      }),
    ],
    [
      'Restart a service succeeded on the one node',
      aRun({
        state: 'succeeded',
        ...ended,
        nodes: 1,
        outcomes: { ...NO_OUTCOMES, succeeded: 1 },
      }),
    ],
    [
      'Restart a service waits for a person: 0 of 2 nodes done',
      aRun({
        kind: 'automation',
        state: 'waiting',
        outcomes: { ...NO_OUTCOMES, waiting: 2 },
      }),
    ],
    [
      'Restart a service: 0 of 2 nodes done, 1 waiting for the agent',
      aRun({ outcomes: { ...NO_OUTCOMES, waiting: 1, running: 1 } }),
    ],
    [
      'Restart a service is being cancelled: 2 of 2 nodes have not ended yet',
      aRun({ state: 'cancelling' }),
    ],
    ['Restart a service is running', aRun({ nodes: 0, outcomes: NO_OUTCOMES })],
    [
      'Restart a service did not succeed',
      aRun({ nodes: 0, outcomes: NO_OUTCOMES, state: 'failed', ...ended }),
    ],
  ])('says: %s', (sentence, run) => {
    expect(runSentence(run)).toBe(sentence);
  });
});

describe('tookWords', () => {
  const now = Date.parse('2026-11-23T10:00:30Z');
  const startedAt = '2026-11-23T10:00:10Z';

  it('counts to the end, or to now', () => {
    expect(tookWords({ startedAt, endedAt: null }, now)).toBe('20 s');
    expect(tookWords({ startedAt, endedAt: '2026-11-23T10:00:14Z' }, now)).toBe(
      '4.0 s',
    );
    expect(tookWords({ startedAt: null, endedAt: null }, now)).toBeNull();
  });

  it('is not troubled by clocks that differ', () => {
    const later = '2026-11-23T11:00:00Z';
    expect(tookWords({ startedAt: later, endedAt: null }, now)).toBeNull();
    expect(tookWords({ startedAt: later, endedAt: startedAt }, now)).toBe(
      '0 ms',
    );
  });
});
