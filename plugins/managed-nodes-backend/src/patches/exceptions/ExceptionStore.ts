import {
  CreatePatchException,
  PatchException,
  PatchExceptionPage,
  PatchExceptionQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { applyFilter, Visibility } from '../../nodes/filters';
import { cleanText } from '../../nodes/text';
import { DueDates } from '../policy/DueDates';
import { ExceptionEffects } from './ExceptionEffects';
import {
  decodeCursor,
  encodeCursor,
  ExceptionRow,
  ExceptionSubject,
  nodesOf,
  present,
  readPatch,
  readText,
  TitledRow,
} from './exceptionRows';

/** Keeps exceptions, and due dates in line with them. */
export class ExceptionStore {
  readonly #knex: Knex;
  readonly #effects: ExceptionEffects;

  static create(options: { knex: Knex; due: DueDates }): ExceptionStore {
    return new ExceptionStore(options.knex, ExceptionEffects.create(options));
  }

  private constructor(knex: Knex, effects: ExceptionEffects) {
    this.#knex = knex;
    this.#effects = effects;
  }

  /**
   * Begins one. What it covers is not due any more when this returns.
   *
   * @throws ConflictError when one from the same patch is in force there.
   * @throws InputError when patch or reason cannot be seen.
   */
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
      reason: readText('reason', exception.reason, 2000),
      until: Date.parse(exception.until),
      created_by: by,
      created_at: now,
      ended_at: null,
      ended_by: null,
    };
    const other: ExceptionRow | undefined = await this.#knex('patch_exceptions')
      .where({ scope: row.scope, subject: row.subject })
      .whereRaw('UPPER(patch) = UPPER(?)', [row.patch])
      .whereNull('ended_at')
      .where('until', '>', now)
      .first();
    if (other) {
      throw new ConflictError(
        `There is an exception from ${other.patch} already, until ${
          present(other, now).until
        }: end that one first`,
      );
    }
    await this.#knex('patch_exceptions').insert(row);
    await this.#effects.settle(row, now);
    return (await this.get(row.id, now)) ?? present(row, now);
  }

  /** One by its id. */
  async get(id: string, now: number): Promise<PatchException | undefined> {
    if (!z.uuid().safeParse(id).success) {
      return undefined;
    }
    const row: TitledRow | undefined = await this.#titled()
      .where('patch_exceptions.id', id)
      .first();
    return row && present(row, now);
  }

  /** Ends one before its time; one that is over stays as it is. */
  async end(id: string, by: string, now: number): Promise<PatchException> {
    const ended = await this.#knex('patch_exceptions')
      .where({ id })
      .whereNull('ended_at')
      .where('until', '>', now)
      .update({ ended_at: now, ended_by: by, settled_at: now });
    const exception = await this.get(id, now);
    if (!exception) {
      throw new NotFoundError(`There is no exception ${id}`);
    }
    if (ended) {
      await this.#effects.settle(exception, now);
    }
    return exception;
  }

  /** Works the end of those into due dates whose time is over. */
  async settleEnded(now: number): Promise<void> {
    await this.#effects.settleEnded(now);
  }

  /** Follows nodes that came to an application with an exception, or left it. */
  async followApplications(now: number): Promise<void> {
    await this.#effects.followApplications(now);
  }

  /** Those about nodes the caller may see, soonest end first. */
  async list(
    query: PatchExceptionQuery,
    visibility: Visibility,
    now: number,
  ): Promise<PatchExceptionPage> {
    const { state, subject, limit } = query;
    const rows = this.#titled()
      .where(about => this.#whereVisible(about, visibility))
      .orderBy(['patch_exceptions.until', 'patch_exceptions.id'])
      .limit(limit + 1);
    if (subject) {
      rows.where('patch_exceptions.subject', cleanText(subject, 512) ?? '');
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
        decodeCursor(query.cursor),
      );
    }
    const found: TitledRow[] = await rows;
    const page = found.slice(0, limit);
    return {
      items: page.map(row => present(row, now)),
      nextCursor:
        found.length > limit ? encodeCursor(page[page.length - 1]) : null,
    };
  }

  /** How many nodes it is about, of those that are visible, if given. */
  async countNodes(
    subject: ExceptionSubject,
    visibility: Visibility = { all: true },
  ): Promise<number> {
    const query = nodesOf(this.#knex, subject);
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

  /** Each kind of subject by a column of its own, so that its index is of use. */
  #whereVisible(query: Knex.QueryBuilder, visibility: Visibility): void {
    const among = (column: string) => {
      const nodes = this.#knex('nodes')
        .select(this.#knex.raw('1'))
        .whereRaw('?? = patch_exceptions.subject', [column]);
      applyFilter(this.#knex, nodes, {}, visibility);
      return nodes;
    };
    query
      .where(node =>
        node
          .where('patch_exceptions.scope', 'node')
          .whereExists(among('nodes.name')),
      )
      .orWhere(application =>
        application
          .where('patch_exceptions.scope', 'application')
          .where(either =>
            either
              .whereExists(among('nodes.system_ref'))
              .orWhereExists(among('nodes.component_ref')),
          ),
      );
  }
}
