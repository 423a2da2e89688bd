import { Knex } from 'knex';
import { DueDates } from '../policy/DueDates';
import { ExceptionSubject, nodesOf } from './exceptionRows';

const NONCOMPLIANT = ['critical', 'security', 'other'];

/** Keeps due dates in line with exceptions that begin, end, and follow nodes. */
export class ExceptionEffects {
  readonly #knex: Knex;
  readonly #due: DueDates;

  static create(options: { knex: Knex; due: DueDates }): ExceptionEffects {
    return new ExceptionEffects(options.knex, options.due);
  }

  private constructor(knex: Knex, due: DueDates) {
    this.#knex = knex;
    this.#due = due;
  }

  /** Works the beginning or the end of one into due dates. */
  async settle(subject: ExceptionSubject, now: number): Promise<void> {
    const ids: number[] = await nodesOf(this.#knex, subject)
      .whereIn('nodes.patch_bucket', NONCOMPLIANT)
      .orderBy('nodes.id')
      .pluck('nodes.id');
    await this.#due.settle(ids, now);
  }

  /** Works the end of those in whose time is over. */
  async settleEnded(now: number): Promise<void> {
    const rows: Array<ExceptionSubject & { id: string }> = await this.#knex(
      'patch_exceptions',
    )
      .whereNull('settled_at')
      .where('until', '<=', now)
      .orderBy('until')
      .select('id', 'scope', 'subject');
    for (const row of rows) {
      await this.settle(row, now);
      await this.#knex('patch_exceptions')
        .where('id', row.id)
        .update({ settled_at: now });
    }
  }

  /**
   * Follows nodes that came to an application with an exception, or left it,
   * and finishes what a crash interrupted.
   */
  async followApplications(now: number): Promise<void> {
    const came: number[][] = [
      await this.#uncovered('node', 'name', now),
      await this.#uncovered('application', 'system_ref', now),
      await this.#uncovered('application', 'component_ref', now),
      await this.#strays(now),
    ];
    const ids = [...new Set(came.flat())].sort((a, b) => a - b);
    await this.#due.settle(ids, now);
  }

  /** Nodes that lack what is excepted there and do not know it. */
  async #uncovered(
    scope: ExceptionSubject['scope'],
    column: 'name' | 'system_ref' | 'component_ref',
    now: number,
  ): Promise<number[]> {
    return this.#knex('patch_exceptions')
      .join('nodes', `nodes.${column}`, 'patch_exceptions.subject')
      .join('node_patches', 'node_patches.node_id', 'nodes.id')
      .join('patches', 'patches.id', 'node_patches.patch_id')
      .where('patch_exceptions.scope', scope)
      .whereNull('patch_exceptions.ended_at')
      .where('patch_exceptions.until', '>', now)
      .whereIn('nodes.patch_bucket', NONCOMPLIANT)
      .whereRaw("nodes.status <> 'left'")
      .whereNull('node_patches.exception_id')
      .whereRaw(
        `(patch_exceptions.patch = '*' OR UPPER(patches.kb_id) = UPPER(patch_exceptions.patch) OR REPLACE(patches.cves, '"' || UPPER(patch_exceptions.patch) || '"', '') <> patches.cves)`,
      )
      .distinct('nodes.id')
      .pluck('nodes.id');
  }

  /** Nodes that keep to an exception that is over, or of an application they left. */
  async #strays(now: number): Promise<number[]> {
    return this.#knex('node_patches')
      .join(
        'patch_exceptions',
        'patch_exceptions.id',
        'node_patches.exception_id',
      )
      .join('nodes', 'nodes.id', 'node_patches.node_id')
      .where(stray =>
        stray
          .whereNotNull('patch_exceptions.ended_at')
          .orWhere('patch_exceptions.until', '<=', now)
          .orWhere(left =>
            left
              .where('patch_exceptions.scope', 'application')
              .whereRaw(
                "COALESCE(nodes.system_ref, '') <> patch_exceptions.subject AND COALESCE(nodes.component_ref, '') <> patch_exceptions.subject",
              ),
          ),
      )
      .distinct('nodes.id')
      .pluck('nodes.id');
  }
}
