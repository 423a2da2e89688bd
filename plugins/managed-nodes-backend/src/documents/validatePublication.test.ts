import { automation, shellScript, step } from './__testUtils__/documents';
import { aPublication } from './__testUtils__/publication';
import { validatePublication } from './validatePublication';

const restart = shellScript(
  {
    Service: { type: 'String', allowedPattern: '[a-z]+' },
    Times: { type: 'Integer', default: 1 },
    Flags: {
      type: 'StringList',
      default: [],
      allowedValues: ['a', 'b'],
      minItems: 1,
    },
    Odd: { type: 'String', default: 'x', allowedPattern: '(?i)x' },
  },
  ['echo {{ Service }} {{ Times }} {{ Flags }}'],
);

const onNodes = automation(
  {
    InstanceId: { type: 'AWS::EC2::Instance::Id' },
    InstanceIds: { type: 'StringList', default: [] },
    Name: { type: 'String', default: 'x' },
    Count: { type: 'Integer', default: 1 },
  },
  [step('a', 'aws:sleep')],
);

const problems = (parameters: object) =>
  validatePublication(aPublication({ parameters }), restart);

describe('validatePublication', () => {
  it('finds nothing wrong with what is right', () => {
    expect(
      problems({
        Service: { allowed: ['nginx', 'redis'], default: 'redis' },
        Times: { fixed: '3', hidden: true },
        Flags: { allowed: ['a', 'b'], default: ['a'] },
        Odd: { fixed: 'X' },
      }),
    ).toEqual([]);
    expect(problems({ Times: { hidden: true } })).toEqual([]);
  });

  it.each([
    [
      { Servce: { fixed: 'a' } },
      'parameters.Servce',
      'the document has no parameter Servce; it has Service, Times, Flags, Odd',
    ],
    [
      { Service: { fixed: 'A' } },
      'parameters.Service.fixed',
      'expected what matches [a-z]+',
    ],
    [
      { Times: { default: 'many' } },
      'parameters.Times.default',
      'expected a whole number',
    ],
    [
      { Service: { allowed: ['a', 'B'] } },
      'parameters.Service.allowed[1]',
      'expected what matches [a-z]+',
    ],
    [
      { Service: { allowed: ['a'], default: 'b' } },
      'parameters.Service.default',
      'is none of the values in allowed',
    ],
    [
      { Flags: { allowed: ['c'] } },
      'parameters.Flags.allowed[0]',
      'expected one of a, b',
    ],
    [
      { Flags: { fixed: [] } },
      'parameters.Flags.fixed',
      'expected at least 1 items',
    ],
    [
      { Service: { hidden: true } },
      'parameters.Service.hidden',
      'nobody is asked for it, so it needs fixed or default',
    ],
  ])('refuses %j', (parameters, key, message) => {
    expect(problems(parameters)).toEqual([{ key, message }]);
  });

  it('names all that is wrong', () => {
    expect(
      problems({ No: {}, Times: { fixed: 'a' }, Service: { hidden: true } }),
    ).toHaveLength(3);
  });

  it('wants to be told what is run, where people could not choose it', () => {
    const anything = shellScript({ commands: { type: 'StringList' } }, [
      '{{ commands }}',
    ]);
    const check = (parameters: object) =>
      validatePublication(aPublication({ parameters }), anything);
    expect(check({})).toEqual([
      {
        key: 'parameters.commands',
        message: expect.stringContaining(
          'says what is run (mainSteps[0].inputs.runCommand)',
        ),
      },
    ]);
    expect(check({ commands: { fixed: ['date'] } })).toEqual([]);
    expect(check({ commands: { allowed: ['date'] } })).toEqual([]);
    expect(check({ commands: { unsafe: true } })).toEqual([]);
  });

  it('keeps to the lengths of AWS', () => {
    const publication = aPublication({
      nodesParameter: 'InstanceId',
      parameters: { Name: { fixed: 'a'.repeat(513) } },
    });
    expect(validatePublication(publication, onNodes)).toEqual([
      {
        key: 'parameters.Name.fixed',
        message: 'AWS takes at most 512 characters',
      },
    ]);
  });

  it.each([
    [{ nodesParameter: 'InstanceId' }, []],
    [{ nodesParameter: 'InstanceIds' }, ['parameters.InstanceId']],
    [{ nodesParameter: 'Nodes' }, ['parameters.InstanceId', 'nodesParameter']],
    [{ nodesParameter: 'Name' }, ['parameters.InstanceId', 'nodesParameter']],
    [{ nodesParameter: 'Count' }, ['parameters.InstanceId', 'nodesParameter']],
    [{}, ['parameters.InstanceId', 'nodesParameter']],
    [
      { places: [{ account: '111122223333', region: 'eu-central-1' }] },
      ['parameters.InstanceId'],
    ],
    [
      {
        places: [{ account: '111122223333', region: 'eu-central-1' }],
        parameters: { InstanceId: { allowed: ['i-0123abcd'] } },
      },
      [],
    ],
    [
      {
        nodesParameter: 'InstanceId',
        places: [{ account: '111122223333', region: 'eu-central-1' }],
      },
      ['places'],
    ],
    [
      {
        nodesParameter: 'InstanceId',
        parameters: { InstanceId: { fixed: 'i-0123abcd' } },
      },
      ['parameters.InstanceId'],
    ],
  ])('of an Automation document, %j: %j', (more, keys) => {
    expect(
      validatePublication(aPublication(more), onNodes).map(({ key }) => key),
    ).toEqual(keys);
  });

  it('of a Command document, wants no parameter and no places for nodes', () => {
    const publication = aPublication({
      nodesParameter: 'Service',
      places: [{ account: '111122223333', region: 'eu-central-1' }],
    });
    expect(validatePublication(publication, restart)).toEqual([
      { key: 'nodesParameter', message: 'Command documents are sent to nodes' },
      { key: 'places', message: 'Command documents are sent to nodes' },
    ]);
  });
});
