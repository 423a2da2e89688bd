import { automation, step } from './__testUtils__/documents';
import { parseDocument } from './parseDocument';

const sleep = (name: string, more = {}) => step(name, 'aws:sleep', more);

describe('parseDocument', () => {
  it('reads YAML as people write it', () => {
    const { content } = parseDocument(`
schemaVersion: 0.3
description: |
  # Restart
  Restarts a *service*.
assumeRole: '{{ Role }}'
parameters:
  Role: { type: 'AWS::IAM::Role::Arn', default: '' }
  Nodes: { type: 'List<AWS::EC2::Instance::Id>', minItems: 1, maxItems: '5' }
  Count: { type: Integer, default: '5', allowedValues: [5, 10] }
  Really: { type: Boolean, default: 'true', description: Sure? }
  Names: { type: StringList, default: one, displayType: textarea }
  Text: { type: String, default: 5, allowedPattern: '^[0-9]$', minChars: 1, maxChars: 2 }
  Map: { type: StringMap, default: '{"a":"b"}' }
  Maps: { type: MapList, default: ['{"a":"b"}', { c: d }] }
  Vpc: { type: 'AWS::EC2::VPC::Id' }
mainSteps:
  - name: wait
    action: aws:sleep
    isEnd: true
    inputs: { Duration: PT1S }
`);
    expect(content).toMatchObject({
      kind: 'automation',
      schemaVersion: '0.3',
      description: '# Restart\nRestarts a *service*.',
      risk: 'reads',
      steps: [{ name: 'wait', isEnd: true, next: [] }],
    });
    const byName = Object.fromEntries(
      content.parameters.map(({ name, ...more }) => [name, more]),
    );
    expect(byName).toMatchObject({
      Role: { type: 'AWS::IAM::Role::Arn', default: '', multiline: false },
      Nodes: { default: null, minItems: 1, maxItems: 5 },
      Count: { default: 5, allowedValues: [5, 10] },
      Really: { default: true, description: 'Sure?' },
      Names: { default: ['one'], multiline: true },
      Text: { default: '5', allowedPattern: '^[0-9]$', minChars: 1 },
      Map: { default: { a: 'b' } },
      Maps: { default: [{ a: 'b' }, { c: 'd' }] },
      Vpc: { type: 'String', default: null },
    });
  });

  it('leads from each step to those that may come after it', () => {
    const { content } = automation({}, [
      sleep('first', { onFailure: 'step:tidy', onCancel: 'step: tidy' }),
      step('which', 'aws:branch', {
        inputs: {
          Choices: [
            {
              NextStep: 'linux',
              Variable: '{{ first.Platform }}',
              StringEquals: 'Linux',
            },
          ],
          Default: 'tidy',
        },
      }),
      sleep('linux', { nextStep: 'tidy', onFailure: 'Continue' }),
      step('maybe', 'aws:branch', {
        inputs: {
          Choices: [
            { NextStep: 'linux', Variable: '{{ x }}', BooleanEquals: true },
          ],
        },
      }),
      sleep('tidy', { isEnd: true }),
      sleep('never'),
    ]);
    expect(
      content.steps.map(({ name, next }) => [
        name,
        next.map(({ step: to, when }) => `${to}: ${when}`),
      ]),
    ).toEqual([
      ['first', ['which: null', 'tidy: it fails', 'tidy: it is cancelled']],
      ['which', [`linux: first.Platform is 'Linux'`, 'tidy: otherwise']],
      ['linux', ['tidy: null']],
      ['maybe', ['linux: x is true', 'tidy: otherwise']],
      ['tidy', []],
      ['never', []],
    ]);
    expect(content.steps[2].onFailure).toBe('Continue');
  });

  it('puts the steps of loops into them, and takes the worst risk', () => {
    const { content } = automation({}, [
      step('each', 'aws:loop', {
        inputs: {
          Iterators: '{{ list.Ids }}',
          Steps: [
            sleep('inner', { onFailure: 'step:after' }),
            step('run', 'aws:runCommand', {
              inputs: { DocumentName: 'AWS-RunShellScript' },
            }),
          ],
        },
      }),
      sleep('after'),
    ]);
    const [each, after] = content.steps;
    expect(each).toMatchObject({
      risk: 'runs-code',
      next: [{ step: 'after' }],
    });
    expect(each.steps.map(({ name, next }) => [name, next])).toEqual([
      [
        'inner',
        [
          { step: 'run', when: null },
          { step: 'after', when: 'it fails' },
        ],
      ],
      ['run', []],
    ]);
    expect(after.risk).toBe('reads');
    expect(content.risk).toBe('runs-code');
  });

  it('cleans what people are shown', () => {
    const { content } = automation(
      { P: { type: 'String', description: '\u001b[31mred\u202e\r\nline' } },
      [sleep('a\u200bb', { description: `${'x'.repeat(5000)}` })],
      { description: '\u0000 \u0007' },
    );
    expect(content.description).toBeNull();
    expect(content.parameters[0].description).toBe('[31mred\nline');
    expect(content.steps[0].name).toBe('a b');
    expect(content.steps[0].description).toHaveLength(4096);
  });

  it.each([
    ['not JSON', '{', 'document: not valid JSON'],
    ['not YAML', 'a: [', 'document: not valid YAML'],
    ['a list', '- a', 'document: expected an object'],
    ['a text', 'hello', 'document: expected an object'],
    ['no schema', '{}', 'schemaVersion: expected 0.3'],
    ['a session document', '{"schemaVersion":"1.0"}', `got '1.0'`],
    [
      'no steps',
      '{"schemaVersion":"0.3","mainSteps":[]}',
      'mainSteps: Too small',
    ],
    [
      'a step without a name',
      '{"schemaVersion":"0.3","mainSteps":[{"action":"aws:sleep"}]}',
      'mainSteps[0].name',
    ],
    [
      'two keys of one name',
      'schemaVersion: "0.3"\nschemaVersion: "2.2"',
      'document: not valid YAML',
    ],
    [
      'a key that changes objects',
      '{"schemaVersion":"0.3","parameters":{"__proto__":{"type":"String"}},"mainSteps":[]}',
      'parameters: nothing may be named __proto__',
    ],
    [
      'a number that is none',
      'schemaVersion: "0.3"\ndescription: .inf',
      'description: expected something that JSON can say',
    ],
    ['too much JSON', `{"a":"${'x'.repeat(600_000)}"}`, 'larger than 512 KB'],
    ['too much YAML', `a: ${'x'.repeat(70_000)}`, 'larger than 64 KB'],
    [
      'too many values',
      `{"a":[${Array(20_001).fill(1).join(',')}]}`,
      'more than 20000 values',
    ],
    ['too deep', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`, 'nested more'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseDocument(text)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('is not blown up by aliases', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) =>
        `a${level + 1}: &a${level + 1} [${Array(9)
          .fill(`*a${level}`)
          .join(',')}]`,
    );
    const bomb = ['a0: &a0 [x]', ...levels].join('\n');
    expect(() => parseDocument(bomb)).toThrow('document: not valid YAML');
  });

  it.each([
    [{ P: { type: 'Number' } }, `parameters.P.type: 'Number' is not known`],
    [{ P: {} }, 'parameters.P.type'],
    [{ 'a\u0007': { type: 'String' } }, 'not the name of a parameter'],
    [{ P: { type: 'Integer', default: 1.5 } }, 'parameters.P.default'],
    [
      { P: { type: 'String', allowedPattern: 'a'.repeat(5000) } },
      'parameters.P.allowedPattern: longer',
    ],
  ])('names the parameter that is wrong: %j', (parameters, message) => {
    expect(() => automation(parameters, [sleep('a')])).toThrow(message);
  });

  it.each([
    [[sleep('a', { nextStep: 'b' })], `mainSteps[0].nextStep: there is no`],
    [[sleep('a', { onFailure: 'step:b' })], 'mainSteps[0].onFailure'],
    [[sleep('a'), sleep('a')], 'two steps have the same name'],
    [
      [step('a', 'aws:branch', { inputs: { Choices: [{ NextStep: 'a' }] } })],
      'mainSteps[0].inputs.Choices[0]: expected And, Or, Not',
    ],
    [[step('a', 'aws:branch')], 'mainSteps[0].inputs.Choices'],
    [
      [step('a', 'aws:loop', { inputs: { Steps: [{ name: 'b' }] } })],
      'mainSteps[0].inputs.Steps[0].action',
    ],
  ])('names the step that is wrong: %#', (steps, message) => {
    expect(() => automation({}, steps)).toThrow(message);
  });
});
