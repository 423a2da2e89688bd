import { RunbookSummary } from '@managed-nodes/plugin-managed-nodes-common';
import { canRun } from '../pieces/canRun';

/** What narrows the list of runbooks. */
export interface LibraryFilter {
  q: string;
  category: string[];
  /** Only those that the caller may run. */
  mine: boolean;
  /** Only those that the caller has starred. */
  favourites: boolean;
}

function matches(runbook: RunbookSummary, q: string): boolean {
  const text = [
    runbook.title,
    runbook.description,
    runbook.category,
    runbook.document,
    runbook.id,
  ]
    .join(' ')
    .toLocaleLowerCase();
  return q
    .toLocaleLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word));
}

/**
 * The runbooks that a filter finds: favourites first, then those that can be
 * run, each by title.
 */
export function selectRunbooks(
  all: RunbookSummary[],
  filter: LibraryFilter,
  favourites: string[],
): RunbookSummary[] {
  const rank = (runbook: RunbookSummary) =>
    (favourites.includes(runbook.id) ? 0 : 2) + (canRun(runbook) ? 0 : 1);
  return all
    .filter(
      runbook =>
        matches(runbook, filter.q) &&
        (!filter.category.length ||
          filter.category.includes(runbook.category)) &&
        (!filter.mine || canRun(runbook)) &&
        (!filter.favourites || favourites.includes(runbook.id)),
    )
    .sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
}

/** All categories, each with how many of the runbooks are in it. */
export function categoriesOf(
  all: RunbookSummary[],
): Array<{ category: string; count: number }> {
  const counts = new Map<string, number>();
  all.forEach(({ category }) =>
    counts.set(category, (counts.get(category) ?? 0) + 1),
  );
  return [...counts]
    .map(([category, count]) => ({ category, count }))
    .sort((a, b) => a.category.localeCompare(b.category));
}

/** How many there are for the caller, in a sentence. */
export function librarySentence(all: RunbookSummary[]): string {
  const mine = all.filter(canRun).length;
  const many = all.length === 1 ? 'runbook' : 'runbooks';
  if (mine === 0) {
    return `You can run none of ${all.length} ${many} now`;
  }
  return mine === all.length
    ? `You can run ${mine} ${many}`
    : `You can run ${mine} of ${all.length} ${many}`;
}
