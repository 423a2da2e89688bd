import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import {
  FilterKey,
  FILTER_KEYS,
  SyncView,
  TargetFilter,
  TargetSort,
} from './syncView';
import { isIn, shownStateSchema, urgency } from './targetStates';

/** The organizational units a target is in, by their paths, the outermost first. */
export function unitsOf(target: TargetHealth): string[] {
  return target.organizationalUnits.map((_name, index, names) =>
    names.slice(0, index + 1).join(' / '),
  );
}

/** The values that a target has of each facet. */
export const VALUES: Record<FilterKey, (target: TargetHealth) => string[]> = {
  state: target =>
    shownStateSchema.options.filter(state => isIn(target, state)),
  account: target => [target.account],
  unit: unitsOf,
  region: target => [target.region],
  source: target => [target.source],
};

function textOf(target: TargetHealth): string {
  const problems = [target.error, ...target.warnings].flatMap(problem =>
    problem ? [problem.code, problem.message, problem.missingIamAction] : [],
  );
  return [
    target.account,
    target.accountName,
    target.region,
    ...target.organizationalUnits,
    ...problems,
  ]
    .join('\n')
    .toLocaleLowerCase();
}

/**
 * The targets a filter leaves.
 *
 * @param except - a facet not to narrow by, to count what its values would leave
 */
export function filterTargets(
  targets: TargetHealth[],
  filter: TargetFilter,
  except?: FilterKey,
): TargetHealth[] {
  const words = filter.q.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const facets = FILTER_KEYS.filter(
    key => key !== except && filter[key].length > 0,
  );
  return targets.filter(target => {
    const fits = facets.every(key => {
      const chosen: string[] = filter[key];
      return VALUES[key](target).some(value => chosen.includes(value));
    });
    if (!fits || !words.length) {
      return fits;
    }
    const text = textOf(target);
    return words.every(wanted => text.includes(wanted));
  });
}

type Compare = (a: TargetHealth, b: TargetHealth) => number;

const byNumber =
  (read: (target: TargetHealth) => number): Compare =>
  (a, b) =>
    read(a) - read(b);

const byName: Compare = (a, b) =>
  (a.accountName ?? a.account).localeCompare(b.accountName ?? b.account) ||
  a.account.localeCompare(b.account);

const COMPARE: Record<TargetSort, Compare> = {
  urgency: byNumber(urgency),
  account: byName,
  region: (a, b) => a.region.localeCompare(b.region),
  // Those never listed are the oldest.
  lastSuccess: byNumber(target => Date.parse(target.lastSuccessAt ?? '1970')),
  nodes: byNumber(target => target.nodes),
  calls: byNumber(target => target.calls),
  throttles: byNumber(target => target.throttles),
  duration: byNumber(target => target.durationMs ?? -1),
};

/** Targets in an order; those that are equal in it by name and Region. */
export function sortTargets(
  targets: TargetHealth[],
  { sort, order }: Pick<SyncView, 'sort' | 'order'>,
): TargetHealth[] {
  const direction = order === 'asc' ? 1 : -1;
  return [...targets].sort(
    (a, b) =>
      direction * COMPARE[sort](a, b) ||
      byName(a, b) ||
      a.region.localeCompare(b.region),
  );
}
