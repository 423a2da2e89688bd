import { Filter } from '@aws-sdk/client-ec2';
import { AwsError } from '../../protocol/AwsError';

/** Values of a thing that a filter name stands for; undefined for an unknown name. */
export type FilterValues<T> = (
  name: string,
) => ((item: T) => string[]) | undefined;

/** Looks a filter up by the name a client gave, which may be any. */
export function ownFilter<T>(
  filters: Record<string, (item: T) => string[]>,
  name: string,
): ((item: T) => string[]) | undefined {
  return Object.hasOwn(filters, name) ? filters[name] : undefined;
}

/** EC2's wildcards: `*` for any text, `?` for any character, `\` before either. */
function matcher(wanted: string): (value: string) => boolean {
  if (!/[*?\\]/.test(wanted)) {
    return value => value === wanted;
  }
  const pattern = wanted.replace(
    /\\([*?\\])|([*?])|([.+^${}()|[\]\\])/g,
    (_, escaped, wildcard, special) => {
      if (wildcard) {
        return wildcard === '*' ? '.*' : '.';
      }
      return `\\${escaped ?? special}`;
    },
  );
  const regex = new RegExp(`^${pattern}$`, 's');
  return value => regex.test(value);
}

/**
 * A predicate for `Filters`: every filter must hold, any of its values will do.
 *
 * @throws AwsError when a filter is unknown or has too many values.
 */
export function filterPredicate<T>(
  filters: readonly Filter[] | undefined,
  valuesOf: FilterValues<T>,
): (item: T) => boolean {
  const tests = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const get = valuesOf(Name);
    if (!get) {
      throw new AwsError(
        'InvalidParameterValue',
        `The filter '${Name}' is invalid`,
      );
    }
    if (Values.length > 200) {
      throw new AwsError(
        'FilterLimitExceeded',
        'The maximum number of filter values specified on a single call is 200',
      );
    }
    const matchers = Values.map(matcher);
    return (item: T) =>
      get(item).some(value => matchers.some(match => match(value)));
  });
  return item => tests.every(test => test(item));
}

/** @throws AwsError when a page size is out of range. */
export function checkPageSize(size: number | undefined, max: number): void {
  if (size !== undefined && (size < 5 || size > max)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value from 5 to ${max}.`,
    );
  }
}

/** @throws AwsError as a dry run ends. */
export function checkDryRun(dryRun: boolean | undefined): void {
  if (dryRun) {
    throw new AwsError(
      'DryRunOperation',
      'Request would have succeeded, but DryRun flag is set.',
      412,
    );
  }
}
