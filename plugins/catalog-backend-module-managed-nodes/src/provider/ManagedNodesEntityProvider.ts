import {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import {
  EntityProvider,
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import {
  NodeChange,
  NodeChangesPage,
} from '@managed-nodes/plugin-managed-nodes-common';
import { NodeChangeFeed } from '../changes/NodeChangeFeed';
import { SkippedReporter } from '../changes/SkippedReporter';
import { Cursor, CursorStore } from '../cursor/CursorStore';
import { EntityValidator } from '../entity/EntityValidator';
import { nodeEntityRef, toEntity } from '../entity/toEntity';
import { OrphanSweep } from './OrphanSweep';
import { RunReport } from './RunReport';

/**
 * The provider's name in the catalog, and what the managed-nodes backend knows
 * it by. It must never change: the catalog removes the entities of a provider
 * whose name is gone.
 */
export const PROVIDER_NAME = 'managed-nodes';

/** The scheduler's task, one at a time over all replicas. */
export const TASK_ID = 'managed-nodes-refresh';

const MINUTE_MS = 60_000;

/** After a sweep that could tell of every node; heals what else went astray. */
const NEXT_SWEEP_MS = 24 * 60 * MINUTE_MS;

/** After a sweep that met nodes nobody can tell of yet. */
const RETRY_SWEEP_MS = 5 * MINUTE_MS;

/** Mutations of one page that the catalog carries out side by side. */
const MUTATIONS = 4;

/** Fewer nodes are one mutation. */
const LEAST_PER_MUTATION = 100;

type Delta = Extract<EntityProviderMutation, { type: 'delta' }>;

/** Splits what one page changes; no node is in two parts. */
function toMutations({ added, removed }: Omit<Delta, 'type'>): Delta[] {
  const size = Math.max(
    LEAST_PER_MUTATION,
    Math.ceil(added.length / MUTATIONS),
  );
  const mutations: Delta[] = [];
  for (let start = 0; start < added.length; start += size) {
    mutations.push({
      type: 'delta',
      added: added.slice(start, start + size),
      removed: start === 0 ? removed : [],
    });
  }
  return mutations.length || !removed.length
    ? mutations
    : [{ type: 'delta', added: [], removed }];
}

/**
 * Brings the node store's identity changes into the catalog, page by page, and
 * remembers how far it came beside the entities.
 *
 * @remarks
 *
 * The cursor moves only after the catalog took the page, so a crash anywhere
 * replays a page, and the catalog ignores entities that did not change.
 * Without changes there is no mutation.
 */
export class ManagedNodesEntityProvider implements EntityProvider {
  readonly #cursors: CursorStore;
  readonly #feed: NodeChangeFeed;
  readonly #logger: LoggerService;
  readonly #pageSize: number;
  readonly #reporter: SkippedReporter;
  readonly #sweep: OrphanSweep;
  readonly #taskRunner: SchedulerServiceTaskRunner;
  readonly #validator = EntityValidator.create();

  static create(options: {
    cursors: CursorStore;
    feed: NodeChangeFeed;
    logger: LoggerService;
    pageSize: number;
    sweep: OrphanSweep;
    taskRunner: SchedulerServiceTaskRunner;
  }): ManagedNodesEntityProvider {
    return new ManagedNodesEntityProvider(options);
  }

  private constructor(options: {
    cursors: CursorStore;
    feed: NodeChangeFeed;
    logger: LoggerService;
    pageSize: number;
    sweep: OrphanSweep;
    taskRunner: SchedulerServiceTaskRunner;
  }) {
    this.#cursors = options.cursors;
    this.#feed = options.feed;
    this.#logger = options.logger;
    this.#pageSize = options.pageSize;
    this.#reporter = SkippedReporter.create({
      feed: options.feed,
      consumer: PROVIDER_NAME,
    });
    this.#sweep = options.sweep;
    this.#taskRunner = options.taskRunner;
  }

  getProviderName(): string {
    return PROVIDER_NAME;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.#taskRunner.run({
      id: TASK_ID,
      fn: signal => this.#refresh(connection, signal),
    });
  }

  async #refresh(
    connection: EntityProviderConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const report = new RunReport();
    try {
      const cursor = await this.#takeOver(connection, report, signal);
      if (cursor && cursor.nextSweepAt <= Date.now()) {
        await this.#removeOrphans(connection, cursor, report, signal);
      }
    } catch (error) {
      // A run that is told to stop has not failed; the next one goes on.
      if (!signal.aborted) {
        throw error;
      }
    } finally {
      report.log(this.#logger);
    }
  }

  /** Returns where it came to; undefined when stopped before the end. */
  async #takeOver(
    connection: EntityProviderConnection,
    report: RunReport,
    signal: AbortSignal,
  ): Promise<Cursor | undefined> {
    let cursor = await this.#cursors.load();
    let ahead: Promise<NodeChangesPage> | undefined;
    while (!signal.aborted) {
      const wasAhead = ahead !== undefined;
      const page = await (ahead ??
        this.#read(cursor, cursor?.revision ?? 0, signal));
      ahead = undefined;
      // Another node store, or the same one restored from a backup: either way
      // our revision says nothing about it.
      if (page.epoch !== cursor?.epoch || page.headRevision < cursor.revision) {
        if (cursor) {
          this.#logger.info(
            'The node store is another one or was restored: reading all of its nodes again',
          );
        }
        cursor = { epoch: page.epoch, revision: 0, nextSweepAt: Date.now() };
        await this.#cursors.save(cursor);
        continue;
      }
      const last = page.items.at(-1);
      if (!last) {
        if (wasAhead) {
          // Asked for before the page ahead of it was taken over: once more,
          // so that the backend hears of that.
          continue;
        }
        return cursor;
      }
      if (last.revision <= cursor.revision) {
        throw new Error(
          `The managed-nodes backend answered revision ${last.revision} when asked for those after ${cursor.revision}`,
        );
      }
      // Both the backend and the catalog mostly wait for their databases: the
      // next page is read while the catalog takes this one.
      ahead = this.#read(cursor, last.revision, signal);
      // Whoever awaits it is told; nobody does when this page fails.
      ahead.catch(() => undefined);
      await this.#apply(connection, page.items, report, signal);
      cursor = { ...cursor, revision: last.revision };
      await this.#cursors.save(cursor);
    }
    return undefined;
  }

  #read(
    cursor: Cursor | undefined,
    after: number,
    signal: AbortSignal,
  ): Promise<NodeChangesPage> {
    return this.#feed.getChanges(
      {
        consumer: PROVIDER_NAME,
        epoch: cursor?.epoch,
        after,
        acknowledged: cursor?.revision,
        limit: this.#pageSize,
      },
      signal,
    );
  }

  async #apply(
    connection: EntityProviderConnection,
    changes: NodeChange[],
    report: RunReport,
    signal: AbortSignal,
  ): Promise<void> {
    const left = changes.filter(change => change.left);
    const accepted = left.map(change => change.name);
    const skipped: Array<{ name: string; reason: string }> = [];
    const added = [];
    for (const { name, node } of changes.filter(change => !change.left)) {
      const entity = toEntity(node);
      const reason = await this.#validator.findProblem(entity);
      if (reason) {
        // What the catalog has of this node from before stays as it was: an
        // old owner is nearer to the truth than none.
        skipped.push({ name, reason });
      } else {
        accepted.push(name);
        added.push({ entity, locationKey: PROVIDER_NAME });
      }
    }
    signal.throwIfAborted();
    const removed = left.map(({ name }) => ({
      entityRef: nodeEntityRef(name),
      locationKey: PROVIDER_NAME,
    }));
    await Promise.all([
      ...toMutations({ added, removed }).map(mutation =>
        connection.applyMutation(mutation),
      ),
      // Holds whether or not the catalog takes the page at this attempt.
      this.#reporter.report({ skipped, accepted }, signal),
    ]);
    report.countProvided(added.length);
    report.countLeft(left.length);
    report.countSkipped(skipped);
  }

  async #removeOrphans(
    connection: EntityProviderConnection,
    cursor: Cursor,
    report: RunReport,
    signal: AbortSignal,
  ): Promise<void> {
    const { unknown } = await this.#sweep.run(async names => {
      await connection.applyMutation({
        type: 'delta',
        added: [],
        removed: names.map(name => ({
          entityRef: nodeEntityRef(name),
          locationKey: PROVIDER_NAME,
        })),
      });
      report.countOrphans(names.length);
    }, signal);
    await this.#cursors.save({
      ...cursor,
      nextSweepAt: Date.now() + (unknown ? RETRY_SWEEP_MS : NEXT_SWEEP_MS),
    });
  }
}
