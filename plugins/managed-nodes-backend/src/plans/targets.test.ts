import { targetsOf } from './__testUtils__/plans';
import { readTargets, targetsSchema } from './targets';

describe('readTargets', () => {
  it.each<[Record<string, string[]>, string]>([
    [{ InstanceIds: ['*'] }, 'all nodes'],
    [{ InstanceIds: ['i-00000001'] }, 'i-00000001'],
    [{ InstanceIds: ['i-00000001', 'mi-00000000000000002'] }, '2 nodes'],
    [{ 'tag:Patch Group': ['web'] }, 'tag Patch Group = web'],
    [
      { 'tag:env': ['a', 'b'], 'tag:x': [''] },
      "tag env = a or b and tag x = ''",
    ],
    [{ 'tag-key': ['Backup'] }, 'tag Backup'],
    [{ CloudConnector: ['c-1'] }, 'cloud connector c-1'],
    [
      { 'tag:n': ['1', '2', '3', '4', '5', '6', '7'] },
      'tag n = 1 or 2 or 3 or 4 or 5 or 2 more',
    ],
  ])('says whom %p is for', (targets, words) => {
    expect(targetsOf(targets)).toMatchObject({ known: true, text: words });
  });

  it('takes the nodes of a cloud connector by their tag', () => {
    expect(targetsOf({ CloudConnector: ['c-1'] }).alternatives).toEqual([
      [{ kind: 'tag', key: 'CloudConnector', values: ['c-1'] }],
    ]);
  });

  it.each<Record<string, string[]>>([
    { 'resource-groups:Name': ['web'] },
    { 'resource-groups:ResourceTypeFilters': ['AWS::EC2::Instance'] },
    { ParameterValues: ['x'] },
    { 'tag:a': ['1'], 'resource-groups:Name': ['web'] },
  ])('does not guess whom %p is for', targets => {
    expect(targetsOf(targets)).toMatchObject({
      known: false,
      alternatives: [],
    });
  });

  it('keeps what can be told of several lists', () => {
    expect(
      targetsOf({ 'resource-groups:Name': ['web'] }, { 'tag:a': ['1'] }),
    ).toEqual({
      known: false,
      alternatives: [[{ kind: 'tag', key: 'a', values: ['1'] }]],
      text: 'resource group web; or tag a = 1',
    });
  });

  it('knows nothing of a plan without targets', () => {
    expect(readTargets([])).toMatchObject({ known: false, alternatives: [] });
    expect(readTargets([[]])).toMatchObject({ known: false, alternatives: [] });
  });

  it('cleans what somebody typed, and cuts it', () => {
    const { text, alternatives } = targetsOf({
      'tag:a\u202eb': ['x\u0000y', '\ud800', 'z'.repeat(5_000)],
      InstanceIds: ["i-1' OR 1=1", 'i-00000001'],
    });
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Surrogate}]/u);
    expect(text.length).toBeLessThanOrEqual(512);
    expect(alternatives).toEqual([
      [
        {
          kind: 'tag',
          key: 'a b',
          values: ['x y', '\ufffd', 'z'.repeat(256)],
        },
        { kind: 'node', values: ['i-00000001'] },
      ],
    ]);
  });

  it('reads answers that are not what AWS promises', () => {
    expect(targetsSchema.parse('all')).toEqual([]);
    expect(
      targetsSchema.parse([
        null,
        7,
        { Key: 3, Values: ['x'] },
        { Key: 'tag:a', Values: 'x' },
        { Key: 'tag:b', Values: ['x', null, 4] },
      ]),
    ).toEqual([
      { Key: 'tag:a', Values: [] },
      { Key: 'tag:b', Values: ['x'] },
    ]);
  });
});
