import {
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { BasicPermission } from '@backstage/plugin-permission-common';
import {
  managedNodesDocumentReadPermission,
  managedNodesFleetRunbookExecutePermission,
  managedNodesRunbookExecutePermission,
  Runbook,
  RunbookList,
  RunbookQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { NodeAccess } from '../../api/NodeAccess';
import { userOf } from '../../commands/people';
import { isStorable } from '../../commands/storable';
import { EntityScope } from '../../nodes/EntityScope';
import {
  isOnNodes,
  presentRunbook,
  presentSummary,
  RunbookRights,
} from './presentRunbook';
import { PublishedRunbook, RunbookLibrary } from './RunbookLibrary';
import {
  countRunbookNodes,
  isPublishedToAll,
  KnownAccounts,
  Narrowing,
} from './runbookNodes';
import { RunRights } from './RunCandidates';

interface RunbookViewsOptions {
  knex: Knex;
  library: RunbookLibrary;
  access: NodeAccess;
  userInfo: UserInfoService;
  scope: EntityScope;
  accounts: KnownAccounts;
}

type Reader = RunRights & { operator: boolean; fleet: boolean };

/** Shows what is published, and what the caller may do with it. */
export class RunbookViews {
  readonly #options: RunbookViewsOptions;

  static create(options: RunbookViewsOptions): RunbookViews {
    return new RunbookViews(options);
  }

  private constructor(options: RunbookViewsOptions) {
    this.#options = options;
  }

  /** All that is published. */
  async list(
    { node, relatedTo }: RunbookQuery,
    credentials: BackstageCredentials,
  ): Promise<RunbookList> {
    const { library, scope } = this.#options;
    const reader = await this.#reader(credentials);
    const narrowing: Narrowing = {
      node: node === undefined || isStorable(node) ? node : '',
      ...(relatedTo && {
        related: await scope.resolve(relatedTo, credentials),
      }),
    };
    const items = await Promise.all(
      library
        .list()
        .map(async runbook =>
          presentSummary(
            runbook,
            await this.#rights(runbook, reader, narrowing),
          ),
        ),
    );
    const isNarrowed = node !== undefined || relatedTo !== undefined;
    return {
      items: isNarrowed
        ? items.filter(item => item.onNodes && item.nodes > 0)
        : items,
    };
  }

  /**
   * One runbook with its form.
   *
   * @throws NotFoundError when there is none.
   * @throws NotAllowedError when its document cannot be read.
   */
  async get(id: string, credentials: BackstageCredentials): Promise<Runbook> {
    const reader = await this.#reader(credentials);
    const runbook = this.#options.library.get(id);
    if (!runbook) {
      throw new NotFoundError(`There is no runbook ${id}`);
    }
    const { document } = runbook;
    if (!document) {
      throw new NotAllowedError(
        reader.operator && runbook.problem
          ? runbook.problem
          : 'This runbook cannot be shown now; the operators of the portal see why',
      );
    }
    return presentRunbook(
      { ...runbook, document },
      await this.#rights(runbook, reader, {}),
      Date.now(),
    );
  }

  async #reader(credentials: BackstageCredentials): Promise<Reader> {
    const { access, userInfo } = this.#options;
    const [visible, allowed, operator, fleet, user] = await Promise.all([
      access.visibility(credentials),
      access.allowed(managedNodesRunbookExecutePermission, credentials),
      this.#has(managedNodesDocumentReadPermission, credentials),
      this.#has(managedNodesFleetRunbookExecutePermission, credentials),
      userOf(credentials) ? userInfo.getUserInfo(credentials) : undefined,
    ]);
    const refs = user?.ownershipEntityRefs ?? [];
    return { visible, allowed, operator, fleet, refs };
  }

  async #has(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    try {
      await this.#options.access.require(permission, credentials);
      return true;
    } catch (error) {
      if (error instanceof NotAllowedError) {
        return false;
      }
      throw error;
    }
  }

  async #rights(
    runbook: PublishedRunbook,
    reader: Reader,
    narrowing: Narrowing,
  ): Promise<RunbookRights> {
    const { knex, accounts } = this.#options;
    const { publication, problem } = runbook;
    const onNodes = isOnNodes(runbook);
    const nodes = onNodes
      ? await countRunbookNodes(knex, publication, reader, accounts, narrowing)
      : 0;
    const whyNot = this.#whyNot(runbook, reader, onNodes, nodes);
    return {
      nodes,
      mayRun: whyNot === null,
      whyNot,
      problem: reader.operator ? problem : null,
    };
  }

  #whyNot(
    { publication, problem }: PublishedRunbook,
    { refs, fleet }: Reader,
    onNodes: boolean,
    nodes: number,
  ): string | null {
    if (problem !== null) {
      return 'It cannot be run now; the operators of the portal see why';
    }
    const toAll = isPublishedToAll(publication, refs);
    if (!toAll && !publication.who.owners) {
      return 'It is not published to you';
    }
    if (!onNodes) {
      return toAll && fleet
        ? null
        : `It is about whole accounts: you need the permission ${managedNodesFleetRunbookExecutePermission.name}, and to be one of those it is published to`;
    }
    return nodes > 0
      ? null
      : 'None of your nodes that are online is one it is published for';
  }
}
