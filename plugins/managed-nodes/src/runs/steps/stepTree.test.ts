import { aStep } from '../../__testUtils__/runs';
import {
  explainingStep,
  isOfInterest,
  stateOf,
  stepsOfNode,
  stepTree,
} from './stepTree';

const inLoop = (iteration: number, id: string, part = {}) =>
  aStep({
    id,
    name: id,
    parentId: 'loop',
    iteration,
    iterationValue: `mi-${iteration}`,
    ...part,
  });

const STEPS = [
  aStep({ id: 'list', name: 'list' }),
  aStep({ id: 'loop', name: 'loop', action: 'aws:loop' }),
  inLoop(1, 'b1'),
  inLoop(0, 'a0'),
  inLoop(0, 'b0', { state: 'failed', failure: 'it broke' }),
  aStep({ id: 'inner', parentId: 'b0', name: 'inner' }),
  aStep({ id: 'other', execution: 'e2', region: 'us-east-1' }),
];

describe('stepTree', () => {
  it('nests children, by round where they are part of a loop, by execution', () => {
    const [first, second, ...none] = stepTree(STEPS);
    expect(none).toEqual([]);
    expect(second).toMatchObject({ execution: 'e2', region: 'us-east-1' });
    expect(first.steps.map(({ step }) => step.id)).toEqual(['list', 'loop']);
    const loop = first.steps[1];
    expect(loop.steps).toEqual([]);
    expect(
      loop.rounds.map(({ value, steps }) => [
        value,
        steps.map(({ step }) => step.id),
      ]),
    ).toEqual([
      ['mi-0', ['a0', 'b0']],
      ['mi-1', ['b1']],
    ]);
    expect(loop.rounds[0].steps[1].steps[0].step.id).toBe('inner');
  });

  it('leaves out none, whatever parents they name', () => {
    const ids = stepTree([
      aStep({ id: 'orphan', parentId: 'gone' }),
      aStep({ id: 'self', parentId: 'self' }),
      aStep({ id: 'one', parentId: 'two' }),
      aStep({ id: 'two', parentId: 'one' }),
    ])[0].steps.map(({ step }) => step.id);
    expect(ids).toEqual(['orphan', 'self', 'one', 'two']);
  });

  it('knows what is worth being shown at once', () => {
    const [list, loop] = stepTree(STEPS)[0].steps;
    expect(isOfInterest(list)).toBe(false);
    expect(isOfInterest(loop)).toBe(true);
  });
});

describe('explainingStep', () => {
  it('is the innermost that failed, not those around it', () => {
    const failed = { state: 'failed' as const, failure: 'Step loop failed' };
    expect(
      explainingStep([
        aStep({ id: 'loop', ...failed }),
        aStep({
          id: 'late',
          ...failed,
          parentId: 'loop',
          endedAt: '2026-11-23T11:00:00Z',
        }),
        aStep({
          id: 'early',
          ...failed,
          parentId: 'loop',
          failure: 'No such service',
          endedAt: '2026-11-23T10:00:00Z',
        }),
      ])?.failure,
    ).toBe('No such service');
    expect(explainingStep([aStep()])).toBeUndefined();
  });
});

describe('stateOf', () => {
  const of = (...states: Array<ReturnType<typeof aStep>['state']>) =>
    stateOf(
      stepTree(
        states.map((state, index) => aStep({ id: `s${index}`, state })),
      )[0].steps,
    );

  it('is the most telling of the states of steps', () => {
    expect(of('succeeded', 'skipped')).toBe('succeeded');
    expect(of('succeeded', 'failed', 'running')).toBe('failed');
    expect(of('succeeded', 'waiting', 'pending')).toBe('waiting');
    expect(of('pending', 'pending')).toBe('pending');
    expect(of('succeeded', 'pending')).toBe('running');
  });
});

describe('stepsOfNode', () => {
  const both = [
    aStep({ id: 'one', name: 'i-1' }),
    aStep({ id: 'two', name: 'i-2' }),
    aStep({ id: 'of-one', parentId: 'one' }),
    aStep({ id: 'of-two', parentId: 'two' }),
    aStep({ id: 'deep', parentId: 'of-two' }),
  ];

  it('are what is below the step that is called as the node', () => {
    expect(stepsOfNode(both, 'i-2').map(({ id }) => id)).toEqual([
      'two',
      'of-two',
      'deep',
    ]);
  });

  it('are all of them where the execution is on that node alone', () => {
    const alone = [aStep({ id: 'a' }), aStep({ id: 'b' })];
    expect(stepsOfNode(alone, 'i-1')).toEqual(alone);
  });
});
