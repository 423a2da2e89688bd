import { select } from './jsonPath';

const value = {
  Reservations: [
    { Instances: [{ InstanceId: 'i-1', State: { Name: 'running' } }] },
    { Instances: [{ InstanceId: 'i-2', State: { Name: 'stopped' } }] },
  ],
  'a-b': { c: 1 },
};

describe('select', () => {
  it.each([
    ['$', value],
    ['$.Reservations[0].Instances[0].InstanceId', 'i-1'],
    ['$.Reservations[-1].Instances[0].State.Name', 'stopped'],
    ['$.Reservations..InstanceId', ['i-1', 'i-2']],
    ['$.Reservations[*].Instances[*].State.Name', ['running', 'stopped']],
    ['$.Reservations[0:1]..InstanceId', ['i-1']],
    ["$..Instances[?(@.State.Name=='stopped')].InstanceId", ['i-2']],
    ["$..Instances[?(@.State.Name == 'stopped')].InstanceId", ['i-2']],
    ["$['a-b'].c", 1],
    ['$.a-b.c', 1],
    ['$.nothing.at.all', undefined],
    ['$.Reservations[9]', undefined],
    ['$..nothing', []],
  ])('finds %s', (path, found) => {
    expect(select(value, path)).toEqual(found);
  });

  it.each(['Reservations', '$.a[', '$.a[?(@.b>1)]', '$ a'])(
    'refuses %s',
    path => {
      expect(() => select(value, path)).toThrow('Invalid JSONPath selector');
    },
  );
});
