import { hash } from '../../model/random';
import { getterOf } from './operandValues';
import { Row } from './Row';
import { Aggregate, AggregateName } from './types';
import { numberOf, numberText, Value } from './values';

/** Adds up what it is given. */
interface Figure {
  add(value: Value): void;
  /** Undefined when there was nothing to work with. */
  result(): number | undefined;
}

function counting(): Figure {
  let count = 0;
  return {
    add: value => {
      count += Number(value !== undefined);
    },
    result: () => count,
  };
}

/** Tells values apart by their hashes: there may be very many, and long ones. */
function countingDistinct(): Figure {
  const seen = new Set<number>();
  return {
    add: value => {
      if (value !== undefined) {
        seen.add((hash(value) % 0x200000) * 0x100000000 + hash(1, value));
      }
    },
    result: () => seen.size,
  };
}

function overNumbers(
  start: number,
  step: (sum: number, number: number) => number,
  end: (sum: number, count: number) => number = sum => sum,
): () => Figure {
  return () => {
    let sum = start;
    let count = 0;
    return {
      add: value => {
        const number = numberOf(value);
        if (number !== undefined) {
          sum = step(sum, number);
          count += 1;
        }
      },
      result: () => (count ? end(sum, count) : undefined),
    };
  };
}

function percentile(percent: number): Figure {
  const numbers: number[] = [];
  return {
    add: value => {
      const number = numberOf(value);
      if (number !== undefined) {
        numbers.push(number);
      }
    },
    result: () => {
      const sorted = Float64Array.from(numbers).sort();
      const rank = Math.ceil((percent / 100) * sorted.length) - 1;
      return sorted.length ? sorted[Math.max(0, rank)] : undefined;
    },
  };
}

const add = (sum: number, number: number) => sum + number;

const FIGURES: Readonly<
  Record<AggregateName, (aggregate: Aggregate) => Figure>
> = {
  count: counting,
  count_distinct: countingDistinct,
  sum: overNumbers(0, add),
  avg: overNumbers(0, add, (sum, count) => sum / count),
  min: overNumbers(Infinity, (a, b) => Math.min(a, b)),
  max: overNumbers(-Infinity, (a, b) => Math.max(a, b)),
  pct: aggregate => percentile(aggregate.percentile ?? 0),
};

/** The figures of one group of rows. */
export class Figures {
  readonly #figures: ReadonlyArray<{
    readonly name: string;
    readonly get: (row: Row) => Value;
    readonly figure: Figure;
  }>;

  static create(aggregates: readonly Aggregate[]): Figures {
    return new Figures(aggregates);
  }

  private constructor(aggregates: readonly Aggregate[]) {
    this.#figures = aggregates.map(aggregate => ({
      name: aggregate.name,
      get: aggregate.operand ? getterOf(aggregate.operand) : () => '',
      figure: FIGURES[aggregate.function](aggregate),
    }));
  }

  add(row: Row): void {
    for (const { get, figure } of this.#figures) {
      figure.add(get(row));
    }
  }

  writeTo(row: Row): void {
    for (const { name, figure } of this.#figures) {
      const result = figure.result();
      if (result !== undefined) {
        row.set(name, numberText(result));
      }
    }
  }
}
