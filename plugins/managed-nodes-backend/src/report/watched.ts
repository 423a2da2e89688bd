import { ReportDimension } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { NO_VALUE, ResolvedFilter, Visibility } from '../nodes/filters';
import { countGroups, Group, GroupColumn } from '../nodes/groups';
import { unitOf } from './units';

/** Nodes that somebody looked for, and how many of them report metrics. */
interface Watch {
  looked: number;
  monitored: number;
}

/** Which share of nodes reports metrics, in all and by value; null where nobody looked. */
export interface Watched {
  total: number | null;
  by: Record<ReportDimension, ReadonlyMap<string, number | null>>;
}

type Values = (group: Group) => readonly string[];

function textOf(value: Group[GroupColumn]): string {
  return value === null || value === undefined ? NO_VALUE : String(value);
}

/** A node counts for its System and for its Component. */
function applicationsOf({ system_ref, component_ref }: Group): string[] {
  const refs = [system_ref, component_ref].flatMap(ref =>
    ref === null || ref === undefined ? [] : String(ref),
  );
  return refs.length ? refs : [NO_VALUE];
}

function share({ looked, monitored }: Watch): number | null {
  return looked ? monitored / looked : null;
}

function sharesBy(
  groups: readonly Group[],
  values: Values,
): Map<string, number | null> {
  const sums = new Map<string, Watch>();
  for (const group of groups) {
    for (const value of values(group)) {
      const sum = sums.get(value) ?? { looked: 0, monitored: 0 };
      sum.looked += group.monitoring === 'unknown' ? 0 : group.count;
      sum.monitored += group.monitoring === 'monitored' ? group.count : 0;
      sums.set(value, sum);
    }
  }
  return new Map([...sums].map(([value, sum]) => [value, share(sum)]));
}

/** Counts which nodes report metrics. */
export async function readWatched(
  knex: Knex,
  filter: ResolvedFilter,
  visibility: Visibility,
  accounts: Pick<AccountDirectory, 'get'>,
): Promise<Watched> {
  const [environment, owner, application, account] = await countGroups(
    knex,
    filter,
    visibility,
    [
      ['environment', 'monitoring'],
      ['owner_ref', 'monitoring'],
      ['system_ref', 'component_ref', 'monitoring'],
      ['account', 'monitoring'],
    ],
  );
  return {
    total: sharesBy(environment, () => ['all']).get('all') ?? null,
    by: {
      environment: sharesBy(environment, group => [textOf(group.environment)]),
      owner: sharesBy(owner, group => [textOf(group.owner_ref)]),
      application: sharesBy(application, applicationsOf),
      unit: sharesBy(account, group => [
        unitOf(textOf(group.account), accounts),
      ]),
    },
  };
}
