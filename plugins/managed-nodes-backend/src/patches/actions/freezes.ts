import { PatchAction } from '@managed-nodes/plugin-managed-nodes-common';
import { NodeDetails, NodeRow } from '../../nodes/rows';
import { readTags } from '../../nodes/present';
import { matches } from '../../ownership/match';
import { PatchFreeze } from '../patchConfig';

/** What the freezes need to know of accounts. */
export interface AccountTags {
  get(id: string): { tags: Record<string, string> } | undefined;
}

/**
 * The freeze that keeps an action from a node now, if there is one: of
 * several, the one that lasts longest. A freeze holds from its first moment
 * until right before its last.
 */
export function freezeOf(
  row: NodeRow,
  action: PatchAction,
  freezes: PatchFreeze[],
  accounts: AccountTags,
  now: number,
): PatchFreeze | undefined {
  const current = freezes.filter(
    freeze =>
      freeze.actions.includes(action) && freeze.from <= now && now < freeze.to,
  );
  if (!current.length) {
    return undefined;
  }
  const details: NodeDetails = JSON.parse(row.details);
  const subject = {
    title: row.title,
    computerName: details.computerName,
    activationId: details.activationId,
    tags: readTags(row),
    account: row.account,
    region: row.region,
    environment: row.environment,
    accountTags: accounts.get(row.account)?.tags ?? {},
  };
  return current
    .filter(freeze => matches(freeze.match, subject))
    .sort((a, b) => b.to - a.to)[0];
}
