import { NodeOutcome } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { End } from './endNodes';
import { OPEN_OUTCOMES } from './types';

/** Which group of which operation. */
export interface GroupKey {
  operationId: string;
  number: number;
}

/** Where a group is in `command_groups`. */
export function whereGroup({ operationId, number }: GroupKey) {
  return { operation_id: operationId, number };
}

function ofGroup(nodes: Knex.QueryBuilder): void {
  nodes
    .select('command_nodes.id')
    .from('command_nodes')
    .whereRaw('command_nodes.operation_id = command_groups.operation_id')
    .whereRaw('command_nodes.group_number = command_groups.number');
}

/** Narrows `command_groups` to those that take no nodes. */
function whereNodeless(groups: Knex.QueryBuilder): void {
  groups.whereNotExists(ofGroup);
}

/**
 * Narrows `command_groups` to those in which something may still happen: on
 * one of their nodes, or to what AWS has as a whole.
 */
export function whereOpen(groups: Knex.QueryBuilder): void {
  groups.where(open =>
    open.whereIn('command_groups.state', ['planned', 'sending']).orWhere(sent =>
      sent.where('command_groups.state', 'sent').where(going =>
        going
          .where(told =>
            // Null is in no list and not outside of it either.
            told
              .whereNotNull('command_groups.outcome')
              .whereIn('command_groups.outcome', OPEN_OUTCOMES),
          )
          .orWhere(silent => {
            whereNodeless(silent.whereNull('command_groups.outcome'));
          })
          .orWhereExists(nodes => {
            ofGroup(nodes);
            nodes.whereIn('command_nodes.outcome', OPEN_OUTCOMES);
          }),
      ),
    ),
  );
}

/**
 * Notes how it ended with groups as a whole: with those that take no nodes, and
 * those of which AWS told how they do as a whole.
 *
 * @param narrow - to the groups meant
 */
export async function endWholes(
  trx: Knex,
  narrow: (groups: Knex.QueryBuilder) => void,
  { outcome, detail, now }: End,
): Promise<void> {
  await trx('command_groups')
    .modify(narrow)
    .where(whole => {
      whole.whereIn('command_groups.outcome', OPEN_OUTCOMES).orWhere(silent => {
        whereNodeless(silent.whereNull('command_groups.outcome'));
      });
    })
    .update({ outcome, detail, ended_at: now });
}

/** The outcomes that groups of an operation have as a whole, and whether one is open. */
export async function readWholes(
  knex: Knex,
  operationId: string,
): Promise<{ outcomes: NodeOutcome[]; open: boolean }> {
  const groups = () =>
    knex('command_groups').where({ operation_id: operationId });
  return {
    outcomes: await groups()
      .whereNotNull('outcome')
      .distinct('outcome')
      .pluck('outcome'),
    open: (await groups().modify(whereOpen).first('id')) !== undefined,
  };
}
