import { ScriptHost } from '../ScriptHost';

/** A value of PowerShell, as far as there are any here. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Value[]
  | { [name: string]: Value };

/** What a cmdlet is given. */
export interface CmdletCall {
  /** By name, in lower case; those without a name under `0`, `1`, … */
  readonly options: Readonly<Record<string, Value>>;
  readonly piped: Value | undefined;
  readonly host: ScriptHost;
}

/** A value as it is printed. */
export function toText(value: Value): string {
  if (value === null) {
    return '';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (Array.isArray(value)) {
    return value.map(toText).join('\n');
  }
  return typeof value === 'object'
    ? Object.entries(value)
        .map(([name, each]) => `${name} : ${toText(each)}`)
        .join('\n')
    : String(value);
}

/** Whether a condition holds. */
export function isTrue(value: Value): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** What `-eq` and its like give. */
export function compare(left: Value, operator: string, right: Value): boolean {
  const [a, b] = [toText(left).toLowerCase(), toText(right).toLowerCase()];
  const like = () =>
    new RegExp(
      `^${b
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    ).test(a);
  switch (operator) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'gt':
      return Number(left) > Number(right);
    case 'ge':
      return Number(left) >= Number(right);
    case 'lt':
      return Number(left) < Number(right);
    case 'le':
      return Number(left) <= Number(right);
    case 'like':
      return like();
    case 'notlike':
      return !like();
    case 'match':
      return new RegExp(b).test(a);
    case 'notmatch':
      return !new RegExp(b).test(a);
    default:
      return (
        Array.isArray(left) &&
        left.some(each => toText(each).toLowerCase() === b)
      );
  }
}

/** What `+=` gives. */
export function add(before: Value, value: Value): Value {
  if (Array.isArray(before)) {
    return [...before, value];
  }
  return typeof before === 'number' && typeof value === 'number'
    ? before + value
    : toText(before) + toText(value);
}

/** A text in double quotes, with what its variables and `$(…)` stand for. */
export function interpolated(
  text: string,
  variables: ReadonlyMap<string, Value>,
  valueOf: (expression: string) => Value,
): string {
  return text
    .replace(/\$\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g, (_, inner: string) =>
      toText(valueOf(inner)),
    )
    .replace(/`n/g, '\n')
    .replace(/`"/g, '"')
    .replace(
      /\$(?:\{([^}]+)\}|(env:\w+|\w+))/gi,
      (_, braced: string | undefined, name: string) =>
        toText(variables.get((braced ?? name).toLowerCase()) ?? null),
    );
}
