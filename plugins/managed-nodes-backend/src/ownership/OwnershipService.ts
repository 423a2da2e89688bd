import { LoggerService } from '@backstage/backend-plugin-api';
import { NodeOwnershipResolver } from '@managed-nodes/plugin-managed-nodes-node';
import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { ManagedNodesConfig } from '../config';
import { readMeta, writeMeta } from '../nodes/database';
import { OwnershipWriter } from '../nodes/OwnershipWriter';
import { Ownership, OwnershipDecider } from '../nodes/types';
import { CatalogDirectory, Directory } from './CatalogDirectory';
import { OwnershipRules } from './OwnershipRules';

const APPLIED = 'ownership_applied';

/** Keeps the ownership of nodes in step with rules and catalog. */
export class OwnershipService {
  readonly #directory: CatalogDirectory;
  readonly #rules: OwnershipRules;
  readonly #rulesFingerprint: string;
  readonly #accounts: AccountDirectory;
  readonly #knex: Knex;
  readonly #writer: OwnershipWriter;
  readonly #logger: LoggerService;

  static create(options: {
    directory: CatalogDirectory;
    accounts: AccountDirectory;
    config: ManagedNodesConfig;
    knex: Knex;
    logger: LoggerService;
    resolvers?: NodeOwnershipResolver[];
  }): OwnershipService {
    return new OwnershipService(options);
  }

  private constructor(options: {
    directory: CatalogDirectory;
    accounts: AccountDirectory;
    config: ManagedNodesConfig;
    knex: Knex;
    logger: LoggerService;
    resolvers?: NodeOwnershipResolver[];
  }) {
    const { config } = options;
    this.#directory = options.directory;
    this.#accounts = options.accounts;
    this.#rules = OwnershipRules.fromConfig(
      config,
      options.accounts,
      options.resolvers,
    );
    this.#rulesFingerprint = createHash('sha1')
      .update(
        JSON.stringify(config.ownership, (_, value) =>
          value instanceof RegExp ? value.source : value,
        ),
      )
      .digest('hex');
    this.#knex = options.knex;
    this.#writer = OwnershipWriter.create({ knex: options.knex });
    this.#logger = options.logger;
  }

  /** What a new node gets while the catalog does not say who exists. */
  get undecided(): Ownership {
    return this.#rules.unclaimed('The catalog has not been read yet');
  }

  /** Decides by the catalog as it was a moment ago; decides nothing while it does not answer. */
  async decider(): Promise<OwnershipDecider> {
    let directory: Directory;
    try {
      directory = await this.#directory.get();
    } catch (error) {
      this.#logger.warn(
        'Ownership stays as it is, as the catalog does not answer',
        error instanceof Error ? error : new Error(String(error)),
      );
      return () => undefined;
    }
    // A catalog without anybody has not loaded its organisation yet.
    return directory.owners.size
      ? node => this.#rules.decide(node, directory)
      : () => undefined;
  }

  /**
   * Decides anew for all nodes, if owners, applications or rules changed since
   * that was last done.
   *
   * @throws what the catalog client throws when the catalog does not answer.
   */
  async refresh(signal?: AbortSignal): Promise<void> {
    const directory = await this.#directory.refresh();
    if (!directory.owners.size) {
      return;
    }
    const fingerprint = `${directory.fingerprint} ${this.#rulesFingerprint} ${
      this.#accounts.fingerprint
    }`;
    if ((await readMeta(this.#knex, APPLIED)) === fingerprint) {
      return;
    }
    const changed = await this.#writer.reassign(
      node => this.#rules.decide(node, directory),
      account => this.#accounts.names.get(account) ?? account,
      signal,
    );
    await writeMeta(this.#knex, APPLIED, fingerprint);
    if (changed) {
      this.#logger.info(
        `Owners or applications changed in the catalog or in config: ${changed} nodes were reassigned`,
      );
    }
  }
}
