import { PatchOrchestratorFilter } from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { constraints } from './limits';

/** What a filter's key tests of an item, for each of its values. */
export type FilterTests<Item> = Readonly<
  Record<string, (item: Item, value: string) => boolean>
>;

/**
 * A predicate for items that pass every filter by one of its values. Patch
 * Manager and maintenance windows filter like this.
 *
 * @param most - how many filters there may be
 * @throws AwsError ValidationException for a key that is not known
 */
export function orchestratorFilter<Item>(
  filters: readonly PatchOrchestratorFilter[] | undefined,
  tests: FilterTests<Item>,
  most = 5,
): (item: Item) => boolean {
  constraints.length('filters', filters, 0, most);
  const checks = (filters ?? []).map(({ Key = '', Values = [] }) => {
    constraints.length('filters.key', Key, 1, 128);
    const test = Object.hasOwn(tests, Key) ? tests[Key] : undefined;
    if (!test) {
      throw new AwsError(
        'ValidationException',
        `The filter key ${Key} is not valid.`,
      );
    }
    return (item: Item) => Values.some(value => test(item, value));
  });
  return item => checks.every(check => check(item));
}
