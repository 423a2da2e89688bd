import { QueryError, Span } from './QueryError';
import { placeIn, Token, TokenKind, tokensOf } from './tokens';

/** Reads a query from left to right. */
export class TokenReader {
  readonly #query: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  /** @throws QueryError at a character that begins nothing */
  static of(query: string): TokenReader {
    return new TokenReader(query);
  }

  private constructor(query: string) {
    this.#query = query;
    this.#tokens = tokensOf(query);
  }

  /** What comes next. */
  get peek(): Token {
    return this.#tokens[this.#next];
  }

  /** Takes what comes next. The end stays. */
  take(): Token {
    const token = this.peek;
    if (token.kind !== 'end') {
      this.#next += 1;
    }
    return token;
  }

  /** Whether a symbol comes next. */
  isSymbol(...symbols: string[]): boolean {
    const { kind, text } = this.peek;
    return kind === 'symbol' && symbols.includes(text);
  }

  /** Whether a keyword comes next, in whatever case. */
  isWord(...words: string[]): boolean {
    const { kind, text } = this.peek;
    return kind === 'word' && words.includes(text.toLowerCase());
  }

  /** Takes a symbol if it comes next. */
  skipSymbol(symbol: string): boolean {
    const found = this.isSymbol(symbol);
    this.#next += Number(found);
    return found;
  }

  /** Takes a keyword if it comes next. */
  skipWord(word: string): boolean {
    const found = this.isWord(word);
    this.#next += Number(found);
    return found;
  }

  /** Takes a symbol that has to come. */
  expectSymbol(symbol: string): Token {
    return this.isSymbol(symbol) ? this.take() : this.unexpected();
  }

  /** Takes something of a kind that has to come. */
  expect(...kinds: TokenKind[]): Token {
    return kinds.includes(this.peek.kind) ? this.take() : this.unexpected();
  }

  /** Takes the name of a field. */
  expectField(): string {
    return this.expect('word', 'quoted-field').text;
  }

  /** Takes things with commas in between. */
  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.skipSymbol(',')) {
      items.push(read());
    }
    return items;
  }

  /** Where the last token that was taken ends. */
  get lastEnd(): number {
    return this.#tokens[this.#next - 1]?.end ?? 0;
  }

  /** The text from a place to the last token, as it was written. */
  since(start: number): string {
    return this.#query.slice(start, this.lastEnd);
  }

  /** @throws QueryError that names what comes next */
  unexpected(token: Token = this.peek): never {
    const { start, end, kind } = token;
    const what =
      kind === 'end'
        ? 'unexpected end of query'
        : `unexpected symbol found ${this.#query.slice(start, end)}`;
    throw new QueryError(`${what} ${placeIn(this.#query, start)}`, {
      start,
      end,
    });
  }

  /** @throws QueryError with a reason */
  refuse(reason: string, span: Span): never {
    const { start, end } = span;
    throw new QueryError(`${reason} ${placeIn(this.#query, start)}`, {
      start,
      end,
    });
  }
}
