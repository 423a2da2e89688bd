import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  Run,
  RunExecutions,
  RunNodePage,
  RunNodeQuery,
  RunPage,
  RunQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { countOutcomes, OperationNodes } from '../../commands/OperationNodes';
import { isStorable } from '../../commands/storable';
import { EntityScope } from '../../nodes/EntityScope';
import { presentExecution, presentRun, presentRunNode } from './presentRun';
import { GroupSeen, RunListed, RunQueries, RunViewer } from './RunQueries';
import { countForRights, rightsOf } from './runRights';
import { RunViewers } from './RunViewers';

interface RunViewsOptions {
  knex: Knex;
  viewers: RunViewers;
  queries: RunQueries;
  nodes: OperationNodes;
  scope: EntityScope;
  accounts: { get(id: string): { name: string } | undefined };
  partition: string;
}

/** A run, and who looks at it. */
export interface SeenRun {
  row: RunListed;
  viewer: RunViewer;
}

/**
 * What people started, as far as the caller may see it. What they may do is
 * asked for with their own credentials, each time anew.
 */
export class RunViews {
  readonly #options: RunViewsOptions;

  static create(options: RunViewsOptions): RunViews {
    return new RunViews(options);
  }

  private constructor(options: RunViewsOptions) {
    this.#options = options;
  }

  /** The runs that the caller may see, newest first. */
  async list(
    { relatedTo, startedBy, ...query }: RunQuery,
    credentials: BackstageCredentials,
  ): Promise<RunPage> {
    const { viewers, queries, scope } = this.#options;
    const viewer = await viewers.viewer(credentials);
    const { rows, nextCursor } = await queries.list(
      {
        ...query,
        ...(relatedTo && {
          related: await scope.resolve(relatedTo, credentials),
        }),
        ...(startedBy !== undefined && {
          startedBy: await viewers.people(startedBy, viewer, credentials),
        }),
      },
      viewer,
    );
    return { items: await this.#present(rows, viewer), nextCursor };
  }

  /** @throws NotFoundError when there is none that the caller may see. */
  async get(id: string, credentials: BackstageCredentials): Promise<Run> {
    const { row, viewer } = await this.find(id, credentials);
    const [run] = await this.#present([row], viewer);
    return run;
  }

  /**
   * A run as it is stored.
   *
   * @throws NotFoundError when there is none that the caller may see.
   */
  async find(id: string, credentials: BackstageCredentials): Promise<SeenRun> {
    const { viewers, queries } = this.#options;
    const viewer = await viewers.viewer(credentials);
    const row = isStorable(id) ? await queries.get(id, viewer) : undefined;
    if (!row) {
      throw new NotFoundError(`No run ${id}, or none that you may see`);
    }
    return { row, viewer };
  }

  /**
   * The nodes of a run that the caller may see.
   *
   * @throws NotFoundError when there is no such run.
   */
  async nodes(
    id: string,
    query: RunNodeQuery,
    credentials: BackstageCredentials,
  ): Promise<RunNodePage> {
    const { nodes, partition } = this.#options;
    const { row, viewer } = await this.find(id, credentials);
    const { rows, ...page } = await nodes.page(id, query, viewer.visible);
    return {
      items: rows.map(node => presentRunNode(node, row, partition)),
      ...page,
    };
  }

  /**
   * The commands or executions of a run that have a node the caller may see,
   * or none at all.
   *
   * @throws NotFoundError when there is no such run.
   */
  async executions(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<RunExecutions> {
    const { accounts, partition } = this.#options;
    const seen = await this.find(id, credentials);
    const groups = await this.groups(seen);
    return {
      items: groups
        .filter(group => group.seen > 0 || group.nodes === 0)
        .map(group =>
          presentExecution(
            group,
            seen.row,
            accounts.get(group.account)?.name ?? null,
            partition,
          ),
        ),
    };
  }

  /** The commands or executions of a run. */
  async groups({ row, viewer }: SeenRun): Promise<GroupSeen[]> {
    const groups = await this.#options.queries.groups([row.id], viewer.visible);
    return groups.get(row.id) ?? [];
  }

  /** Those nodes of a run that can be tried again, and that the caller may see. */
  async retriable(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { viewer } = await this.find(id, credentials);
    return this.#options.nodes.retriable(id, viewer.visible);
  }

  /** The names of all nodes of a run, whoever asks. */
  async allNodes(id: string): Promise<string[]> {
    return this.#options.queries.allNodes(id);
  }

  async #present(rows: RunListed[], viewer: RunViewer): Promise<Run[]> {
    const { knex, nodes, queries } = this.#options;
    const ids = rows.map(({ id }) => id);
    const [outcomes, groups, counted] = await Promise.all([
      countOutcomes(knex, ids),
      queries.groups(ids, viewer.visible),
      countForRights(nodes, ids, viewer),
    ]);
    const now = Date.now();
    return rows.map(row => {
      const own = {
        outcomes: outcomes.get(row.id) ?? {},
        groups: groups.get(row.id) ?? [],
      };
      const rights = rightsOf(row, viewer, { ...own, ...counted(row.id) }, now);
      return presentRun(row, own.outcomes, own.groups, rights);
    });
  }
}
