import { parseQuery } from './parser';
import { QueryError } from './QueryError';

function errorOf(query: string): QueryError {
  try {
    parseQuery(query);
  } catch (error) {
    return error as QueryError;
  }
  throw new Error(`Nothing is wrong with ${query}`);
}

describe('parseQuery', () => {
  it('reads commands, whatever their case, with comments and line breaks', () => {
    const commands = parseQuery(`
      # the newest
      FIELDS @timestamp, \`my field\` as mine, bin(5m) # all of them
      | filter level = 'ERROR'
      | Sort @timestamp DESC, mine
      | limit 20`);

    expect(commands).toEqual([
      {
        kind: 'fields',
        columns: [
          {
            operand: { kind: 'field', name: '@timestamp' },
            name: '@timestamp',
          },
          { operand: { kind: 'field', name: 'my field' }, name: 'mine' },
          { operand: { kind: 'bin', milliseconds: 300_000 }, name: 'bin(5m)' },
        ],
      },
      {
        kind: 'filter',
        condition: {
          kind: 'compare',
          operator: '=',
          left: { kind: 'field', name: 'level' },
          right: { kind: 'literal', value: 'ERROR' },
        },
      },
      {
        kind: 'sort',
        keys: [
          { name: '@timestamp', descending: true },
          { name: 'mine', descending: false },
        ],
      },
      { kind: 'limit', count: 20 },
    ]);
  });

  it('binds and closer than or, and not closest', () => {
    const [filter] = parseQuery(
      'filter a = 1 or not b = 2 and (c = 3 or d = 4)',
    );

    expect(filter).toMatchObject({
      condition: {
        kind: 'any',
        conditions: [
          { kind: 'compare' },
          {
            kind: 'all',
            conditions: [{ kind: 'not' }, { kind: 'any' }],
          },
        ],
      },
    });
  });

  it('names figures as they were written, or as told', () => {
    expect(
      parseQuery(
        'stats count(*), count() as n, pct(latency, 99.9), count_distinct(a.b) by bin( 1h ), level as l',
      ),
    ).toMatchObject([
      {
        aggregates: [
          { function: 'count', operand: undefined, name: 'count(*)' },
          { function: 'count', operand: undefined, name: 'n' },
          { function: 'pct', percentile: 99.9, name: 'pct(latency, 99.9)' },
          { function: 'count_distinct', name: 'count_distinct(a.b)' },
        ],
        by: [{ name: 'bin( 1h )' }, { name: 'l' }],
      },
    ]);
  });

  it.each([
    ['', 'unexpected end of query at line 1 and position 1', 0, 0],
    ['fields', 'unexpected end of query at line 1 and position 7', 6, 6],
    ['fields a |', 'unexpected end of query at line 1 and position 11', 10, 10],
    [
      'fields a b',
      'unexpected symbol found b at line 1 and position 10',
      9,
      10,
    ],
    ['| fields a', 'unexpected symbol found | at line 1 and position 1', 0, 1],
    ['dedup a', 'unexpected symbol found dedup at line 1 and position 1', 0, 5],
    [
      'constructor',
      'unexpected symbol found constructor at line 1 and position 1',
      0,
      11,
    ],
    ['fields a;', 'unexpected symbol found ; at line 1 and position 9', 8, 9],
    [
      'filter a\n  like 5',
      'unexpected symbol found 5 at line 2 and position 8',
      16,
      17,
    ],
    [
      'filter a = "b',
      'unexpected symbol found " at line 1 and position 12',
      11,
      12,
    ],
    [
      'filter (a = 1',
      'unexpected end of query at line 1 and position 14',
      13,
      13,
    ],
    ['filter f(a) = 1', 'unknown function f at line 1 and position 8', 7, 8],
    [
      'stats median(a)',
      'unknown function median at line 1 and position 7',
      6,
      12,
    ],
    [
      'stats avg(*)',
      'unexpected symbol found * at line 1 and position 11',
      10,
      11,
    ],
    [
      'stats pct(a, 101)',
      'a percentile is from 0 to 100 at line 1 and position 14',
      13,
      16,
    ],
    ['fields bin(5x)', 'unknown period 5x at line 1 and position 12', 11, 13],
    ['fields bin(0m)', 'unknown period 0m at line 1 and position 12', 11, 13],
    [
      'limit 100001',
      'a limit is from 1 to 100000 at line 1 and position 7',
      6,
      12,
    ],
    [
      'parse @message "a * b *" as c',
      '1 names for 2 wildcards at line 1 and position 16',
      15,
      24,
    ],
    [
      'parse @message /a(b)/',
      'a regular expression of parse has to name a group at line 1 and position 16',
      15,
      21,
    ],
  ])('says what is wrong with %j', (query, message, start, end) => {
    const error = errorOf(query);

    expect(error).toBeInstanceOf(QueryError);
    expect(error.message).toBe(message);
    expect(error.span).toEqual({ start, end });
  });

  it.each([
    ['never ends', `/${'a'.repeat(501)}/`, '500 characters'],
    ['takes for ever', '/(a+)+$/', 'repetitions in repetitions'],
    ['takes for ever, too', '/(\\w+\\s?)*$/', 'repetitions in repetitions'],
    ['hides it', '/((?:(a+)))*b/', 'repetitions in repetitions'],
    ['chooses for ever', '/(a|aa)+$/', 'repetitions in repetitions'],
    ['may take for ever', '/(x(a?b?)){2,}/', 'repetitions in repetitions'],
    ['is none', '/(/', 'Invalid regular expression'],
  ])('refuses a regular expression that %s', (_, regex, message) => {
    expect(errorOf(`filter @message like ${regex}`).message).toContain(message);
  });

  it('takes usual regular expressions', () => {
    const regexOf = (source: string) => {
      const [filter] = parseQuery(`filter @message like ${source}`);
      return filter.kind === 'filter' && filter.condition.kind === 'like'
        ? filter.condition.pattern
        : undefined;
    };

    expect(regexOf('/(?i)error|warn/')).toEqual(/error|warn/i);
    expect(regexOf('/(?:\\d+\\.){3}\\d+/')).toEqual(/(?:\d+\.){3}\d+/);
    expect(regexOf('/(?<id>\\d{3}-)+[(+*]+\\(+(a|b)?/')).toBeInstanceOf(RegExp);
    expect(regexOf('/\\/api\\/v\\d/')).toEqual(/\/api\/v\d/);
  });

  it('survives conditions in conditions', () => {
    expect(errorOf(`filter ${'('.repeat(5000)}`).message).toContain(
      'nested deeper than 40',
    );
    expect(errorOf(`filter ${'not '.repeat(2500)}`).message).toContain(
      'nested deeper than 40',
    );
    expect(
      parseQuery(`filter ${Array(1000).fill('a = 1').join(' or ')}`),
    ).toHaveLength(1);
    expect(errorOf(Array(51).fill('limit 1').join('|')).message).toContain(
      'more than 50 commands',
    );
  });
});
