import { Figures } from './aggregates';
import { getterOf } from './operandValues';
import { Row, TableRow } from './Row';
import { Command, SortKey } from './types';
import { compareValues, Value } from './values';

/** Keeps of many rows what a query needs of them. */
export interface Collector {
  add(row: Row): void;
  rows(): readonly Row[];
  /** Whether nothing that comes can change the rows. */
  readonly isFull: boolean;
}

/** More groups than a query may make. */
export class TooManyGroupsError extends Error {
  override name = 'TooManyGroupsError';
}

const MOST_GROUPS = 100_000;

/** The first rows that come. */
export class FirstRows implements Collector {
  readonly #limit: number;
  readonly #rows: Row[] = [];

  static create(limit: number): FirstRows {
    return new FirstRows(limit);
  }

  private constructor(limit: number) {
    this.#limit = limit;
  }

  add(row: Row): void {
    if (!this.isFull) {
      this.#rows.push(row);
    }
  }

  rows(): readonly Row[] {
    return this.#rows;
  }

  get isFull(): boolean {
    return this.#rows.length >= this.#limit;
  }
}

interface Ranked {
  readonly row: Row;
  readonly values: readonly Value[];
}

/** The first rows in an order. Rows without a value come last. */
export class TopRows implements Collector {
  readonly isFull = false;
  readonly #keys: readonly SortKey[];
  readonly #limit: number;
  #rows: Ranked[] = [];

  static create(keys: readonly SortKey[], limit: number): TopRows {
    return new TopRows(keys, limit);
  }

  private constructor(keys: readonly SortKey[], limit: number) {
    this.#keys = keys;
    this.#limit = limit;
  }

  add(row: Row): void {
    this.#rows.push({
      row,
      values: this.#keys.map(({ name }) => row.get(name)),
    });
    if (this.#rows.length > 2 * this.#limit) {
      this.#settle();
    }
  }

  rows(): readonly Row[] {
    this.#settle();
    return this.#rows.map(({ row }) => row);
  }

  #settle(): void {
    this.#rows = this.#rows
      .sort((a, b) => this.#compare(a.values, b.values))
      .slice(0, this.#limit);
  }

  #compare(a: readonly Value[], b: readonly Value[]): number {
    for (const [i, { descending }] of this.#keys.entries()) {
      const first = a[i];
      const second = b[i];
      if (first === undefined || second === undefined) {
        if (first !== second) {
          return first === undefined ? 1 : -1;
        }
      } else {
        const order = compareValues(first, second);
        if (order !== 0) {
          return descending ? -order : order;
        }
      }
    }
    return 0;
  }
}

type Stats = Extract<Command, { kind: 'stats' }>;

/** Figures over rows that share values. */
export class Groups implements Collector {
  readonly isFull = false;
  readonly #stats: Stats;
  readonly #by: ReadonlyArray<{ name: string; get: (row: Row) => Value }>;
  readonly #groups = new Map<
    string,
    { readonly values: readonly Value[]; readonly figures: Figures }
  >();

  static create(stats: Stats): Groups {
    return new Groups(stats);
  }

  private constructor(stats: Stats) {
    this.#stats = stats;
    this.#by = stats.by.map(({ name, operand }) => ({
      name,
      get: getterOf(operand),
    }));
  }

  /** @throws TooManyGroupsError */
  add(row: Row): void {
    const values = this.#by.map(({ get }) => get(row));
    const key = JSON.stringify(values);
    let group = this.#groups.get(key);
    if (!group) {
      if (this.#groups.size === MOST_GROUPS) {
        throw new TooManyGroupsError();
      }
      group = { values, figures: Figures.create(this.#stats.aggregates) };
      this.#groups.set(key, group);
    }
    group.figures.add(row);
  }

  rows(): readonly Row[] {
    return [...this.#groups.values()].map(({ values, figures }) => {
      const row = TableRow.create();
      for (const [i, { name }] of this.#by.entries()) {
        const value = values[i];
        if (value !== undefined) {
          row.set(name, value);
        }
      }
      figures.writeTo(row);
      return row;
    });
  }
}
