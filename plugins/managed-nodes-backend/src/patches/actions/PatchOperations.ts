import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  OperationNodePage,
  OperationNodeQuery,
  OperationOutput,
  PatchOperation,
  PatchOperationPage,
  PatchOperationQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { NodeAccess } from '../../api/NodeAccess';
import { toSyncProblem } from '../../aws/problems';
import { CommandReader } from '../../commands/CommandReader';
import { OperationCanceller } from '../../commands/OperationCanceller';
import { EntityScope } from '../../nodes/EntityScope';
import { OperationQueries, Viewer } from './OperationQueries';
import { requireUser, userOf } from '../../commands/people';
import { isStorable } from '../../commands/storable';
import { OUTPUT_STEPS, PERMISSIONS } from './terms';

interface PatchOperationsOptions {
  access: NodeAccess;
  scope: EntityScope;
  queries: OperationQueries;
  canceller: OperationCanceller;
  reader: CommandReader;
}

/**
 * What people started, as far as the caller may see it. What they may do is
 * asked for with their own credentials, each time anew.
 */
export class PatchOperations {
  readonly #options: PatchOperationsOptions;

  static create(options: PatchOperationsOptions): PatchOperations {
    return new PatchOperations(options);
  }

  private constructor(options: PatchOperationsOptions) {
    this.#options = options;
  }

  /**
   * What a caller may see and do.
   *
   * @throws NotAllowedError when they may see no node whatever it is.
   */
  async viewer(credentials: BackstageCredentials): Promise<Viewer> {
    const { access } = this.#options;
    const [visible, scan, install] = await Promise.all([
      access.visibility(credentials),
      access.allowed(PERMISSIONS.scan, credentials),
      access.allowed(PERMISSIONS.install, credentials),
    ]);
    return {
      visible,
      allowed: { scan, install },
      userEntityRef: userOf(credentials),
    };
  }

  /** Operations with a node that the caller may see, newest first. */
  async list(
    { relatedTo, ...query }: PatchOperationQuery,
    credentials: BackstageCredentials,
  ): Promise<PatchOperationPage> {
    const viewer = await this.viewer(credentials);
    return this.#options.queries.list(
      {
        ...query,
        ...(relatedTo && {
          related: await this.#options.scope.resolve(relatedTo, credentials),
        }),
      },
      viewer,
    );
  }

  /** @throws NotFoundError when there is none with a node that the caller may see. */
  async get(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<PatchOperation> {
    return this.show(id, await this.viewer(credentials));
  }

  /**
   * The nodes of an operation that the caller may see.
   *
   * @throws NotFoundError when there is none.
   */
  async nodes(
    id: string,
    query: OperationNodeQuery,
    credentials: BackstageCredentials,
  ): Promise<OperationNodePage> {
    const viewer = await this.viewer(credentials);
    await this.show(id, viewer);
    return this.#options.queries.nodes(id, query, viewer.visible);
  }

  /**
   * What a node printed.
   *
   * @throws NotFoundError when the caller can see no such node in it, or
   * nothing was sent to it.
   * @throws ServiceUnavailableError when AWS does not tell.
   */
  async output(
    id: string,
    name: string,
    credentials: BackstageCredentials,
  ): Promise<OperationOutput> {
    const { visible } = await this.viewer(credentials);
    const node =
      isStorable(id) && isStorable(name)
        ? await this.#options.queries.node(id, name, visible)
        : undefined;
    if (!node) {
      throw new NotFoundError(
        `No node ${name} in operation ${id}, or none you may see`,
      );
    }
    if (!node.command_id || node.outcome === 'not-sent') {
      throw new NotFoundError(`Nothing was sent to ${name}`);
    }
    try {
      return await this.#options.reader.output(
        node,
        node.command_id,
        node.node_id,
        node.platform_type ? OUTPUT_STEPS[node.platform_type] : undefined,
      );
    } catch (error) {
      if (error instanceof NotFoundError) {
        throw error;
      }
      const { message } = toSyncProblem(error, 'ssm:GetCommandInvocation');
      throw new ServiceUnavailableError(`AWS does not tell: ${message}`);
    }
  }

  /**
   * Cancels what has not ended.
   *
   * @throws NotAllowedError when the caller is no human, or may not do the
   * action to all nodes on which something may still happen.
   * @throws ConflictError when nothing is under way any more.
   * @throws ServiceUnavailableError when AWS did not take all of it.
   */
  async cancel(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<PatchOperation> {
    const by = requireUser(credentials);
    const viewer = await this.viewer(credentials);
    const operation = await this.show(id, viewer);
    if (operation.endedAt) {
      throw new ConflictError('This operation has ended already');
    }
    if (!operation.canCancel) {
      const { queued, running, waiting } = operation.outcomes;
      if (queued + running + waiting === 0) {
        throw new ConflictError('Nothing of this operation is under way');
      }
      throw new NotAllowedError(
        `To cancel this you need the permission ${
          PERMISSIONS[operation.action].name
        } on all of its nodes that have not ended`,
      );
    }
    await this.#options.canceller.cancel(id, by);
    return this.show(id, viewer);
  }

  /** @throws NotFoundError when there is none with a node that the viewer may see. */
  async show(id: string, viewer: Viewer): Promise<PatchOperation> {
    const operation = isStorable(id)
      ? await this.#options.queries.get(id, viewer)
      : undefined;
    if (!operation) {
      throw new NotFoundError(
        `No operation ${id}, or none with a node that you may see`,
      );
    }
    return operation;
  }
}
