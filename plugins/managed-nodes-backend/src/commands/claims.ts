import { Knex } from 'knex';

/** Names per statement: what SQLite takes. */
const NAMES_AT_ONCE = 500;

/** Those of some nodes that an operation has, but for one operation. */
export async function takenNodes(
  knex: Knex,
  names: string[],
  operationId: string | undefined,
): Promise<Set<string>> {
  const taken = new Set<string>();
  for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
    const claims: Array<{ name: string; operation_id: string }> = await knex(
      'command_claims',
    ).whereIn('name', names.slice(start, start + NAMES_AT_ONCE));
    for (const claim of claims) {
      if (claim.operation_id !== operationId) {
        taken.add(claim.name);
      }
    }
  }
  return taken;
}
