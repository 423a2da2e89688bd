/** What every benchmark is given. */
export interface BenchOptions {
  /** Size of the fleet. */
  nodes: number;
  database: 'postgres' | 'sqlite';
  /** Connection string of an empty PostgreSQL database that the benchmark may do anything to. Empty with SQLite. */
  connection: string;
}

/** Prints one line of figures, `BENCH <name> key=value …`. */
export function figure(name: string, values: Record<string, number | string>) {
  const text = Object.entries(values)
    .map(([key, value]) => `${key}=${round(value)}`)
    .join(' ');
  process.stdout.write(`BENCH ${name} ${text}\n`);
}

function round(value: number | string): string {
  if (typeof value === 'string' || Number.isInteger(value)) {
    return String(value);
  }
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
