import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import { isPostgres, isUniqueViolation, recordChanges } from './database';
import { toObservation } from './present';
import { NodeContent, NodeRow, NO_PATCH_REPORT, toContent } from './rows';
import {
  CompleteObservation,
  NodeObservation,
  Ownership,
  OwnershipDecider,
  TargetKey,
} from './types';

/** Rows per statement: SQLite takes 500, and PostgreSQL 65,535 parameters. */
const CHUNK = 500;

/** A listing of one target, under way. */
export interface ListingContext extends TargetKey {
  accountName: string;
  /** Rises by one with every listing of the target. */
  generation: number;
  decideOwnership: OwnershipDecider;
  /** Who owns a new node while ownership cannot be decided. */
  undecided: Ownership;
}

/** What a page did to the store. */
export interface PageResult {
  added: number;
  /** Nodes whose identity changed, or that came back after they left. */
  changed: number;
  /** Nodes with nothing but a new state. */
  updated: number;
}

interface Beat {
  name: string;
  lastPingAt: number | null;
}

interface Write {
  content: NodeContent;
  existing: NodeRow | undefined;
  lastPingAt: number | null;
  identityChanged: boolean;
}

function chunks<T>(items: T[], size: number): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += size) {
    result.push(items.slice(start, start + size));
  }
  return result;
}

/** What is stored stands in for what a partial observation does not tell. */
function fillIn(
  observation: NodeObservation,
  stored: ReturnType<typeof toObservation> | undefined,
): NodeObservation {
  if (!observation.partial || !stored) {
    return observation;
  }
  const told = Object.entries(observation).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return {
    ...stored,
    lastPingAt: null,
    ...Object.fromEntries(told),
    tags: observation.tags,
    patch: observation.patch,
  };
}

function complete(
  partial: NodeObservation,
  stored: ReturnType<typeof toObservation> | undefined,
): CompleteObservation {
  const observation = fillIn(partial, stored);
  const tags = observation.tags ?? stored?.tags ?? {};
  return {
    ...observation,
    tags,
    title:
      tags.Name ||
      observation.reportedName ||
      observation.computerName ||
      observation.nodeId,
    environment:
      observation.environment ?? stored?.environment ?? 'on-premises',
    patch: observation.patch ?? stored?.patch ?? NO_PATCH_REPORT,
  };
}

function ownershipOf(row: NodeRow): Ownership {
  return {
    ownerRef: row.owner_ref,
    claimed: Boolean(row.claimed),
    unclaimedReason: JSON.parse(row.details).unclaimedReason,
    systemRef: row.system_ref,
    componentRef: row.component_ref,
  };
}

/** Writes what listings see. */
export class NodeWriter {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): NodeWriter {
    return new NodeWriter(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Stores what one page of a listing saw. Doing it twice changes nothing.
   *
   * @param now - milliseconds since the epoch
   * @param unchanged - ids of nodes that were seen too and are as they were
   */
  async applyPage(
    listing: ListingContext,
    observations: NodeObservation[],
    now: number,
    unchanged: string[] = [],
  ): Promise<PageResult> {
    // A node that is listed twice counts once, as it was seen last.
    const seen = [...new Map(observations.map(o => [o.nodeId, o])).values()];
    const rows = await this.#knex<NodeRow>('nodes')
      .where({ account: listing.account, region: listing.region })
      .whereIn(
        'node_id',
        seen.map(o => o.nodeId),
      );
    const byId = new Map(rows.map(row => [row.node_id, row as NodeRow]));

    const writes: Write[] = [];
    const heartbeats: Beat[] = [];
    const result: PageResult = { added: 0, changed: 0, updated: 0 };
    for (const observation of seen) {
      const existing = byId.get(observation.nodeId);
      const content = this.#contentOf(listing, observation, existing);
      const { lastPingAt } = observation;
      if (!existing) {
        result.added += 1;
        writes.push({ content, existing, lastPingAt, identityChanged: true });
      } else if (
        existing.left_at !== null ||
        existing.identity_hash !== content.identity_hash
      ) {
        result.changed += 1;
        writes.push({ content, existing, lastPingAt, identityChanged: true });
      } else if (
        existing.missing_since !== null ||
        existing.state_hash !== content.state_hash
      ) {
        result.updated += 1;
        writes.push({ content, existing, lastPingAt, identityChanged: false });
      } else {
        heartbeats.push({ name: existing.name, lastPingAt });
      }
    }

    heartbeats.push(...(await this.#unchangedBeats(listing, unchanged)));
    for (const chunk of chunks(writes, CHUNK)) {
      await this.#store(listing, chunk, now);
    }
    const most = isPostgres(this.#knex) ? heartbeats.length : CHUNK;
    for (const chunk of chunks(heartbeats, most)) {
      await this.#beat(this.#knex, chunk, listing.generation, now);
    }
    return result;
  }

  async #unchangedBeats(target: TargetKey, nodeIds: string[]): Promise<Beat[]> {
    const beats: Beat[] = [];
    for (const ids of chunks(nodeIds, CHUNK)) {
      const rows: Array<{
        name: string;
        last_ping_at: string | number | null;
      }> = await this.#knex('nodes')
        .join('node_beats', 'node_beats.name', 'nodes.name')
        .where({ account: target.account, region: target.region })
        .whereIn('node_id', ids)
        .select('nodes.name', 'node_beats.last_ping_at');
      beats.push(
        ...rows.map(row => ({
          name: row.name,
          lastPingAt:
            row.last_ping_at === null ? null : Number(row.last_ping_at),
        })),
      );
    }
    return beats;
  }

  #contentOf(
    listing: ListingContext,
    observation: NodeObservation,
    existing: NodeRow | undefined,
  ): NodeContent {
    const full = complete(observation, existing && toObservation(existing));
    // Without tags nothing new can be said about a node's owner.
    const decided =
      observation.tags || existing
        ? listing.decideOwnership({ ...full, ...listing })
        : undefined;
    const ownership =
      decided ?? (existing ? ownershipOf(existing) : listing.undecided);
    return toContent(listing, full, ownership);
  }

  async #store(
    listing: ListingContext,
    writes: Write[],
    now: number,
  ): Promise<void> {
    const store = () =>
      this.#knex.transaction(async trx => {
        const names = await this.#write(trx, listing, writes, now);
        const beats = writes.map(({ lastPingAt }, index) => ({
          name: names[index],
          lastPingAt,
        }));
        await this.#beat(trx, beats, listing.generation, now);
        await recordChanges(
          trx,
          names.filter((_, index) => writes[index].identityChanged),
        );
      });
    try {
      await store();
    } catch (error) {
      if (!isUniqueViolation(error)) {
        throw error;
      }
      // Another target has just stored a node of the same id: now it shows,
      // and ours gets another name.
      await store();
    }
  }

  async #write(
    trx: Knex.Transaction,
    target: TargetKey,
    writes: Write[],
    now: number,
  ): Promise<string[]> {
    const names = await this.#newNames(
      trx,
      target,
      writes.filter(write => !write.existing).map(write => write.content),
    );
    const rows = writes.map(({ content, existing }) => ({
      ...content,
      name: existing?.name ?? names.get(content.node_id)!,
      first_seen_at: existing?.first_seen_at ?? now,
      missing_listings: 0,
      missing_since: null,
      left_at: null,
    }));
    const { name: _n, first_seen_at: _f, ...updatable } = rows[0];
    const columns = Object.keys(updatable);
    await trx('nodes')
      .insert(rows)
      .onConflict(['account', 'region', 'node_id'])
      .merge({
        ...Object.fromEntries(
          columns.map(column => [column, trx.raw('excluded.??', [column])]),
        ),
        // Worked out from the patches of a node, which are read later; once
        // it is compliant nothing is due.
        patch_due_at: trx.raw(
          "CASE WHEN excluded.patch_bucket IN ('critical', 'security', 'other') THEN nodes.patch_due_at END",
        ),
        patch_excepted: trx.raw(
          "excluded.patch_bucket IN ('critical', 'security', 'other') AND nodes.patch_excepted",
        ),
      });
    return rows.map(({ name }) => name);
  }

  /**
   * Names for new nodes: the node id, with a short hash where a node of
   * another target has that name already.
   */
  async #newNames(
    trx: Knex.Transaction,
    target: TargetKey,
    contents: NodeContent[],
  ): Promise<Map<string, string>> {
    if (!contents.length) {
      return new Map();
    }
    const taken = new Set(
      await trx('nodes')
        .whereIn(
          'name',
          contents.map(content => content.node_id),
        )
        .whereNot(own =>
          own.where({ account: target.account, region: target.region }),
        )
        .pluck('name'),
    );
    return new Map(
      contents.map(({ account, region, node_id: id }) => {
        const suffix = createHash('sha1')
          .update(`${account}/${region}/${id}`)
          .digest('hex')
          .slice(0, 8);
        return [id, taken.has(id) ? `${id}-${suffix}` : id];
      }),
    );
  }

  /** Notes when nodes were seen, in one statement. */
  async #beat(
    knex: Knex,
    beats: Beat[],
    generation: number,
    now: number,
  ): Promise<void> {
    await knex('node_beats')
      .insert(
        beats.map(({ name, lastPingAt }) => ({
          name,
          last_seen_at: now,
          last_ping_at: lastPingAt,
          seen_generation: generation,
        })),
      )
      .onConflict('name')
      .merge({
        last_seen_at: now,
        // What does not tell when a node last pinged does not unsay it.
        last_ping_at: knex.raw(
          'COALESCE(excluded.last_ping_at, node_beats.last_ping_at)',
        ),
        // A listing that was overtaken by a newer one must not make nodes
        // look older.
        seen_generation: knex.raw(
          'CASE WHEN node_beats.seen_generation > excluded.seen_generation THEN node_beats.seen_generation ELSE excluded.seen_generation END',
        ),
      });
  }
}
