import { PatchStanding } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { readMeta, writeMeta } from '../../nodes/database';
import { StandingPolicy, standingSql } from '../../nodes/standing';

const SEEDED = 'critical-nodes-seeded';

/** Ids a statement takes in SQLite. */
const CHUNK = 500;

/** Nodes of an owner that became critical and that nobody was told of. */
export interface NewlyCritical {
  owner: string;
  nodeIds: number[];
  /** How many of the owner's nodes are critical in all. */
  critical: number;
}

/** How the nodes of an owner stand. */
export interface OwnerStandings {
  owner: string;
  nodes: number;
  standings: Record<PatchStanding, number>;
}

/** An exception that ends soon, with an owner of nodes it is about. */
export interface EndingException {
  id: string;
  owner: string;
  until: number;
}

/** Remembers what people were told, and looks up what to tell them. */
export class NoticeStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): NoticeStore {
    return new NoticeStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Whether nobody told this recipient anything of this kind that day; from now on somebody has. */
  async claim(
    kind: string,
    recipient: string,
    day: string,
    now: number,
  ): Promise<boolean> {
    const claimed: object[] = await this.#knex('patch_notices')
      .insert({ kind, recipient, day, sent_at: now })
      .onConflict(['kind', 'recipient', 'day'])
      .ignore()
      .returning('kind');
    return claimed.length > 0;
  }

  /** Takes a claim back, as telling did not work. */
  async release(kind: string, recipient: string, day: string): Promise<void> {
    await this.#knex('patch_notices').where({ kind, recipient, day }).delete();
  }

  /** Forgets what was told before a day. */
  async forget(before: string): Promise<void> {
    await this.#knex('patch_notices').where('day', '<', before).delete();
  }

  /**
   * Notes which nodes are critical now. Those that are when it is done for
   * the first time are news to nobody.
   */
  async followCritical(now: number): Promise<void> {
    const first = (await readMeta(this.#knex, SEEDED)) === undefined;
    await this.#knex.transaction(async trx => {
      const critical = () =>
        trx('nodes')
          .where('patch_bucket', 'critical')
          .whereRaw("nodes.status <> 'left'");
      await trx('critical_nodes')
        .whereNotIn('node_id', critical().select('id'))
        .delete();
      await trx.from(trx.raw('critical_nodes (node_id, since, told)')).insert(
        critical()
          .whereNotExists(
            trx('critical_nodes')
              .select(trx.raw('1'))
              .whereRaw('critical_nodes.node_id = nodes.id'),
          )
          .select('id', trx.raw('?', [now]), trx.raw('?', [first])),
      );
      await writeMeta(trx, SEEDED, 'true');
    });
  }

  /** What became critical and was not told yet, by owner. */
  async newlyCritical(): Promise<NewlyCritical[]> {
    const untold: Array<{ owner_ref: string; id: number }> = await this.#knex(
      'critical_nodes',
    )
      .join('nodes', 'nodes.id', 'critical_nodes.node_id')
      .where('critical_nodes.told', false)
      .orderBy('nodes.id')
      .select('nodes.owner_ref', 'nodes.id');
    const owners = new Map<string, number[]>();
    for (const { owner_ref: owner, id } of untold) {
      owners.set(owner, [...(owners.get(owner) ?? []), id]);
    }
    const totals: Array<{ owner_ref: string; critical: number | string }> =
      await this.#knex('critical_nodes')
        .join('nodes', 'nodes.id', 'critical_nodes.node_id')
        .groupBy('nodes.owner_ref')
        .select('nodes.owner_ref')
        .count({ critical: '*' });
    const total = new Map(
      totals.map(row => [row.owner_ref, Number(row.critical)]),
    );
    return [...owners].map(([owner, nodeIds]) => ({
      owner,
      nodeIds,
      critical: total.get(owner) ?? nodeIds.length,
    }));
  }

  /** Notes that these were told. */
  async toldCritical(nodeIds: number[]): Promise<void> {
    for (let start = 0; start < nodeIds.length; start += CHUNK) {
      await this.#knex('critical_nodes')
        .whereIn('node_id', nodeIds.slice(start, start + CHUNK))
        .update({ told: true });
    }
  }

  /** How the nodes of each owner stand. */
  async standings(
    policy: StandingPolicy,
    now: number,
  ): Promise<OwnerStandings[]> {
    const rows: Array<{
      owner_ref: string;
      standing: PatchStanding;
      nodes: number | string;
    }> = await this.#knex
      .from(
        this.#knex('nodes')
          .whereRaw("nodes.status <> 'left'")
          .select('owner_ref', {
            standing: standingSql(this.#knex, policy, now),
          })
          .as('standing_nodes'),
      )
      .groupBy('owner_ref', 'standing')
      .orderBy('owner_ref')
      .select('owner_ref', 'standing')
      .count({ nodes: '*' });
    const owners = new Map<string, OwnerStandings>();
    for (const row of rows) {
      const owner = owners.get(row.owner_ref) ?? {
        owner: row.owner_ref,
        nodes: 0,
        standings: {
          'never-reported': 0,
          overdue: 0,
          stale: 0,
          due: 0,
          excepted: 0,
          compliant: 0,
        },
      };
      owner.nodes += Number(row.nodes);
      owner.standings[row.standing] = Number(row.nodes);
      owners.set(row.owner_ref, owner);
    }
    return [...owners.values()];
  }

  /** Exceptions that end by then, once for each owner of nodes they are about. */
  async endingExceptions(
    now: number,
    until: number,
  ): Promise<EndingException[]> {
    const rows: Array<{
      id: string;
      owner_ref: string;
      until: number | string;
    }> = await this.#knex('patch_exceptions')
      .join('nodes', on =>
        on
          .on('nodes.name', 'patch_exceptions.subject')
          .orOn('nodes.system_ref', 'patch_exceptions.subject')
          .orOn('nodes.component_ref', 'patch_exceptions.subject'),
      )
      .whereNull('patch_exceptions.ended_at')
      .where('patch_exceptions.until', '>', now)
      .where('patch_exceptions.until', '<=', until)
      .whereRaw("nodes.status <> 'left'")
      .distinct(
        'patch_exceptions.id',
        'nodes.owner_ref',
        'patch_exceptions.until',
      )
      .orderBy(['patch_exceptions.until', 'patch_exceptions.id']);
    return rows.map(row => ({
      id: row.id,
      owner: row.owner_ref,
      until: Number(row.until),
    }));
  }
}
