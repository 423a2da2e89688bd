import { QueryError, Span } from './QueryError';

export type TokenKind =
  /** A keyword, or a field's name as it is. */
  | 'word'
  /** A field's name in backticks. */
  | 'quoted-field'
  | 'string'
  | 'number'
  /** A number with a unit, e.g. `5m`. */
  | 'period'
  | 'regex'
  | 'symbol'
  | 'end';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** What it says: without quotes, slashes and escapes of quotes. */
  readonly text: string;
}

const BLANK = /(?:\s+|#[^\n]*)+/y;

const KINDS: ReadonlyArray<readonly [TokenKind, RegExp]> = [
  ['word', /[@$A-Za-z_][\w@$.]*/y],
  ['quoted-field', /`([^`\n]+)`/y],
  ['string', /"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'/y],
  ['regex', /\/((?:[^/\\\n]|\\.)+)\//y],
  ['period', /\d+[A-Za-z]+/y],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['symbol', /[!<>]=|=~|[|,()[\]=<>*]/y],
];

function textOf(
  kind: TokenKind,
  [all, first, second]: RegExpExecArray,
): string {
  if (kind === 'string') {
    return (first ?? second).replace(/\\(["'\\])/g, '$1');
  }
  return first ?? all;
}

/** Where a position is, as Logs Insights tells it. */
export function placeIn(query: string, offset: number): string {
  const before = query.slice(0, offset);
  const line = before.split('\n').length;
  return `at line ${line} and position ${offset - before.lastIndexOf('\n')}`;
}

/**
 * Takes a query apart. The last token is its end.
 *
 * @throws QueryError at a character that begins nothing
 */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = start;
    return pattern.exec(query);
  };
  start = match(BLANK)?.[0].length ?? 0;
  while (start < query.length) {
    const found = KINDS.map(([kind, pattern]) => ({
      kind,
      result: match(pattern),
    })).find(({ result }) => result);
    if (!found?.result) {
      throw new QueryError(
        `unexpected symbol found ${query[start]} ${placeIn(query, start)}`,
        { start, end: start + 1 },
      );
    }
    const { kind, result } = found;
    const end = start + result[0].length;
    tokens.push({ kind, text: textOf(kind, result), start, end });
    start = end;
    start += match(BLANK)?.[0].length ?? 0;
  }
  tokens.push({
    kind: 'end',
    text: '',
    start: query.length,
    end: query.length,
  });
  return tokens;
}
