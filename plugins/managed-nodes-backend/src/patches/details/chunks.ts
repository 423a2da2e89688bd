/** Rows per statement: SQLite takes 500. */
const ROWS = 400;

/** Splits rows into as many as a statement takes. */
export function chunksOf<T>(items: T[]): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += ROWS) {
    result.push(items.slice(start, start + ROWS));
  }
  return result;
}
