import { NodeOutcome } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { OPEN_OUTCOMES } from './types';

/** How it ended on nodes. */
export interface End {
  outcome: NodeOutcome;
  /** In a sentence. */
  detail: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * Notes that nothing more happens on nodes of an operation, but for those on
 * which it ended before, and lets go of them.
 *
 * @param narrow - to the nodes meant
 */
export async function endNodes(
  trx: Knex.Transaction,
  operationId: string,
  narrow: (nodes: Knex.QueryBuilder) => void,
  { outcome, detail, now }: End,
): Promise<void> {
  await trx('command_nodes')
    .where({ operation_id: operationId })
    .whereIn('outcome', OPEN_OUTCOMES)
    .modify(narrow)
    .update({ outcome, detail, ended_at: now });
  await trx('command_claims')
    .where({ operation_id: operationId })
    .whereIn(
      'name',
      trx('command_nodes')
        .where({ operation_id: operationId })
        .whereNotIn('outcome', OPEN_OUTCOMES)
        .select('name'),
    )
    .delete();
}
