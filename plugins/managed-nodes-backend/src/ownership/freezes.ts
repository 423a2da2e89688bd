import { NodeMatch } from '../config';
import { readTags } from '../nodes/present';
import { NodeDetails, NodeRow } from '../nodes/rows';
import { matches, MatchSubject } from './match';

/** A time in which something is not done to nodes that match. Milliseconds since the epoch; `to` is not part of it. */
export interface Freeze {
  name: string;
  from: number;
  to: number;
  match: NodeMatch;
}

/** What rules need to know of accounts. */
export interface AccountTags {
  get(id: string): { tags: Record<string, string> } | undefined;
}

/** What rules look at of a stored node. */
export function subjectOf(row: NodeRow, accounts: AccountTags): MatchSubject {
  const details: NodeDetails = JSON.parse(row.details);
  return {
    title: row.title,
    computerName: details.computerName,
    activationId: details.activationId,
    tags: readTags(row),
    account: row.account,
    region: row.region,
    environment: row.environment,
    accountTags: accounts.get(row.account)?.tags ?? {},
  };
}

/** The freeze that holds for a node now, if there is one: of several, the one that lasts longest. */
export function freezeOf<F extends Freeze>(
  row: NodeRow,
  freezes: F[],
  accounts: AccountTags,
  now: number,
): F | undefined {
  const current = freezes.filter(
    freeze => freeze.from <= now && now < freeze.to,
  );
  if (!current.length) {
    return undefined;
  }
  const subject = subjectOf(row, accounts);
  return current
    .filter(freeze => matches(freeze.match, subject))
    .sort((a, b) => b.to - a.to)[0];
}

/** A freeze in a sentence. */
export function freezeWords({ name, to }: Freeze): string {
  return `${name}: not before ${new Date(to).toISOString()}`;
}
