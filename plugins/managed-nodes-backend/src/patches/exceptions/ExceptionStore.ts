import {
  CreatePatchException,
  PatchException,
  PatchExceptionPage,
  PatchExceptionQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { InputError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { applyFilter, Visibility } from '../../nodes/filters';
import { cleanText } from '../../nodes/text';
import { DueDates } from '../policy/DueDates';

interface ExceptionRow {
  id: string;
  scope: 'node' | 'application';
  subject: string;
  patch: string;
  reason: string;
  until: number | string;
  created_by: string;
  created_at: number | string;
  ended_at: number | string | null;
  ended_by: string | null;
}

type TitledRow = ExceptionRow & { subject_title?: string | null };

const cursorSchema = z.tuple([z.number(), z.string()]);

function time(value: number | string): string {
  return new Date(Number(value)).toISOString();
}

function present(row: TitledRow, now: number): PatchException {
  const over = Number(row.until) <= now;
  return {
    id: row.id,
    scope: row.scope,
    subject: row.subject,
    subjectTitle: row.subject_title ?? null,
    patch: row.patch,
    reason: row.reason,
    until: time(row.until),
    createdBy: row.created_by,
    createdAt: time(row.created_at),
    endedAt: row.ended_at === null ? null : time(row.ended_at),
    endedBy: row.ended_by,
    state: row.ended_at !== null ? 'ended' : over ? 'expired' : 'active',
  };
}

/**
 * What an exception is from, spelled as patches are.
 *
 * @throws InputError when nothing of it can be seen.
 */
function readPatch(text: string): string {
  const patch = cleanText(text, 256);
  if (!patch) {
    throw new InputError('patch: expected a KB, a package, a CVE or *');
  }
  return /^cve-/i.test(patch) ? patch.toUpperCase() : patch;
}

function decode(cursor: string): [number, string] {
  try {
    return cursorSchema.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString()),
    );
  } catch {
    throw new InputError('cursor: expected one that this API returned');
  }
}

/** Keeps exceptions, and due dates in line with them. */
export class ExceptionStore {
  readonly #knex: Knex;
  readonly #due: DueDates;

  static create(options: { knex: Knex; due: DueDates }): ExceptionStore {
    return new ExceptionStore(options.knex, options.due);
  }

  private constructor(knex: Knex, due: DueDates) {
    this.#knex = knex;
    this.#due = due;
  }

  /** Begins one. What it covers is not due any more when this returns. */
  async add(
    exception: CreatePatchException,
    by: string,
    now: number,
  ): Promise<PatchException> {
    const row = {
      id: randomUUID(),
      scope: exception.scope,
      subject: exception.subject,
      patch: readPatch(exception.patch),
      reason: cleanText(exception.reason, 2000) ?? '',
      until: Date.parse(exception.until),
      created_by: by,
      created_at: now,
      ended_at: null,
      ended_by: null,
    };
    await this.#knex.transaction(async trx => {
      await trx('patch_exceptions').insert(row);
      await this.#settle(row, now, trx);
    });
    return (await this.get(row.id, now)) ?? present(row, now);
  }

  /** One by its id. */
  async get(id: string, now: number): Promise<PatchException | undefined> {
    const row: TitledRow | undefined = await this.#titled()
      .where('patch_exceptions.id', id)
      .first();
    return row && present(row, now);
  }

  /** Ends one before its time; one that is over stays as it is. */
  async end(id: string, by: string, now: number): Promise<PatchException> {
    await this.#knex.transaction(async trx => {
      const ended = await trx('patch_exceptions')
        .where({ id })
        .whereNull('ended_at')
        .where('until', '>', now)
        .update({ ended_at: now, ended_by: by, settled_at: now });
      if (ended) {
        const row: ExceptionRow = await trx('patch_exceptions')
          .where({ id })
          .first();
        await this.#settle(row, now, trx);
      }
    });
    const exception = await this.get(id, now);
    if (!exception) {
      throw new NotFoundError(`There is no exception ${id}`);
    }
    return exception;
  }

  /** Works the end of those into due dates whose time is over. */
  async settleEnded(now: number): Promise<void> {
    const rows: ExceptionRow[] = await this.#knex('patch_exceptions')
      .whereNull('settled_at')
      .where('until', '<=', now);
    for (const row of rows) {
      await this.#knex.transaction(async trx => {
        await this.#settle(row, now, trx);
        await trx('patch_exceptions')
          .where('id', row.id)
          .update({ settled_at: now });
      });
    }
  }

  /** Follows nodes that came to an application with an exception, or left it. */
  async followApplications(now: number): Promise<void> {
    const excepted: string[] = await this.#knex('patch_exceptions')
      .where('scope', 'application')
      .whereNull('ended_at')
      .where('until', '>', now)
      .distinct()
      .orderBy('subject')
      .pluck('subject');
    for (const subject of excepted) {
      await this.#settle({ scope: 'application', subject }, now);
    }
    const strays: number[] = await this.#knex('node_patches')
      .join(
        'patch_exceptions',
        'patch_exceptions.id',
        'node_patches.exception_id',
      )
      .join('nodes', 'nodes.id', 'node_patches.node_id')
      .where('patch_exceptions.scope', 'application')
      .whereRaw("COALESCE(nodes.system_ref, '') <> patch_exceptions.subject")
      .whereRaw("COALESCE(nodes.component_ref, '') <> patch_exceptions.subject")
      .distinct('nodes.id')
      .orderBy('nodes.id')
      .pluck('nodes.id');
    await this.#due.settle(strays, now);
  }

  /** Those about nodes the caller may see, soonest end first. */
  async list(
    query: PatchExceptionQuery,
    visibility: Visibility,
    now: number,
  ): Promise<PatchExceptionPage> {
    const { state, subject, limit } = query;
    const rows = this.#titled()
      .whereExists(this.#visibleNodes(visibility))
      .orderBy(['patch_exceptions.until', 'patch_exceptions.id'])
      .limit(limit + 1);
    if (subject) {
      rows.where('patch_exceptions.subject', subject);
    }
    if (state === 'ended') {
      rows.whereNotNull('patch_exceptions.ended_at');
    } else if (state !== 'all') {
      rows
        .whereNull('patch_exceptions.ended_at')
        .where('patch_exceptions.until', state === 'active' ? '>' : '<=', now);
    }
    if (query.cursor) {
      rows.whereRaw(
        '(patch_exceptions.until, patch_exceptions.id) > (?, ?)',
        decode(query.cursor),
      );
    }
    const found: TitledRow[] = await rows;
    const page = found.slice(0, limit);
    const last = page[page.length - 1];
    return {
      items: page.map(row => present(row, now)),
      nextCursor:
        found.length > limit
          ? Buffer.from(JSON.stringify([Number(last.until), last.id])).toString(
              'base64url',
            )
          : null,
    };
  }

  /** How many nodes it is about, of those that are visible, if given. */
  async countNodes(
    subject: Pick<PatchException, 'scope' | 'subject'>,
    visibility: Visibility = { all: true },
  ): Promise<number> {
    const query = this.#nodesOf(subject);
    applyFilter(this.#knex, query, {}, visibility);
    const [{ nodes }] = await query.count({ nodes: '*' });
    return Number(nodes);
  }

  #titled(): Knex.QueryBuilder {
    return this.#knex('patch_exceptions')
      .leftJoin('nodes as titled', on =>
        on
          .on('titled.name', 'patch_exceptions.subject')
          .andOnVal('patch_exceptions.scope', 'node'),
      )
      .select('patch_exceptions.*', { subject_title: 'titled.title' });
  }

  #visibleNodes(visibility: Visibility): Knex.QueryBuilder {
    const nodes = this.#knex('nodes')
      .select(this.#knex.raw('1'))
      .whereRaw(
        "CASE WHEN patch_exceptions.scope = 'node' THEN nodes.name = patch_exceptions.subject ELSE nodes.system_ref = patch_exceptions.subject OR nodes.component_ref = patch_exceptions.subject END",
      );
    applyFilter(this.#knex, nodes, {}, visibility);
    return nodes;
  }

  #nodesOf(
    { scope, subject }: Pick<PatchException, 'scope' | 'subject'>,
    knex: Knex = this.#knex,
  ) {
    return knex('nodes').where(about =>
      scope === 'node'
        ? about.where('nodes.name', subject)
        : about
            .where('nodes.system_ref', subject)
            .orWhere('nodes.component_ref', subject),
    );
  }

  async #settle(
    subject: Pick<PatchException, 'scope' | 'subject'>,
    now: number,
    trx?: Knex.Transaction,
  ): Promise<void> {
    const ids: number[] = await this.#nodesOf(subject, trx)
      .whereNotIn('nodes.patch_bucket', ['compliant', 'never-reported'])
      .orderBy('nodes.id')
      .pluck('nodes.id');
    await this.#due.settle(ids, now, trx);
  }
}
