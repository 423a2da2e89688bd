import {
  PatchBucket,
  PatchKind,
  PatchPolicy,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { inTurn, lockedAtOnce } from './inTurn';

const DAY = 86_400_000;

/** Nodes that are worked on at a time: a few thousand rows. */
const NODES_AT_ONCE = 200;

/** Rows per statement: SQLite takes 500. */
const ROWS = 400;

/** What due dates follow from. */
export type DuePolicy = Pick<PatchPolicy, 'days' | 'countFrom'>;

/** An exception that is in force. */
interface ActiveException {
  id: string;
  scope: 'node' | 'application';
  subject: string;
  patch: string;
}

interface LackingRow {
  node_id: number;
  patch_id: number;
  state: string;
  first_at: number | string;
  due_at: number | string | null;
  exception_id: string | null;
  kb_id: string;
  kind: PatchKind;
  cves: string;
  released_at: number | string | null;
}

interface DueNode {
  id: number;
  name: string;
  patch_bucket: PatchBucket;
  system_ref: string | null;
  component_ref: string | null;
  patch_due_at: number | string | null;
  patch_excepted: boolean | number;
}

/** When a patch has to be on a node. */
export function dueAt(
  patch: { kind: PatchKind; firstAt: number; releasedAt: number | null },
  policy: DuePolicy,
): number {
  const from =
    policy.countFrom === 'released' && patch.releasedAt !== null
      ? Math.min(patch.firstAt, patch.releasedAt)
      : patch.firstAt;
  return from + policy.days[patch.kind] * DAY;
}

function number(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}

function covers(exception: ActiveException, node: DueNode, row: LackingRow) {
  const subject =
    exception.scope === 'node'
      ? exception.subject === node.name
      : [node.system_ref, node.component_ref].includes(exception.subject);
  const patch = exception.patch.toUpperCase();
  return (
    subject &&
    (patch === '*' ||
      patch === row.kb_id.toUpperCase() ||
      (JSON.parse(row.cves) as string[]).includes(patch))
  );
}

/**
 * Works out by when patches have to be on nodes, from when they were first
 * reported, the policy and the exceptions.
 */
export class DueDates {
  readonly #knex: Knex;
  readonly #policy: DuePolicy;

  static create(options: { knex: Knex; policy: DuePolicy }): DueDates {
    return new DueDates(options.knex, options.policy);
  }

  private constructor(knex: Knex, policy: DuePolicy) {
    this.#knex = knex;
    this.#policy = policy;
  }

  /**
   * Works them out for some nodes, by their ids in the store.
   *
   * @param within - the transaction to do it in. Default: one for each few nodes
   */
  async settle(
    nodeIds: number[],
    now: number,
    within?: Knex.Transaction,
  ): Promise<void> {
    for (let start = 0; start < nodeIds.length; start += NODES_AT_ONCE) {
      const some = nodeIds.slice(start, start + NODES_AT_ONCE);
      const settle = (trx: Knex.Transaction) => this.#settle(trx, some, now);
      await (within ? settle(within) : inTurn(this.#knex, settle));
    }
  }

  /** Works them out wherever some patches lack, by their ids in the store. */
  async settlePatches(patchIds: number[], now: number): Promise<void> {
    for (let start = 0; start < patchIds.length; start += ROWS) {
      const some = patchIds.slice(start, start + ROWS);
      let after = 0;
      for (;;) {
        const ids: number[] = await this.#knex('node_patches')
          .whereIn('patch_id', some)
          .where('node_id', '>', after)
          .distinct('node_id')
          .orderBy('node_id')
          .limit(NODES_AT_ONCE)
          .pluck('node_id');
        if (!ids.length) {
          break;
        }
        await this.settle(ids, now);
        after = ids[ids.length - 1];
      }
    }
  }

  /** Works them out for all nodes that lack patches. */
  async settleAll(now: number, signal: AbortSignal): Promise<void> {
    let after = 0;
    while (!signal.aborted) {
      const ids: number[] = await this.#knex('node_patch_reads')
        .where('node_id', '>', after)
        .orderBy('node_id')
        .limit(NODES_AT_ONCE)
        .pluck('node_id');
      if (!ids.length) {
        return;
      }
      await this.settle(ids, now);
      after = ids[ids.length - 1];
    }
  }

  async #settle(
    trx: Knex.Transaction,
    nodeIds: number[],
    now: number,
  ): Promise<void> {
    // Locked: whoever stores a report meanwhile starts over, and then sees what
    // is written here.
    const nodes: DueNode[] = await lockedAtOnce(trx, nodeIds).select(
      'id',
      'name',
      'patch_bucket',
      'system_ref',
      'component_ref',
      'patch_due_at',
      'patch_excepted',
    );
    const rows: LackingRow[] = await trx('node_patches')
      .join('patches', 'patches.id', 'node_patches.patch_id')
      .whereIn('node_patches.node_id', nodeIds)
      .select(
        'node_patches.*',
        'patches.kb_id',
        'patches.kind',
        'patches.cves',
        'patches.released_at',
      );
    const exceptions = await this.#exceptionsOf(trx, nodes, now);
    const byNode = new Map<number, LackingRow[]>();
    for (const row of rows) {
      const known = byNode.get(row.node_id);
      if (known) {
        known.push(row);
      } else {
        byNode.set(row.node_id, [row]);
      }
    }
    const changed: object[] = [];
    const nodesByResult = new Map<string, number[]>();
    for (const node of nodes) {
      const dues = (byNode.get(node.id) ?? []).map(row => {
        const exception = exceptions.find(other => covers(other, node, row));
        const due = exception
          ? null
          : dueAt(
              {
                kind: row.kind,
                firstAt: Number(row.first_at),
                releasedAt: number(row.released_at),
              },
              this.#policy,
            );
        const exceptionId = exception?.id ?? null;
        if (due !== number(row.due_at) || exceptionId !== row.exception_id) {
          changed.push({
            node_id: row.node_id,
            patch_id: row.patch_id,
            state: row.state,
            first_at: row.first_at,
            due_at: due,
            exception_id: exceptionId,
          });
        }
        return due;
      });
      // What it lacked before it was all right is only to be forgotten yet.
      const lacking = !['compliant', 'never-reported'].includes(
        node.patch_bucket,
      );
      const open = dues.flatMap(due => due ?? []);
      const first =
        lacking && open.length
          ? open.reduce((earliest, due) => Math.min(earliest, due))
          : null;
      const excepted = lacking && dues.length > 0 && !open.length;
      if (
        first !== number(node.patch_due_at) ||
        excepted !== Boolean(node.patch_excepted)
      ) {
        const key = JSON.stringify([first, excepted]);
        nodesByResult.set(key, [...(nodesByResult.get(key) ?? []), node.id]);
      }
    }
    for (let start = 0; start < changed.length; start += ROWS) {
      await trx('node_patches')
        .insert(changed.slice(start, start + ROWS))
        .onConflict(['node_id', 'patch_id'])
        .merge(['due_at', 'exception_id']);
    }
    for (const [key, ids] of nodesByResult) {
      const [first, excepted] = JSON.parse(key);
      await trx('nodes')
        .whereIn('id', ids)
        .update({ patch_due_at: first, patch_excepted: excepted });
    }
  }

  async #exceptionsOf(
    trx: Knex.Transaction,
    nodes: DueNode[],
    now: number,
  ): Promise<ActiveException[]> {
    const applications = [
      ...new Set(
        nodes.flatMap(node => [
          ...(node.system_ref ? [node.system_ref] : []),
          ...(node.component_ref ? [node.component_ref] : []),
        ]),
      ),
    ];
    const names = nodes.map(({ name }) => name);
    return trx('patch_exceptions')
      .whereNull('ended_at')
      .where('until', '>', now)
      .where(subject =>
        subject
          .where(node => node.where('scope', 'node').whereIn('subject', names))
          .orWhere(application =>
            application
              .where('scope', 'application')
              .whereIn('subject', applications),
          ),
      )
      .orderBy([{ column: 'until', order: 'desc' }, 'id'])
      .select('id', 'scope', 'subject', 'patch');
  }
}
