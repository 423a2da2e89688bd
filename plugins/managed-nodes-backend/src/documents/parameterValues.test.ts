import {
  DocumentParameter,
  ParameterValue,
} from '@managed-nodes/plugin-managed-nodes-common';
import { aParameter } from './__testUtils__/parameter';
import { checkValue } from './parameterValues';

type Case = [Partial<DocumentParameter>, ParameterValue];

const deep = (levels: number): Record<string, unknown> =>
  levels === 0 ? {} : { a: deep(levels - 1) };

describe('checkValue', () => {
  it.each<[...Case, ParameterValue]>([
    [{ type: 'String' }, 'a', 'a'],
    [{ type: 'String' }, 5, '5'],
    [{ type: 'Integer' }, '-5', -5],
    [{ type: 'Integer' }, 5, 5],
    [{ type: 'Boolean' }, 'true', true],
    [{ type: 'Boolean' }, false, false],
    [{ type: 'StringList' }, ['a', 'b'], ['a', 'b']],
    [{ type: 'StringList' }, [], []],
    [{ type: 'StringMap' }, { a: { b: 1 } }, { a: { b: 1 } }],
    [{ type: 'MapList' }, [{ a: 1 }], [{ a: 1 }]],
    [{ type: 'AWS::EC2::Instance::Id' }, 'i-0123abcd', 'i-0123abcd'],
    [
      { type: 'AWS::EC2::Instance::Id' },
      'mi-0123456789abcdef0',
      'mi-0123456789abcdef0',
    ],
    [{ type: 'List<AWS::EC2::Instance::Id>' }, ['i-0123abcd'], ['i-0123abcd']],
    [{ type: 'AWS::S3::Bucket::Name' }, 'a-bucket', 'a-bucket'],
    [
      { type: 'AWS::IAM::Role::Arn' },
      'arn:aws-cn:iam::111122223333:role/path/Name',
      'arn:aws-cn:iam::111122223333:role/path/Name',
    ],
    [{ type: 'AWS::IAM::Role::Arn' }, '', ''],
    [{ allowedValues: ['a', 5] }, '5', '5'],
    [{ type: 'Integer', allowedValues: ['5'] }, 5, 5],
    [{ allowedPattern: '[a-c]+' }, 'abc', 'abc'],
  ])('takes %j as %j', (more, value, typed) => {
    expect(checkValue(aParameter(more), value)).toEqual(typed);
  });

  it.each<[...Case, string]>([
    [{ type: 'String' }, ['a'], 'P: expected a text'],
    [{ type: 'String' }, { toString: 'a' }, 'P: expected a text'],
    [{ type: 'Integer' }, '5; reboot', 'P: expected a whole number'],
    [{ type: 'Integer' }, '5\n', 'P: expected a whole number'],
    [{ type: 'Integer' }, ['5'], 'P: expected a whole number'],
    [{ type: 'Integer' }, '1e3', 'P: expected a whole number'],
    [{ type: 'Integer' }, '9'.repeat(16), 'P: expected a whole number'],
    [{ type: 'Boolean' }, 'yes', 'P: expected true or false'],
    [{ type: 'Boolean' }, ['true'], 'P: expected true or false'],
    [{ type: 'StringList' }, 'a', 'P: expected a list of texts'],
    [{ type: 'StringList' }, [{ a: 1 }], 'P: expected a text'],
    [{ type: 'StringMap' }, '{}', 'P: expected an object'],
    [{ type: 'StringMap' }, ['a'], 'P: expected an object'],
    [{ type: 'StringMap' }, deep(11), 'P: nested more than 10 deep'],
    [
      { type: 'StringMap' },
      JSON.parse('{"a":{"__proto__":1}}'),
      'P: nothing may be named __proto__',
    ],
    [{ type: 'MapList' }, ['a'], 'P: expected a list of objects'],
    [{ type: 'MapList' }, 'a', 'P: expected a list of objects'],
    [{ type: 'AWS::EC2::Instance::Id' }, 'i-1', 'P: expected the id of a node'],
    [{ type: 'AWS::EC2::Instance::Id' }, 'i-0123abcd\n', 'P: expected the id'],
    [
      { type: 'List<AWS::EC2::Instance::Id>' },
      ['i-0123abcd', '*'],
      'P: expected the id of a node',
    ],
    [{ type: 'AWS::S3::Bucket::Name' }, 'A', 'P: expected the name of a'],
    [{ type: 'AWS::IAM::Role::Arn' }, 'admin', 'P: expected the ARN of a role'],
    [{ minChars: 2 }, 'a', 'P: expected at least 2 characters'],
    [{ maxChars: 2 }, 'abc', 'P: expected at most 2 characters'],
    [
      { type: 'StringList', maxChars: 2 },
      ['a', 'abc'],
      'P: expected at most 2',
    ],
    [{ type: 'StringList', minItems: 1 }, [], 'P: expected at least 1 items'],
    [{ type: 'StringList', maxItems: 1 }, ['a', 'b'], 'P: expected at most 1'],
    [{ allowedValues: ['a', 'b'] }, 'c', 'P: expected one of a, b'],
    [
      { type: 'StringList', allowedValues: ['a'] },
      ['a', 'c'],
      'P: expected one of a',
    ],
    [
      { allowedPattern: '^[a-c]+$' },
      'abcd',
      'P: expected what matches ^[a-c]+$',
    ],
    [
      { type: 'StringList', allowedPattern: '[a-c]' },
      ['a', 'd'],
      'P: expected what matches',
    ],
    [{ allowedPattern: 'a++' }, 'a', 'P: the document allows what matches a++'],
    [{ name: 'a\u0007b' }, ['a'], 'a b: expected a text'],
  ])('refuses %j as %j', (more, value, message) => {
    expect(() => checkValue(aParameter(more), value)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('leaves patterns that it cannot check to AWS where config says the value', () => {
    const trusted = { trusted: true };
    const unclear = aParameter({ allowedPattern: '(?i)a' });
    expect(checkValue(unclear, 'A', trusted)).toBe('A');
    const clear = aParameter({ allowedPattern: 'a' });
    expect(() => checkValue(clear, 'A', trusted)).toThrow('P: expected');
    const listed = aParameter({
      allowedPattern: '(?i)a',
      allowedValues: ['b'],
    });
    expect(() => checkValue(listed, 'A', trusted)).toThrow('expected one of b');
  });
});
