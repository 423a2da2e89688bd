import { TargetState } from '@managed-nodes/plugin-managed-nodes-common';
import { aTarget, someHealth } from '../__testUtils__/nodes';
import { byUrgency, syncSentence } from './syncSentence';

function sentence(...states: TargetState[]): string {
  return syncSentence(someHealth(states.map(state => aTarget({ state }))));
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
    expect(sentence(...states)).toBe(text);
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
});

describe('byUrgency', () => {
  it('puts first what needs somebody', () => {
    const states: TargetState[] = ['ok', 'held', 'running', 'failed'];
    expect(
      byUrgency(states.map(state => aTarget({ state }))).map(
        target => target.state,
      ),
    ).toEqual(['failed', 'held', 'running', 'ok']);
  });
});
