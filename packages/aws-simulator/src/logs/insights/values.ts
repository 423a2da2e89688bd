/** Values are text, as in the results of Logs Insights. */
export type Value = string | undefined;

const TIMESTAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/;
const TIMESTAMP_LENGTH = 23;
const DECIMALS = 4;

/** The number that a value is; moments are epoch milliseconds. */
export function numberOf(value: Value): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const number = Number(value);
  if (Number.isFinite(number)) {
    return value.trim() === '' ? undefined : number;
  }
  return value.length === TIMESTAMP_LENGTH && TIMESTAMP.test(value)
    ? Date.parse(`${value.replace(' ', 'T')}Z`)
    : undefined;
}

/** A number as Logs Insights writes it: without zeros at its end. */
export function numberText(number: number): string {
  return String(Number(number.toFixed(DECIMALS)));
}

/** Numbers by what they are, all else by its characters. */
export function compareValues(a: string, b: string): number {
  const first = numberOf(a);
  const second = numberOf(b);
  if (first !== undefined && second !== undefined) {
    return first - second;
  }
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
