import { TargetState } from '@managed-nodes/plugin-managed-nodes-common';
import {
  aHold,
  anOrganization,
  aTarget,
  someHealth,
} from '../__testUtils__/sync';
import { activitySentence, syncSentence } from './syncSentence';

const NOW = '2026-05-12T10:00:00Z';

function inState(state: TargetState) {
  return aTarget({
    state,
    heldRemovals: state === 'held' ? aHold() : null,
  });
}

describe('syncSentence', () => {
  it.each<[TargetState[], string]>([
    [['ok', 'ok'], '2 of 2 targets are up to date'],
    [['ok', 'running'], '2 of 2 targets are up to date'],
    [['failed', 'ok'], '1 of 2 targets is failing'],
    [['failed', 'failed'], '2 of 2 targets are failing'],
    [['held', 'ok'], '1 of 2 targets holds removals for a look'],
    [
      ['failed', 'held', 'ok'],
      '1 of 3 targets is failing, 1 holds removals for a look',
    ],
    [['partial', 'ok'], '1 of 2 targets could only be read in part'],
    [[], 'No targets are configured'],
  ])('says %j as %s', (states, text) => {
    expect(syncSentence(someHealth(states.map(inState)))).toBe(text);
  });

  it('counts stale targets, and those never listed', () => {
    expect(
      syncSentence(someHealth([aTarget({ stale: true }), aTarget()])),
    ).toBe('1 of 2 targets is behind');
    expect(
      syncSentence(
        someHealth([
          aTarget({ state: 'never', lastSuccessAt: null }),
          aTarget(),
        ]),
      ),
    ).toBe('1 of 2 targets has not been listed yet');
  });

  it('lets a hold rest that somebody has dismissed', () => {
    const heldRemovals = aHold({ dismissedAt: NOW, dismissedBy: 'user:x/y' });
    expect(
      syncSentence(someHealth([aTarget({ state: 'held', heldRemovals })])),
    ).toBe('1 of 1 targets is up to date');
  });

  it('says when the organization cannot be read', () => {
    expect(
      syncSentence(
        someHealth([aTarget()], {
          discovery: anOrganization({ state: 'held' }),
        }),
      ),
    ).toBe('Accounts that were not found any more are kept for a look');
    expect(
      syncSentence(
        someHealth([aTarget()], {
          discovery: anOrganization({ state: 'failed' }),
          organization: anOrganization({ state: 'failed' }),
        }),
      ),
    ).toBe(
      'Accounts cannot be found, the nodes of the organization cannot be listed',
    );
    expect(syncSentence(someHealth([], { discovery: anOrganization() }))).toBe(
      'No accounts have been found yet',
    );
  });
});

describe('activitySentence', () => {
  it('says what runs and what waits', () => {
    const running = aTarget({ state: 'running' });
    const waiting = aTarget({ requestedAt: NOW });
    const say = (...targets: Parameters<typeof someHealth>[0]) =>
      activitySentence(someHealth(targets), '30 s');
    expect(say(aTarget(), aTarget())).toBe('84 nodes, read every 30 s');
    expect(say(running, aTarget())).toBe('1 of 2 targets is being read now');
    expect(say(running, running, waiting, waiting)).toBe(
      '2 of 4 targets are being read now, 2 wait',
    );
    expect(say(waiting, aTarget())).toBe(
      '0 of 2 targets are being read now, 1 waits',
    );
  });
});
