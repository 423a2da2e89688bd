import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { createHash } from 'node:crypto';

/** The owners and applications the catalog knows. */
export interface Directory {
  /** Refs of all Groups and Users. */
  owners: ReadonlySet<string>;
  /** Refs of all Systems. */
  systems: ReadonlySet<string>;
  /** Refs of all Components, each with its System's if it has one. */
  components: ReadonlyMap<string, string | null>;
  /** Changes when any of the above does. */
  fingerprint: string;
}

const KINDS = ['Group', 'User', 'System', 'Component'];

function systemOf(entity: Entity): string | null {
  const system = entity.spec?.system;
  return typeof system === 'string'
    ? stringifyEntityRef(
        parseEntityRef(system, {
          defaultKind: 'system',
          defaultNamespace: entity.metadata.namespace,
        }),
      )
    : null;
}

/**
 * Reads which owners and applications exist, with the plugin's own
 * credentials, and keeps the answer for a while.
 */
export class CatalogDirectory {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #maxAgeMs: number;
  #current: Promise<Directory> | undefined;
  #readAt = 0;

  static create(options: {
    catalog: CatalogService;
    auth: AuthService;
    maxAgeMs: number;
  }): CatalogDirectory {
    return new CatalogDirectory(options);
  }

  private constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    maxAgeMs: number;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#maxAgeMs = options.maxAgeMs;
  }

  /**
   * The directory, at most `maxAgeMs` old.
   *
   * @throws what the catalog client throws when the catalog does not answer.
   */
  async get(): Promise<Directory> {
    if (!this.#current || Date.now() - this.#readAt > this.#maxAgeMs) {
      this.#readAt = Date.now();
      const reading = this.#read();
      this.#current = reading;
      reading.catch(() => {
        if (this.#current === reading) {
          this.#current = undefined;
        }
      });
    }
    return this.#current;
  }

  /** The directory as it is now. */
  async refresh(): Promise<Directory> {
    this.#current = undefined;
    return this.get();
  }

  async #read(): Promise<Directory> {
    const owners = new Set<string>();
    const systems = new Set<string>();
    const components = new Map<string, string | null>();
    const pages = this.#catalog.streamEntities(
      {
        filter: KINDS.map(kind => ({ kind })),
        fields: ['kind', 'metadata.name', 'metadata.namespace', 'spec.system'],
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    for await (const page of pages) {
      for (const entity of page) {
        const ref = stringifyEntityRef(entity);
        if (ref.startsWith('system:')) {
          systems.add(ref);
        } else if (ref.startsWith('component:')) {
          components.set(ref, systemOf(entity));
        } else {
          owners.add(ref);
        }
      }
    }
    const fingerprint = createHash('sha1')
      .update(
        JSON.stringify([
          [...owners].sort(),
          [...systems].sort(),
          [...components].sort(([a], [b]) => (a < b ? -1 : 1)),
        ]),
      )
      .digest('hex');
    return { owners, systems, components, fingerprint };
  }
}
