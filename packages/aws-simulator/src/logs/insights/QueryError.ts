/** Part of a query's text. */
export interface Span {
  readonly start: number;
  /** After its last character. */
  readonly end: number;
}

/** A query that cannot be understood, and where. */
export class QueryError extends Error {
  readonly span: Span;
  override name = 'QueryError';

  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}
