import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EVENT_KINDS } from './kinds';

const DOCS = resolve(__dirname, '../../../../docs');

interface Template {
  Resources: Record<
    string,
    { Type: string; Properties: Record<string, unknown> }
  >;
}

interface Pattern {
  source: string[];
  'detail-type'?: string[];
  detail?: { status?: Array<{ 'anything-but': string[] }> };
}

const readJson = (path: string) =>
  JSON.parse(readFileSync(resolve(DOCS, path), 'utf8'));

const patternsOf = (template: Template) =>
  Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::Events::Rule')
    .map(({ Properties }) => Properties.EventPattern as Pattern);

/** What is referred to anywhere in a template. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(references);
  }
  if (value && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => {
      if (key === 'Ref') {
        return [String(inner)];
      }
      return key === 'Fn::GetAtt'
        ? [String((inner as string[])[0])]
        : references(inner);
    });
  }
  return [];
}

describe('the CloudFormation templates', () => {
  it('send every kind we read, and no other', () => {
    const sources = new Map(
      EVENT_KINDS.map(kind => kind.split('/')).map(([source, type]) => [
        type,
        source,
      ]),
    );
    const patterns = patternsOf(readJson('events/every-account.json'));
    const types = patterns.flatMap(pattern => pattern['detail-type'] ?? []);
    expect(types.sort()).toEqual([...sources.keys()].sort());
    for (const pattern of patterns) {
      for (const type of pattern['detail-type']!) {
        expect(pattern.source).toContain(sources.get(type));
      }
    }
  });

  it('let every source through to the queue', () => {
    const [{ source }] = patternsOf(readJson('events/portal-account.json'));
    expect([...source].sort()).toEqual(
      [...new Set(EVENT_KINDS.map(kind => kind.split('/')[0]))].sort(),
    );
  });

  it.each(['events/portal-account.json', 'events/every-account.json'])(
    'refer to nothing that %s does not have',
    path => {
      const template = readJson(path);
      const names = [
        ...Object.keys(template.Resources),
        ...Object.keys(template.Parameters),
      ];
      expect(names).toEqual(expect.arrayContaining(references(template)));
    },
  );
});
