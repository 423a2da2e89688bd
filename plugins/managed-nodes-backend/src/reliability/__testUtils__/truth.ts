import { SimulatorControl } from '@managed-nodes/aws-simulator';
import { TargetState } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { seenNodes } from '../../nodes/database';
import { SeenNodeRow } from '../../nodes/rows';
import { TargetRow } from '../../sync/TargetStore';

const PAGE = 10_000;

type Control = Pick<SimulatorControl, 'findNodes'>;

/** What is known to differ between AWS and the node store. */
export interface Differences {
  /** Targets by `account/Region` that are not `ok`. */
  states?: Record<string, TargetState>;
  /** Ids of nodes that AWS no longer has and that are kept. */
  kept?: string[];
  /** Ids of nodes that AWS has and that no listing could show yet. */
  unseen?: string[];
}

export function keyOf(of: { account: string; region: string }): string {
  return `${of.account}/${of.region}`;
}

/** Every managed node that AWS has, as `account/Region/id`. */
export async function nodesOfAws(control: Control): Promise<string[]> {
  const all: string[] = [];
  for (;;) {
    const { nodes, total } = await control.findNodes({
      offset: all.length,
      limit: PAGE,
    });
    all.push(...nodes.map(node => `${keyOf(node)}/${node.id}`));
    if (all.length >= total || !nodes.length) {
      return all.sort();
    }
  }
}

/**
 * What holds at every moment, also right after a crash: no node is there
 * twice, names and revisions are unique, and each node can be followed.
 */
export async function expectSound(knex: Knex): Promise<SeenNodeRow[]> {
  const rows: SeenNodeRow[] = await seenNodes(knex);
  const keys = rows.map(row => `${keyOf(row)}/${row.node_id}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(rows.map(row => row.name)).size).toBe(rows.length);
  // Every node has a beat, or the join would have lost it.
  expect(Number((await knex('nodes').count({ n: '*' }))[0].n)).toBe(
    rows.length,
  );

  const counter = await knex('revision_counter').first();
  const changes: Array<{ name: string; revision: number | string }> =
    await knex('node_changes');
  const revisions = changes.map(change => Number(change.revision));
  expect(new Set(revisions).size).toBe(revisions.length);
  expect(revisions.every(revision => revision <= Number(counter.value))).toBe(
    true,
  );
  expect(changes.map(change => change.name).sort()).toEqual(
    rows.map(row => row.name).sort(),
  );
  return rows;
}

/**
 * What holds after syncs: the node store has every node of AWS exactly once
 * and nothing else, and the targets tell how their listings ended.
 */
export async function expectTruth(
  knex: Knex,
  control: Control,
  { states = {}, kept = [], unseen = [] }: Differences = {},
): Promise<void> {
  const rows = await expectSound(knex);
  const present = rows.filter(row => row.left_at === null);
  const simulated = await nodesOfAws(control);
  const apart = new Set([...kept, ...unseen]);
  const idOf = (key: string) => key.split('/')[2];
  expect(
    present
      .map(row => `${keyOf(row)}/${row.node_id}`)
      .filter(key => !apart.has(idOf(key)))
      .sort(),
  ).toEqual(simulated.filter(key => !apart.has(idOf(key))));
  const ids = new Set(present.map(row => row.node_id));
  expect(kept.filter(id => !ids.has(id))).toEqual([]);
  expect(unseen.filter(id => ids.has(id))).toEqual([]);
  // Who is listed is not called missing, and who left is called so.
  expect(
    present.filter(
      row => row.status === 'missing' && !kept.includes(row.node_id),
    ),
  ).toEqual([]);
  expect(
    rows.filter(row => (row.left_at === null) === (row.status === 'left')),
  ).toEqual([]);

  const targets: TargetRow[] = await knex('sync_targets');
  for (const target of targets) {
    expectTold(target, states[keyOf(target)] ?? 'ok', {
      listed: simulated.filter(key => key.startsWith(`${keyOf(target)}/`))
        .length,
    });
  }
}

/** The state of a target, and that what it says goes with it. */
function expectTold(
  target: TargetRow,
  state: TargetState,
  { listed }: { listed: number },
): void {
  const complete = ['ok', 'partial', 'held'].includes(state);
  const told = {
    target: keyOf(target),
    state: target.state,
    error: target.error && JSON.parse(target.error).code,
    held: target.held !== null,
    warned: target.warnings !== '[]',
    listed: JSON.parse(target.counts).listed,
    succeededLast:
      target.last_success_at !== null &&
      Number(target.last_success_at) === Number(target.last_finished_at),
  };
  expect(told).toEqual({
    target: keyOf(target),
    state,
    error: state === 'failed' ? expect.any(String) : null,
    held: state === 'held',
    warned: complete ? state === 'partial' : expect.any(Boolean),
    listed: complete ? listed : expect.any(Number),
    succeededLast: complete,
  });
}
