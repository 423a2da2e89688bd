import {
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  managedNodesFleetRunbookExecutePermission,
  managedNodesRunbookApprovePermission,
  managedNodesRunbookExecutePermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import { NodeAccess } from '../../api/NodeAccess';
import { userOf } from '../../commands/people';
import { RunViewer } from './RunQueries';

/** Members of a group that are looked for at the most. */
const MAX_MEMBERS = 500;

/** Finds out who looks at runs, with the eyes of the caller. */
export class RunViewers {
  readonly #access: NodeAccess;
  readonly #userInfo: UserInfoService;
  readonly #catalog: CatalogService;

  static create(options: {
    access: NodeAccess;
    userInfo: UserInfoService;
    catalog: CatalogService;
  }): RunViewers {
    return new RunViewers(options);
  }

  private constructor(options: Parameters<typeof RunViewers.create>[0]) {
    this.#access = options.access;
    this.#userInfo = options.userInfo;
    this.#catalog = options.catalog;
  }

  /**
   * What a caller may see and do.
   *
   * @throws NotAllowedError when they may see no node whatever it is.
   */
  async viewer(credentials: BackstageCredentials): Promise<RunViewer> {
    const access = this.#access;
    const user = userOf(credentials);
    const [visible, execute, approve, fleet, refs] = await Promise.all([
      access.visibility(credentials),
      access.allowed(managedNodesRunbookExecutePermission, credentials),
      access.allowed(managedNodesRunbookApprovePermission, credentials),
      this.#mayRunFleet(credentials),
      user ? this.refs(credentials) : [],
    ]);
    return { visible, execute, approve, fleet, user, refs };
  }

  /** The entity refs a user goes by. */
  async refs(credentials: BackstageCredentials): Promise<string[]> {
    const { ownershipEntityRefs } = await this.#userInfo.getUserInfo(
      credentials,
    );
    return ownershipEntityRefs;
  }

  /**
   * Whose runs are meant: a user's, the caller's own, or those of the members
   * of a group.
   *
   * @throws InputError when it is none of these.
   */
  async people(
    startedBy: string,
    viewer: RunViewer,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    if (startedBy === 'me') {
      return viewer.user ? [viewer.user] : [];
    }
    const ref = startedBy.toLowerCase();
    if (/^user:[^/]+\/[^/]+$/.test(ref)) {
      return [ref];
    }
    if (!/^group:[^/]+\/[^/]+$/.test(ref)) {
      throw new InputError(
        'startedBy: expected me, or the ref of a user or a group',
      );
    }
    const { items } = await this.#catalog.queryEntities(
      {
        filter: { kind: 'user', [`relations.${RELATION_MEMBER_OF}`]: ref },
        fields: ['kind', 'metadata.namespace', 'metadata.name'],
        limit: MAX_MEMBERS,
      },
      { credentials },
    );
    return items.map(({ metadata }) =>
      `user:${metadata.namespace ?? 'default'}/${metadata.name}`.toLowerCase(),
    );
  }

  async #mayRunFleet(credentials: BackstageCredentials): Promise<boolean> {
    try {
      await this.#access.require(
        managedNodesFleetRunbookExecutePermission,
        credentials,
      );
      return true;
    } catch (error) {
      if (error instanceof NotAllowedError) {
        return false;
      }
      throw error;
    }
  }
}
