import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  NodeSelection,
  PatchAction,
  PatchOperation,
  PatchPreview,
  PreviewPatch,
  StartPatch,
} from '@managed-nodes/plugin-managed-nodes-common';
import { groupNodes } from '../../commands/groups';
import { OperationSender } from '../../commands/OperationSender';
import { OperationStore } from '../../commands/OperationStore';
import { OperationRow } from '../../commands/types';
import { NodeAccess } from '../../api/NodeAccess';
import { EntityScope } from '../../nodes/EntityScope';
import { ResolvedSelection } from '../../nodes/SelectedNodes';
import { StandingPolicy } from '../../nodes/standing';
import { PatchConfig } from '../patchConfig';
import { Candidate, Candidates, Rights } from './Candidates';
import { OperationQueries, Viewer } from './OperationQueries';
import { PatchOperations } from './PatchOperations';
import { requireUser } from '../../commands/people';
import { presentPreview } from './preview';
import { checkStart, countSkipped } from './startChecks';
import {
  defaultsFor,
  parametersOf,
  PATCH_DOCUMENT,
  PERMISSIONS,
} from './terms';

interface PatchActionsOptions {
  access: NodeAccess;
  scope: EntityScope;
  candidates: Candidates;
  operations: PatchOperations;
  queries: OperationQueries;
  store: OperationStore;
  sender: OperationSender;
  config: PatchConfig['actions'];
  patchPolicy: StandingPolicy;
}

/** What was started, and what is to be put on record of it. */
export interface StartedPatch {
  operation: PatchOperation;
  /** Names of the nodes that take part. */
  nodes: string[];
}

/**
 * Scans and installs that people start. What a caller may do is asked for with
 * their own credentials, at each step anew.
 */
export class PatchActions {
  readonly #options: PatchActionsOptions;

  static create(options: PatchActionsOptions): PatchActions {
    return new PatchActions(options);
  }

  private constructor(options: PatchActionsOptions) {
    this.#options = options;
  }

  /**
   * What a scan or install would do now. Changes nothing.
   *
   * @throws NotFoundError when the caller names nodes they cannot see.
   * @throws NotAllowedError when they can see none at all, or actions are off.
   */
  async preview(
    { action, selection }: PreviewPatch,
    credentials: BackstageCredentials,
  ): Promise<PatchPreview> {
    const candidates = await this.#find(action, selection, credentials);
    return presentPreview(action, candidates, this.#options.config);
  }

  /**
   * Starts a scan or install of what the caller saw in a preview.
   *
   * @throws NotAllowedError when the caller is no human, or may do it to none
   * of the nodes.
   * @throws ConflictError when the nodes are not those of the preview any
   * more, or another operation takes one of them at this moment.
   * @throws InputError when there are too many nodes, or none, or their number
   * is not confirmed, or they were no part of the operation to try again.
   */
  async start(
    request: StartPatch,
    credentials: BackstageCredentials,
  ): Promise<StartedPatch> {
    const { store, sender, operations } = this.#options;
    const { action } = request;
    const startedBy = requireUser(credentials);
    const viewer = await operations.viewer(credentials);
    const before = await store.findByKey(startedBy, request.idempotencyKey);
    if (before) {
      return this.#startedBefore(before, request, viewer);
    }
    const candidates = await this.#find(action, request.selection, credentials);
    const taking = candidates.filter(({ skip }) => !skip);
    const names = taking.map(({ row }) => row.name);
    checkStart(request, candidates, this.#options.config);
    if (request.retryOf) {
      await this.#checkRetry(request.retryOf, action, names, viewer);
    }
    const defaults = defaultsFor(action, names.length);
    const rates = {
      maxConcurrency: request.maxConcurrency ?? defaults.maxConcurrency,
      maxErrors: request.maxErrors ?? defaults.maxErrors,
    };
    const nodes = taking.map(({ row }) => ({
      name: row.name,
      node_id: row.node_id,
      account: row.account,
      region: row.region,
      title: row.title,
      platform_type: row.platform_type,
      bucket_before: row.patch_bucket,
      missing_before: row.patch_lacking,
    }));
    const { id, isNew } = await store.create(
      {
        kind: 'patch',
        action,
        document: PATCH_DOCUMENT,
        parameters: parametersOf(
          action,
          action === 'scan'
            ? defaults.rebootOption
            : request.rebootOption ?? defaults.rebootOption,
        ),
        startedBy,
        idempotencyKey: request.idempotencyKey,
        digest: request.digest,
        note: request.note || null,
        ...rates,
        skipped: countSkipped(candidates),
        retryOf: request.retryOf ?? null,
        nodes,
      },
      groupNodes(nodes, rates),
      Date.now(),
    );
    const row = await this.#row(id);
    if (!isNew) {
      return this.#startedBefore(row, request, viewer);
    }
    sender.start(row, {
      recheck: async some =>
        this.#options.candidates.recheck(
          action,
          some,
          id,
          await this.#rights(action, credentials),
          Date.now(),
        ),
      // Nodes that are scanned twice are as they were.
      repeatable: action === 'scan',
    });
    return {
      operation: await this.#options.operations.show(id, viewer),
      nodes: names,
    };
  }

  async #find(
    action: PatchAction,
    selection: NodeSelection,
    credentials: BackstageCredentials,
  ): Promise<Candidate[]> {
    if (!this.#options.config.enabled) {
      throw new NotAllowedError(
        'Scans and installs from the portal are off (managedNodes.patches.actions.enabled)',
      );
    }
    const now = Date.now();
    const rights = await this.#rights(action, credentials);
    return this.#options.candidates.find(
      action,
      await this.#resolve(selection, credentials, now),
      rights,
      now,
    );
  }

  async #resolve(
    selection: NodeSelection,
    credentials: BackstageCredentials,
    now: number,
  ): Promise<ResolvedSelection> {
    if ('nodes' in selection) {
      return selection;
    }
    const { scope, patchPolicy } = this.#options;
    const { relatedTo, ...filter } = selection.filter;
    return {
      filter: {
        ...filter,
        clock: { ...patchPolicy, now },
        ...(relatedTo && {
          related: await scope.resolve(relatedTo, credentials),
        }),
      },
    };
  }

  async #checkRetry(
    id: string,
    action: PatchAction,
    names: string[],
    viewer: Viewer,
  ): Promise<void> {
    const before = await this.#options.operations.show(id, viewer);
    if (before.action !== action) {
      throw new InputError(`retryOf: operation ${id} is another action`);
    }
    if (!before.endedAt) {
      throw new ConflictError('The operation to try again has not ended');
    }
    const retriable = new Set(
      await this.#options.queries.retriable(id, viewer.visible),
    );
    const others = names.filter(name => !retriable.has(name)).length;
    if (others) {
      throw new InputError(
        `retryOf: ${others} of the nodes did not fail in operation ${id}`,
      );
    }
  }

  /** A request that came twice. */
  async #startedBefore(
    before: OperationRow,
    { action, digest }: StartPatch,
    viewer: Viewer,
  ): Promise<StartedPatch> {
    if (before.action !== action || before.digest !== digest) {
      throw new ConflictError(
        'idempotencyKey: another operation was started with this one',
      );
    }
    return {
      operation: await this.#options.operations.show(before.id, viewer),
      nodes: [],
    };
  }

  async #row(id: string): Promise<OperationRow> {
    const row = await this.#options.store.get(id);
    if (!row) {
      throw new NotFoundError(`No operation ${id}`);
    }
    return row;
  }

  async #rights(
    action: PatchAction,
    credentials: BackstageCredentials,
  ): Promise<Rights> {
    const { access } = this.#options;
    const [visible, allowed] = await Promise.all([
      access.visibility(credentials),
      access.allowed(PERMISSIONS[action], credentials),
    ]);
    return { visible, allowed };
  }
}
