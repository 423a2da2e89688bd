import { TooManyGroupsError } from './collectors';
import { columnsOf } from './columns';
import { jsonField } from './jsonFields';
import { parseQuery } from './parser';
import { Pipeline } from './Pipeline';
import { Row, TableRow } from './Row';

type Values = Record<string, string>;

function rowOf(values: Values, at?: number): Row {
  const row: Row = Object.assign(TableRow.create(), { at });
  for (const [name, value] of Object.entries(values)) {
    row.set(name, value);
  }
  return row;
}

/** What a query makes of some rows, the first being the newest. */
function run(query: string, rows: readonly Row[]): Values[] {
  const commands = parseQuery(query);
  const pipeline = Pipeline.create(commands, { newestFirst: true });
  for (const row of rows) {
    pipeline.add(row);
  }
  return pipeline.rows().map(row =>
    Object.fromEntries(
      columnsOf(commands).flatMap(name => {
        const value = row.get(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  );
}

/** Which of some rows satisfy a condition. */
function matching(condition: string, rows: readonly Values[]): string[] {
  return run(
    `fields id | filter ${condition}`,
    rows.map(values => rowOf(values)),
  ).map(({ id }) => id);
}

describe('Pipeline', () => {
  const ROWS: Values[] = [
    { id: 'a', level: 'ERROR', status: '500', text: 'Timed out' },
    { id: 'b', level: 'INFO', status: '99', text: 'all good' },
    { id: 'c', level: 'WARN', text: 'timed in' },
  ];

  it.each([
    ['level = "ERROR"', ['a']],
    ['level != "ERROR"', ['b', 'c']],
    ['status > 100', ['a']],
    ['status >= 99 and status < 500', ['b']],
    ['status <= "99"', ['b']],
    ['status != 500', ['b']],
    ['500 = status', ['a']],
    ['not status = 500', ['b', 'c']],
    ['text like "imed"', ['a', 'c']],
    ['text like /(?i)TIMED (out|in)$/', ['a', 'c']],
    ['text =~ /^t/', ['c']],
    ['text not like /imed/', ['b']],
    ['status in [99, 500]', ['a', 'b']],
    ['level not in ["INFO", "WARN"]', ['a']],
    ['ispresent(status)', ['a', 'b']],
    [
      'not ispresent(status) or (level = "INFO" and text like "good")',
      ['b', 'c'],
    ],
    ['nothing = ""', []],
    ['nothing not like "a"', ['a', 'b', 'c']],
  ])('filters by %s', (condition, ids) => {
    expect(matching(condition, ROWS)).toEqual(ids);
  });

  it('compares moments with numbers and with text', () => {
    const rows = [{ id: 'a', '@timestamp': '2026-11-20 12:00:00.000' }];

    expect(matching('@timestamp > 1700000000000', rows)).toEqual(['a']);
    expect(matching('@timestamp < 1700000000000', rows)).toEqual([]);
    expect(matching('@timestamp < "2026-11-20 12:00:00.001"', rows)).toEqual([
      'a',
    ]);
  });

  it('sorts numbers as numbers, with what has none at the end', () => {
    const rows = ['10', '9', undefined, '100'].map(n => rowOf(n ? { n } : {}));

    expect(run('fields n | sort n', rows)).toEqual([
      { n: '9' },
      { n: '10' },
      { n: '100' },
      {},
    ]);
    expect(run('fields n | sort n desc | limit 2', rows)).toEqual([
      { n: '100' },
      { n: '10' },
    ]);
  });

  it('keeps no more rows than it was asked for', () => {
    const rows = Array.from({ length: 1000 }, (_, i) =>
      rowOf({ n: String((i * 7) % 1000) }),
    );

    expect(run('fields n | sort n | limit 3', rows)).toEqual([
      { n: '0' },
      { n: '1' },
      { n: '2' },
    ]);
    const pipeline = Pipeline.create(
      parseQuery('sort @timestamp desc | limit 2'),
      {
        newestFirst: true,
      },
    );
    rows.forEach(row => pipeline.add(row));
    expect(pipeline.isFull).toBe(true);
    expect(pipeline.rows()).toEqual(rows.slice(0, 2));
  });

  it('adds up', () => {
    const rows = ['1', '2', '2', 'x', '10'].map(n => rowOf({ n }));

    expect(
      run(
        'stats count(*), count(missing), count_distinct(n), sum(n), avg(n), min(n), max(n), pct(n, 50), avg(missing)',
        rows,
      ),
    ).toEqual([
      {
        'count(*)': '5',
        'count(missing)': '0',
        'count_distinct(n)': '4',
        'sum(n)': '15',
        'avg(n)': '3.75',
        'min(n)': '1',
        'max(n)': '10',
        'pct(n, 50)': '2',
      },
    ]);
    expect(
      run(
        'stats avg(n) as mean',
        ['1', '1', '2'].map(n => rowOf({ n })),
      ),
    ).toEqual([{ mean: '1.3333' }]);
  });

  it('adds up by field and period, and works on with that', () => {
    const minute = (i: number) => Date.UTC(2026, 10, 20, 12, i, 30);
    const rows = [
      rowOf({ level: 'ERROR' }, minute(7)),
      rowOf({ level: 'ERROR' }, minute(6)),
      rowOf({}, minute(6)),
      rowOf({ level: 'INFO' }, minute(4)),
    ];

    expect(run('stats count(*) as n by level, bin(5m)', rows)).toEqual([
      { level: 'ERROR', 'bin(5m)': '2026-11-20 12:05:00.000', n: '2' },
      { 'bin(5m)': '2026-11-20 12:05:00.000', n: '1' },
      { level: 'INFO', 'bin(5m)': '2026-11-20 12:00:00.000', n: '1' },
    ]);
    expect(
      run(
        'stats count(*) by bin(5m) as t | filter t like "12:05" | sort count(*) desc | display t',
        rows,
      ),
    ).toEqual([{ t: '2026-11-20 12:05:00.000' }]);
    expect(
      run(
        'stats count(*) as n by level | stats max(n) as most, count(*)',
        rows,
      ),
    ).toEqual([{ most: '2', 'count(*)': '3' }]);
    expect(run('limit 2 | stats count(*)', rows)).toEqual([
      { 'count(*)': '2' },
    ]);
    expect(run('sort level | stats count(*)', rows)).toEqual([
      { 'count(*)': '4' },
    ]);
  });

  it('has no more groups than memory allows', () => {
    const pipeline = Pipeline.create(parseQuery('stats count(*) by n'));
    const add = (n: number) => pipeline.add(rowOf({ n: String(n) }));
    for (let i = 0; i < 100_000; i++) {
      add(i);
    }

    expect(() => add(0)).not.toThrow();
    expect(() => add(-1)).toThrow(TooManyGroupsError);
  });

  it('takes text apart', () => {
    const rows = [
      rowOf({ '@message': '[ERROR] user=ann, ms := 12 (slow)' }),
      rowOf({ '@message': 'nothing' }),
    ];

    expect(
      run('parse @message "[*] user=*, ms := *" as level, user, ms', rows),
    ).toEqual([
      {
        '@message': '[ERROR] user=ann, ms := 12 (slow)',
        level: 'ERROR',
        user: 'ann',
        ms: '12 (slow)',
      },
      { '@message': 'nothing' },
    ]);
    expect(
      run(
        'parse /user=(?<who>\\w+)/ | filter ispresent(who) | display who',
        rows,
      ),
    ).toEqual([{ who: 'ann' }]);
    expect(
      run(
        'fields @message | parse "ms := * (" as ms | filter ms > 11 | display ms',
        rows,
      ),
    ).toEqual([{ ms: '12' }]);
  });

  it('shows what was asked for last', () => {
    const rows = [
      rowOf({ a: '1', b: '2', '@message': 'm', '@timestamp': 't' }),
    ];

    expect(run('limit 1', rows)).toEqual([
      { '@timestamp': 't', '@message': 'm' },
    ]);
    expect(run('fields a | fields b as c', rows)).toEqual([{ a: '1', c: '2' }]);
    expect(run('fields a, b | display b', rows)).toEqual([{ b: '2' }]);
  });
});

describe('jsonField', () => {
  const json = {
    a: { b: [{ c: 1 }, true] },
    'x.y': 'dots',
    no: null,
    ['__proto__']: 'own',
  };

  it.each([
    ['a.b.0.c', '1'],
    ['a.b.1', '1'],
    ['a.b', '[{"c":1},true]'],
    ['x.y', 'dots'],
    ['no', undefined],
    ['a.none.c', undefined],
    ['constructor.name', undefined],
    ['toString', undefined],
  ])('finds %s', (field, value) => {
    expect(jsonField(json, field)).toBe(value);
    expect(jsonField(null, field)).toBeUndefined();
  });
});
