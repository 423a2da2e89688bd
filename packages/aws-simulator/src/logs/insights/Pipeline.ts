import { Collector, FirstRows, Groups, TopRows } from './collectors';
import { testOf } from './conditions';
import { getterOf } from './operandValues';
import { MOST_ROWS } from './parser';
import { Row } from './Row';
import { Command, SortKey } from './types';

/** Works on a row; false when it is to be left out. */
type Step = (row: Row) => boolean;

function stepOf(command: Command): Step | undefined {
  switch (command.kind) {
    case 'filter':
      return testOf(command.condition);
    case 'fields':
    case 'display': {
      const named = command.columns
        .filter(
          ({ name, operand }) =>
            operand.kind !== 'field' || operand.name !== name,
        )
        .map(({ name, operand }) => ({ name, get: getterOf(operand) }));
      return row => {
        for (const { name, get } of named) {
          const value = get(row);
          if (value !== undefined) {
            row.set(name, value);
          }
        }
        return true;
      };
    }
    case 'parse': {
      const get = getterOf(command.operand);
      return row => {
        const found = command.extract(get(row) ?? '');
        for (const [i, name] of command.names.entries()) {
          if (found) {
            row.set(name, found[i]);
          }
        }
        return true;
      };
    }
    default:
      return undefined;
  }
}

function isNewestFirst(keys: readonly SortKey[]): boolean {
  return keys[0].name === '@timestamp' && keys[0].descending;
}

/**
 * Carries out a query row by row, keeping no more than it needs: what works on
 * single rows is done at once, up to a `limit` or `stats`; what follows those
 * is a pipeline of its own over their rows.
 */
export class Pipeline {
  readonly #steps: readonly Step[];
  readonly #collector: Collector;
  readonly #rest: readonly Command[];

  /** @param options - whether events come with the newest first */
  static create(
    commands: readonly Command[],
    options: { newestFirst?: boolean } = {},
  ): Pipeline {
    return new Pipeline(commands, options.newestFirst ?? false);
  }

  private constructor(commands: readonly Command[], newestFirst: boolean) {
    const found = commands.findIndex(
      ({ kind }) => kind === 'limit' || kind === 'stats',
    );
    const end = found < 0 ? commands.length : found;
    const head = commands.slice(0, end);
    this.#rest = commands.slice(end + 1);
    this.#steps = head.flatMap(command => stepOf(command) ?? []);
    const last = commands[end];
    if (last?.kind === 'stats') {
      this.#collector = Groups.create(last);
      return;
    }
    const limit = last?.kind === 'limit' ? last.count : MOST_ROWS;
    const keys = head.flatMap(each =>
      each.kind === 'sort' ? [each.keys] : [],
    );
    const order = keys[keys.length - 1];
    this.#collector =
      order && !(newestFirst && isNewestFirst(order))
        ? TopRows.create(order, limit)
        : FirstRows.create(limit);
  }

  /**
   * Works on a row.
   *
   * @returns whether it satisfied the filters
   * @throws TooManyGroupsError
   */
  add(row: Row): boolean {
    if (!this.#steps.every(step => step(row))) {
      return false;
    }
    this.#collector.add(row);
    return true;
  }

  /** What came of the rows so far. */
  rows(): readonly Row[] {
    const rows = this.#collector.rows();
    if (!this.#rest.length) {
      return rows;
    }
    const next = Pipeline.create(this.#rest);
    for (const row of rows) {
      next.add(row);
    }
    return next.rows();
  }

  /** Whether no further row can change what came of it. */
  get isFull(): boolean {
    return this.#collector.isFull;
  }
}
