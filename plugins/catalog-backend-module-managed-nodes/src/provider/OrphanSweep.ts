import { AuthService } from '@backstage/backend-plugin-api';
import { ANNOTATION_LOCATION, Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AbsentQuery,
  ANNOTATION_ACCOUNT,
  ANNOTATION_REGION,
  MANAGED_NODE_ENTITY_TYPE,
} from '@managed-nodes/plugin-managed-nodes-common';
import { NodeChangeFeed } from '../changes/NodeChangeFeed';
import { LOCATION_PREFIX } from '../entity/toEntity';

/** Entities per page: what the catalog reads at once without effort. */
const PAGE_SIZE = 500;

/** What a sweep over all node entities found. */
export interface SweepResult {
  removed: number;
  /** Entities whose node nobody can tell of until its target is listed completely. */
  unknown: number;
}

function toQuery(entity: Entity): AbsentQuery['nodes'][number] {
  const annotations = entity.metadata.annotations ?? {};
  return {
    name: entity.metadata.name,
    account: annotations[ANNOTATION_ACCOUNT] ?? '',
    region: annotations[ANNOTATION_REGION] ?? '',
  };
}

/**
 * Finds entities whose node is gone without a change that says so: a node
 * store that is new, or was restored, does not know what it never had.
 *
 * An entity goes only when the backend says that its node is absent, which it
 * does after a complete listing of the node's target. That the backend does
 * not list a node is not enough.
 */
export class OrphanSweep {
  readonly #auth: AuthService;
  readonly #catalog: Pick<CatalogService, 'streamEntities'>;
  readonly #feed: NodeChangeFeed;
  readonly #pageSize: number;

  static create(options: {
    auth: AuthService;
    catalog: Pick<CatalogService, 'streamEntities'>;
    feed: NodeChangeFeed;
    pageSize?: number;
  }): OrphanSweep {
    return new OrphanSweep(options);
  }

  private constructor(options: {
    auth: AuthService;
    catalog: Pick<CatalogService, 'streamEntities'>;
    feed: NodeChangeFeed;
    pageSize?: number;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#feed = options.feed;
    this.#pageSize = options.pageSize ?? PAGE_SIZE;
  }

  /**
   * Looks at every node entity once.
   *
   * @param remove - takes the names of absent nodes, a page at a time
   * @throws the signal's reason when aborted in between.
   */
  async run(
    remove: (names: string[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<SweepResult> {
    const result: SweepResult = { removed: 0, unknown: 0 };
    const pages = this.#catalog.streamEntities(
      {
        query: {
          kind: 'resource',
          'spec.type': MANAGED_NODE_ENTITY_TYPE,
          [`metadata.annotations.${ANNOTATION_LOCATION}`]: {
            $hasPrefix: LOCATION_PREFIX,
          },
        },
        fields: ['kind', 'metadata'],
        pageSize: this.#pageSize,
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    for await (const entities of pages) {
      signal.throwIfAborted();
      if (!entities.length) {
        continue;
      }
      const { absent, unknown } = await this.#feed.findAbsent(
        { nodes: entities.map(toQuery) },
        signal,
      );
      if (absent.length) {
        await remove(absent);
      }
      result.removed += absent.length;
      result.unknown += unknown.length;
    }
    return result;
  }
}
