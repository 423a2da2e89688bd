import {
  ParameterValue,
  RunbookParameter,
} from '@managed-nodes/plugin-managed-nodes-common';
import { aParameter } from '../../__testUtils__/runbooks';
import { fieldKind, FieldState, firstState, stateOf } from './fields';
import { readField, readForm } from './readForm';

const read = (parameter: Partial<RunbookParameter>, state: FieldState) =>
  readField(aParameter(parameter), state);

describe('readField', () => {
  it.each<[Partial<RunbookParameter>, FieldState, unknown]>([
    [{}, 'nginx', { value: 'nginx' }],
    [{ type: 'Integer' }, ' 12 ', { value: 12 }],
    [{ type: 'Boolean' }, 'false', { value: false }],
    [{ type: 'StringList' }, 'a\n\n b \n', { value: ['a', 'b'] }],
    [{ type: 'StringMap' }, '{"a": 1}', { value: { a: 1 } }],
    [{ type: 'MapList' }, '[{"a": 1}]', { value: [{ a: 1 }] }],
    [{ type: 'String', allowedValues: ['a', 'b'] }, 'b', { value: 'b' }],
    [{ type: 'Integer', allowedValues: [5, 10] }, '10', { value: 10 }],
    [
      { type: 'StringList', allowedValues: ['a', 'b'] },
      ['b'],
      { value: ['b'] },
    ],
    [
      { type: 'AWS::EC2::Instance::Id' },
      'i-0123456789abcdef0',
      { value: 'i-0123456789abcdef0' },
    ],
    [{ default: 'nginx', required: false }, '', { value: '' }],
  ])('reads %j', (parameter, state, expected) => {
    expect(read(parameter, state)).toEqual(expected);
  });

  it.each<[Partial<RunbookParameter>, FieldState, RegExp]>([
    [{}, '', /filled in/],
    [{ type: 'StringList' }, ' \n', /filled in/],
    [{ type: 'Boolean' }, '', /filled in/],
    [{ type: 'Integer' }, '1.5', /whole number/],
    [{ type: 'StringMap' }, '[1]', /object/],
    [{ type: 'StringMap' }, '{', /JSON/],
    [{ type: 'MapList' }, '{}', /list of objects/],
    [{ type: 'MapList' }, '["a"]', /list of objects/],
    [{ allowedPattern: '[a-z]{3}' }, 'abcd', /match \[a-z\]/],
    [{ minChars: 3 }, 'ab', /At least 3 characters/],
    [{ maxChars: 1 }, 'ab', /At most 1 character$/],
    [{ type: 'StringList', minItems: 2 }, 'a', /At least 2 items/],
    [{ type: 'StringList', maxItems: 1 }, 'a\nb', /At most 1 item$/],
    [{ type: 'StringList', allowedPattern: '\\d+' }, '1\nb', /match/],
    [{ type: 'AWS::S3::Bucket::Name' }, 'A', /S3 bucket/],
    [{ type: 'AWS::IAM::Role::Arn' }, 'role', /ARN of a role/],
    [{ type: 'List<AWS::EC2::Instance::Id>' }, 'web-1', /id of a node/],
  ])('finds what is wrong with %j', (parameter, state, problem) => {
    expect(read(parameter, state)).toEqual({
      problem: expect.stringMatching(problem),
    });
  });

  it('leaves to the server a pattern that only Java understands', () => {
    expect(read({ allowedPattern: '(?i)\\p{Alpha}++' }, 'A')).toEqual({
      value: 'A',
    });
  });

  it('leaves out what is as by default, as somebody else says it', () => {
    const items: Partial<RunbookParameter> = {
      type: 'StringList',
      default: ['a'],
      required: false,
    };
    expect(
      read({ default: 'nginx', required: false }, 'nginx'),
    ).toBeUndefined();
    expect(read(items, 'a')).toBeUndefined();
    expect(read(items, 'b')).toEqual({ value: ['b'] });
    expect(
      read({ type: 'Integer', default: 5, required: false }, ''),
    ).toBeUndefined();
  });
});

describe('readForm', () => {
  const form = [
    aParameter(),
    aParameter({ name: 'InstanceId', takesNodes: true }),
    aParameter({
      name: 'Seconds',
      type: 'Integer',
      default: 5,
      required: false,
    }),
  ];

  it('reads what was filled in, and what is wrong', () => {
    expect(readForm(form, { ServiceName: 'nginx', Seconds: '7' })).toEqual({
      values: { ServiceName: 'nginx', Seconds: 7 },
      problems: {},
    });
    expect(readForm(form, { ServiceName: '', Seconds: 'x' })).toEqual({
      values: {},
      problems: {
        ServiceName: 'It has to be filled in',
        Seconds: 'Expected a whole number',
      },
    });
  });

  it('begins with defaults, or with what a run had', () => {
    expect(firstState(form)).toEqual({ ServiceName: '', Seconds: '5' });
    expect(firstState(form, { Seconds: 9, Gone: 'x' })).toEqual({
      ServiceName: '',
      Seconds: '9',
    });
  });

  it('reads back each value that it shows', () => {
    const values: Array<[Partial<RunbookParameter>, ParameterValue]> = [
      [{ type: 'StringMap' }, { a: [1] }],
      [{ type: 'MapList' }, [{ a: 1 }]],
      [{ type: 'StringList' }, ['a', 'b']],
      [{ type: 'Boolean' }, true],
    ];
    values.forEach(([part, value]) => {
      const parameter = aParameter(part);
      expect(fieldKind(parameter)).toBeDefined();
      expect(readField(parameter, stateOf(parameter, value))).toEqual({
        value,
      });
    });
  });
});
