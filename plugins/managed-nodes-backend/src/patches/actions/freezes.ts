import { PatchAction } from '@managed-nodes/plugin-managed-nodes-common';
import { NodeRow } from '../../nodes/rows';
import { AccountTags, freezeOf } from '../../ownership/freezes';
import { PatchFreeze } from '../patchConfig';

/** The freeze that keeps an action from a node now, if there is one. */
export function actionFreeze(
  row: NodeRow,
  action: PatchAction,
  freezes: PatchFreeze[],
  accounts: AccountTags,
  now: number,
): PatchFreeze | undefined {
  return freezeOf(
    row,
    freezes.filter(freeze => freeze.actions.includes(action)),
    accounts,
    now,
  );
}
