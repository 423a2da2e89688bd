/** Where a value comes from. */
export type Operand =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string }
  /** The beginning of the period that an event is in. */
  | { readonly kind: 'bin'; readonly milliseconds: number };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'any' | 'all'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'present'; readonly field: string }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'like';
      readonly operand: Operand;
      /** Text that is in it, or a regular expression that it matches. */
      readonly pattern: string | RegExp;
    }
  | {
      readonly kind: 'in';
      readonly operand: Operand;
      readonly values: readonly string[];
    };

/** A value with the name it has in results. */
export interface Column {
  readonly operand: Operand;
  readonly name: string;
}

export const AGGREGATES = [
  'count',
  'count_distinct',
  'sum',
  'avg',
  'min',
  'max',
  'pct',
] as const;

export type AggregateName = (typeof AGGREGATES)[number];

/** A figure over many events. */
export interface Aggregate {
  readonly function: AggregateName;
  /** Absent when events are counted. */
  readonly operand?: Operand;
  /** Of `pct`: from 0 to 100. */
  readonly percentile?: number;
  readonly name: string;
}

/** Takes parts out of a text; undefined when it is not such a text. */
export type Extractor = (text: string) => readonly string[] | undefined;

export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
}

/** One command of a query. */
export type Command =
  | { readonly kind: 'fields'; readonly columns: readonly Column[] }
  | { readonly kind: 'display'; readonly columns: readonly Column[] }
  | { readonly kind: 'filter'; readonly condition: Condition }
  | {
      readonly kind: 'parse';
      readonly operand: Operand;
      readonly names: readonly string[];
      readonly extract: Extractor;
    }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly count: number }
  | {
      readonly kind: 'stats';
      readonly aggregates: readonly Aggregate[];
      readonly by: readonly Column[];
    };
