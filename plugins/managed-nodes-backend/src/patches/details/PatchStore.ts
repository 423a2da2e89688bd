import { Knex } from 'knex';
import { isPostgres } from '../../nodes/database';
import { DueDates } from '../policy/DueDates';
import { ReportedPatch } from './PatchReader';

/** Rows per statement: SQLite takes 500. */
const ROWS = 400;

const KIND_RANKS = { critical: 2, security: 1, other: 0 };

const NONCOMPLIANT = ['critical', 'security', 'other'];

/** What a node's last report says it lacks. */
export interface NodeReport {
  /** The node's id in the store. */
  id: number;
  /** The end of the report, in milliseconds since the epoch, as it was known before reading. */
  reportAt: number;
  lacking: ReportedPatch[];
}

interface KnownPatch {
  id: number;
  digest: string;
  classification: string | null;
  severity: string | null;
  cves: string;
}

function columnsOf(patch: ReportedPatch) {
  return {
    digest: patch.digest,
    kb_id: patch.kbId,
    title: patch.title,
    classification: patch.classification,
    severity: patch.severity,
    kind: patch.kind,
    kind_rank: KIND_RANKS[patch.kind],
    cves: JSON.stringify(patch.cves),
    search_text: [patch.kbId, patch.title, ...patch.cves]
      .join(' ')
      .toLowerCase(),
  };
}

function chunks<T>(items: T[]): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += ROWS) {
    result.push(items.slice(start, start + ROWS));
  }
  return result;
}

/** Keeps which patches nodes lack, and since when. */
export class PatchStore {
  readonly #knex: Knex;
  readonly #due: DueDates;

  static create(options: { knex: Knex; due: DueDates }): PatchStore {
    return new PatchStore(options.knex, options.due);
  }

  private constructor(knex: Knex, due: DueDates) {
    this.#knex = knex;
    this.#due = due;
  }

  /** Stores what some nodes lack. Doing it twice changes nothing. */
  async store(reports: NodeReport[], now: number): Promise<void> {
    if (!reports.length) {
      return;
    }
    const patchIds = await this.#name(
      reports.flatMap(({ lacking }) => lacking),
    );
    await this.#knex.transaction(async trx => {
      // In one order, so that two who write do not wait for one another.
      const ids = reports.map(({ id }) => id).sort((a, b) => a - b);
      const locked = trx('nodes').whereIn('id', ids).orderBy('id');
      const nodes: Array<{ id: number; patch_bucket: string; status: string }> =
        await (isPostgres(trx) ? locked.forUpdate() : locked).select(
          'id',
          'patch_bucket',
          'status',
        );
      const current = new Map(nodes.map(node => [node.id, node]));
      const kept = reports.flatMap(report => {
        const node = current.get(report.id);
        if (!node) {
          return [];
        }
        // Whatever it lacked is of no interest once it is all right, or gone.
        const counts =
          NONCOMPLIANT.includes(node.patch_bucket) && node.status !== 'left';
        return [{ ...report, lacking: counts ? report.lacking : [] }];
      });
      kept.sort((a, b) => a.id - b.id);
      await this.#replace(trx, kept, patchIds);
      await this.#due.settle(
        kept.map(({ id }) => id),
        now,
        trx,
      );
      await this.#noteRead(trx, kept, now);
    });
  }

  /** Notes that nodes could not be read, and until when that is left alone. */
  async fail(
    nodeIds: number[],
    problem: string,
    retryAt: (failures: number) => number,
  ): Promise<void> {
    const known: Array<{ node_id: number; failures: number }> =
      await this.#knex('node_patch_reads')
        .whereIn('node_id', nodeIds)
        .select('node_id', 'failures');
    const failures = new Map(known.map(row => [row.node_id, row.failures]));
    for (const chunk of chunks([...nodeIds].sort((a, b) => a - b))) {
      await this.#knex('node_patch_reads')
        .insert(
          chunk.map(id => {
            const count = (failures.get(id) ?? 0) + 1;
            return {
              node_id: id,
              failures: count,
              retry_at: retryAt(count),
              problem,
            };
          }),
        )
        .onConflict('node_id')
        .merge(['failures', 'retry_at', 'problem']);
    }
  }

  /**
   * Forgets what nodes lacked that lack nothing any more, or left; 5,000 of
   * them at the most.
   */
  async forgetSettled(): Promise<void> {
    const ids: number[] = await this.#knex('node_patch_reads')
      .join('nodes', 'nodes.id', 'node_patch_reads.node_id')
      .where(settled =>
        settled
          .whereNotIn('nodes.patch_bucket', NONCOMPLIANT)
          .orWhere('nodes.status', 'left'),
      )
      .orderBy('node_id')
      .limit(5_000)
      .pluck('node_id');
    for (const chunk of chunks(ids)) {
      await this.#knex.transaction(async trx => {
        // Looked at again: one of them may have a new report by now.
        const locked = trx('nodes').whereIn('id', chunk).orderBy('id');
        const settled: number[] = await (isPostgres(trx)
          ? locked.forUpdate()
          : locked
        )
          .where(still =>
            still
              .whereNotIn('patch_bucket', NONCOMPLIANT)
              .orWhere('status', 'left'),
          )
          .pluck('id');
        await trx('node_patches').whereIn('node_id', settled).delete();
        await trx('node_patch_reads').whereIn('node_id', settled).delete();
      });
    }
  }

  /** The ids of patches in the dictionary, to which those that are new are added. */
  async #name(patches: ReportedPatch[]): Promise<Map<string, number>> {
    const byDigest = new Map(patches.map(patch => [patch.digest, patch]));
    const digests = [...byDigest.keys()].sort();
    const ids = new Map<string, number>();
    for (const chunk of chunks(digests)) {
      const read = async () => {
        const rows: KnownPatch[] = await this.#knex('patches')
          .whereIn('digest', chunk)
          .select('id', 'digest', 'classification', 'severity', 'cves');
        rows.forEach(row => ids.set(row.digest, row.id));
        return new Map(rows.map(row => [row.digest, row]));
      };
      const known = await read();
      const fresh = chunk.filter(digest => !known.has(digest));
      if (fresh.length) {
        await this.#knex('patches')
          .insert(fresh.map(digest => columnsOf(byDigest.get(digest)!)))
          .onConflict('digest')
          .ignore();
        await read();
      }
      for (const [digest, row] of known) {
        const patch = byDigest.get(digest)!;
        // Advisories are amended: a CVE is added, a severity raised.
        if (
          row.classification !== patch.classification ||
          row.severity !== patch.severity ||
          row.cves !== JSON.stringify(patch.cves)
        ) {
          await this.#knex('patches')
            .where({ digest })
            .update(columnsOf(patch));
        }
      }
    }
    return ids;
  }

  async #replace(
    trx: Knex.Transaction,
    reports: NodeReport[],
    patchIds: Map<string, number>,
  ): Promise<void> {
    const before: Array<{ node_id: number; patch_id: number; state: string }> =
      await trx('node_patches')
        .whereIn(
          'node_id',
          reports.map(({ id }) => id),
        )
        .select('node_id', 'patch_id', 'state');
    const key = (nodeId: number, patchId: number) => `${nodeId}/${patchId}`;
    const stored = new Map(
      before.map(row => [key(row.node_id, row.patch_id), row.state]),
    );
    const wanted = new Set<string>();
    const rows: object[] = [];
    for (const { id, reportAt, lacking } of reports) {
      for (const { digest, state } of lacking) {
        const patchId = patchIds.get(digest)!;
        wanted.add(key(id, patchId));
        if (stored.get(key(id, patchId)) !== state) {
          rows.push({
            node_id: id,
            patch_id: patchId,
            state,
            first_at: reportAt,
          });
        }
      }
    }
    for (const { id } of reports) {
      const gone = before
        .filter(row => row.node_id === id && !wanted.has(key(id, row.patch_id)))
        .map(row => row.patch_id);
      for (const chunk of chunks(gone)) {
        await trx('node_patches')
          .where('node_id', id)
          .whereIn('patch_id', chunk)
          .delete();
      }
    }
    for (const chunk of chunks(rows)) {
      await trx('node_patches')
        .insert(chunk)
        .onConflict(['node_id', 'patch_id'])
        // Since when it lacks stays, whatever state it is in.
        .merge(['state']);
    }
  }

  async #noteRead(
    trx: Knex.Transaction,
    reports: NodeReport[],
    now: number,
  ): Promise<void> {
    for (const chunk of chunks(reports)) {
      await trx('node_patch_reads')
        .insert(
          chunk.map(({ id, reportAt }) => ({
            node_id: id,
            operation_at: reportAt,
            read_at: now,
            failures: 0,
            retry_at: null,
            problem: null,
          })),
        )
        .onConflict('node_id')
        .merge();
    }
  }
}
