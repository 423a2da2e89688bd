import { ComplianceStringFilter } from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { constraints } from './limits';

const TYPES = ['EQUAL', 'NOT_EQUAL', 'BEGIN_WITH', 'LESS_THAN', 'GREATER_THAN'];

/** What a filter's key stands for. */
export type ComplianceGetters<Item> = Readonly<
  Record<string, (item: Item) => string | undefined>
>;

/**
 * A predicate for items that pass every filter.
 *
 * @throws AwsError InvalidFilter for a key or comparison that is not known
 */
export function complianceFilter<Item>(
  filters: readonly ComplianceStringFilter[],
  getters: ComplianceGetters<Item>,
): (item: Item) => boolean {
  const tests = filters.map(({ Key = '', Values = [], Type = 'EQUAL' }) => {
    constraints.length('values', Values, 1, 20);
    constraints.oneOf('type', Type, TYPES);
    const get = Object.hasOwn(getters, Key) ? getters[Key] : undefined;
    if (!get || !['EQUAL', 'NOT_EQUAL'].includes(Type)) {
      throw new AwsError('InvalidFilter', `The filter ${Key} is not valid.`);
    }
    return (item: Item) =>
      Values.includes(get(item) ?? '') === (Type === 'EQUAL');
  });
  return item => tests.every(test => test(item));
}
