import { Knex } from 'knex';
import { DueDates } from '../policy/DueDates';
import { inTurn, lockedAtOnce } from '../policy/inTurn';
import { chunksOf } from './chunks';
import { PatchDictionary } from './PatchDictionary';
import { ReportedPatch } from './PatchReader';

const NONCOMPLIANT = ['critical', 'security', 'other'];

/** What a node's last report says it lacks. */
export interface NodeReport {
  /** The node's id in the store. */
  id: number;
  /** The end of the report, in milliseconds since the epoch, as it was known before reading; null when AWS does not tell. */
  reportAt: number | null;
  lacking: ReportedPatch[];
}

interface CurrentNode {
  id: number;
  patch_bucket: string;
  patch_operation_at: number | string | null;
  status: string;
}

/** Keeps which patches nodes lack, and since when. */
export class PatchStore {
  readonly #knex: Knex;
  readonly #due: DueDates;
  readonly #dictionary: PatchDictionary;

  static create(options: { knex: Knex; due: DueDates }): PatchStore {
    return new PatchStore(options.knex, options.due);
  }

  private constructor(knex: Knex, due: DueDates) {
    this.#knex = knex;
    this.#due = due;
    this.#dictionary = PatchDictionary.create({ knex });
  }

  /** Stores what some nodes lack. Doing it twice changes nothing. */
  async store(reports: NodeReport[], now: number): Promise<void> {
    if (!reports.length) {
      return;
    }
    const { ids, amended } = await this.#dictionary.name(
      reports.flatMap(({ lacking }) => lacking),
    );
    await inTurn(this.#knex, async trx => {
      const kept = await this.#keep(trx, reports);
      await this.#replace(trx, kept, ids, now);
      await this.#due.settle(
        kept.map(({ id }) => id),
        now,
        trx,
      );
      await this.#noteRead(trx, kept, now);
    });
    // A patch that is worse than it was is due earlier, wherever it lacks.
    await this.#due.settlePatches(amended, now);
  }

  /** Notes that nodes could not be read, and until when that is left alone. */
  async fail(
    nodeIds: number[],
    problem: string,
    retryAt: (failures: number) => number,
  ): Promise<void> {
    for (const chunk of chunksOf([...nodeIds].sort((a, b) => a - b))) {
      await inTurn(this.#knex, async trx => {
        // Those that are purged meanwhile can have no problems.
        const ids: number[] = await lockedAtOnce(trx, chunk).pluck('id');
        const known: Array<{ node_id: number; failures: number }> = await trx(
          'node_patch_reads',
        )
          .whereIn('node_id', ids)
          .select('node_id', 'failures');
        const failures = new Map(known.map(row => [row.node_id, row.failures]));
        if (ids.length) {
          await trx('node_patch_reads')
            .insert(
              ids.map(id => {
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
      });
    }
  }

  /**
   * Forgets what nodes lacked that lack nothing any more, or left; 5,000 of
   * them at the most.
   *
   * @param among - ids of the nodes to look at. Default: all
   */
  async forgetSettled(among?: number[]): Promise<void> {
    const candidates = this.#knex('node_patch_reads')
      .join('nodes', 'nodes.id', 'node_patch_reads.node_id')
      .where(settled =>
        settled
          .whereNotIn('nodes.patch_bucket', NONCOMPLIANT)
          .orWhere('nodes.status', 'left'),
      )
      .orderBy('node_patch_reads.node_id')
      .limit(5_000)
      .pluck('node_patch_reads.node_id');
    if (among) {
      candidates.whereIn('nodes.id', among);
    }
    const ids: number[] = await candidates;
    for (const chunk of chunksOf(ids)) {
      await inTurn(this.#knex, async trx => {
        // Looked at again: one of them may have a new report by now.
        const settled: number[] = await lockedAtOnce(trx, chunk)
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

  /** Locks the nodes of some reports, and tells what of these is to be kept. */
  async #keep(
    trx: Knex.Transaction,
    reports: NodeReport[],
  ): Promise<NodeReport[]> {
    const ids = reports.map(({ id }) => id);
    const nodes: CurrentNode[] = await lockedAtOnce(trx, ids).select(
      'id',
      'patch_bucket',
      'patch_operation_at',
      'status',
    );
    const reads: Array<{ node_id: number; operation_at: number | string }> =
      await trx('node_patch_reads')
        .whereIn('node_id', ids)
        .whereNotNull('operation_at')
        .select('node_id', 'operation_at');
    const readAt = new Map(
      reads.map(row => [row.node_id, Number(row.operation_at)]),
    );
    const current = new Map(nodes.map(node => [node.id, node]));
    return reports
      .flatMap(report => {
        const node = current.get(report.id);
        if (!node) {
          return [];
        }
        // Somebody who was faster may have read the report that came after.
        // Later is not newer: clocks of machines are put back.
        const newest = Number(node.patch_operation_at ?? 0);
        if (
          newest !== (report.reportAt ?? 0) &&
          readAt.get(report.id) === newest
        ) {
          return [];
        }
        // Whatever it lacked is of no interest once it is all right, or gone.
        const counts =
          NONCOMPLIANT.includes(node.patch_bucket) && node.status !== 'left';
        return [{ ...report, lacking: counts ? report.lacking : [] }];
      })
      .sort((a, b) => a.id - b.id);
  }

  async #replace(
    trx: Knex.Transaction,
    reports: NodeReport[],
    patchIds: Map<string, number>,
    now: number,
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
            first_at: reportAt ?? now,
          });
        }
      }
    }
    const goneOf = new Map<number, number[]>();
    for (const { node_id: id, patch_id: patch } of before) {
      if (!wanted.has(key(id, patch))) {
        goneOf.set(id, [...(goneOf.get(id) ?? []), patch]);
      }
    }
    for (const [id, gone] of goneOf) {
      for (const chunk of chunksOf(gone)) {
        await trx('node_patches')
          .where('node_id', id)
          .whereIn('patch_id', chunk)
          .delete();
      }
    }
    for (const chunk of chunksOf(rows)) {
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
    for (const chunk of chunksOf(reports)) {
      await trx('node_patch_reads')
        .insert(
          chunk.map(({ id, reportAt }) => ({
            node_id: id,
            operation_at: reportAt ?? 0,
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
