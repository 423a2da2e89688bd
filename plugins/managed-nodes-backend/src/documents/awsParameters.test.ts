import { aParameter } from './__testUtils__/parameter';
import { fromAwsParameters, toAwsParameters } from './awsParameters';

const parameters = [
  aParameter({ name: 'Text', default: '' }),
  aParameter({ name: 'Number', type: 'Integer' }),
  aParameter({ name: 'Flag', type: 'Boolean' }),
  aParameter({ name: 'Texts', type: 'StringList' }),
  aParameter({ name: 'Map', type: 'StringMap' }),
  aParameter({ name: 'Maps', type: 'MapList' }),
  aParameter({ name: 'Node', type: 'AWS::EC2::Instance::Id' }),
  aParameter({ name: 'Nodes', type: 'List<AWS::EC2::Instance::Id>' }),
];

const values = {
  Text: 'a, "b"',
  Number: 5,
  Flag: false,
  Texts: ['a', 'b,c'],
  Map: { a: ['b'] },
  Maps: [{ a: 1 }, { b: '}' }],
  Node: 'i-0123abcd',
  Nodes: ['i-0123abcd', 'mi-0123abcd'],
};

describe('toAwsParameters', () => {
  it('gives lists of texts, and JSON for what is no text', () => {
    const sent = toAwsParameters('automation', parameters, values);
    expect(sent).toEqual({
      Text: ['a, "b"'],
      Number: ['5'],
      Flag: ['false'],
      Texts: ['a', 'b,c'],
      Map: ['{"a":["b"]}'],
      Maps: ['{"a":1}', '{"b":"}"}'],
      Node: ['i-0123abcd'],
      Nodes: ['i-0123abcd', 'mi-0123abcd'],
    });
    expect(fromAwsParameters(parameters, sent)).toEqual(values);
  });

  it('keeps to what AWS takes', () => {
    const send = (kind: 'automation' | 'command', value: string | string[]) =>
      toAwsParameters(
        kind,
        [aParameter({ type: Array.isArray(value) ? 'StringList' : 'String' })],
        { P: value },
      );
    expect(send('automation', 'a'.repeat(512))).toEqual({
      P: ['a'.repeat(512)],
    });
    expect(() => send('automation', 'a'.repeat(513))).toThrow(
      'P: AWS takes at most 512 characters',
    );
    expect(send('command', 'a'.repeat(8000)).P[0]).toHaveLength(8000);
    expect(() => send('automation', Array(51).fill('a'))).toThrow('50 items');
    expect(() => send('automation', ['a', ''])).toThrow('no empty texts');
    expect(() => send('automation', '')).toThrow('P: AWS takes no empty texts');
    expect(send('command', '')).toEqual({ P: [''] });
  });

  it('leaves an empty text out where that says the same', () => {
    expect(toAwsParameters('automation', parameters, { Text: '' })).toEqual({});
  });

  it('sends nothing that the document does not have', () => {
    expect(toAwsParameters('command', parameters, { Other: 'a' })).toEqual({});
  });
});

describe('fromAwsParameters', () => {
  it('shows what it cannot read as it is', () => {
    expect(
      fromAwsParameters(parameters, {
        Number: ['many'],
        Map: ['{'],
        Maps: ['x'],
        Text: ['a', 'b'],
        Other: ['x', 'y'],
        Another: ['x'],
      }),
    ).toEqual({
      Number: 'many',
      Map: '{',
      Maps: ['x'],
      Text: 'a\nb',
      Other: ['x', 'y'],
      Another: 'x',
    });
  });
});
