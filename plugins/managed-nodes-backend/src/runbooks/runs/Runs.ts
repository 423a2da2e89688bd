import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  PreviewRun,
  Run,
  RunPreview,
  StartRun,
} from '@managed-nodes/plugin-managed-nodes-common';
import { groupNodes } from '../../commands/groups';
import { OperationSender, Recheck } from '../../commands/OperationSender';
import { AccountDirectory } from '../../accounts/AccountDirectory';
import { OperationStore } from '../../commands/OperationStore';
import { requireUser } from '../../commands/people';
import { sessionStatements } from '../../automation/sessionStatements';
import { RunCandidates } from '../library/RunCandidates';
import { PreviewSteps, presentPreview } from './presentPreview';
import { RunNotices } from './RunNotices';
import { RunPlan, RunPlanner } from './RunPlanner';
import { RunStore } from './RunStore';
import { RunViews } from './RunViews';
import { checkStart } from './startChecks';
import { countSkipped, shownParameters } from './runTerms';
import { RUN_KIND, RunWithOperation } from './types';

interface RunsOptions {
  accounts: Pick<AccountDirectory, 'get'>;
  planner: RunPlanner;
  candidates: RunCandidates;
  views: RunViews;
  runs: RunStore;
  store: OperationStore;
  sender: OperationSender;
  notices: RunNotices;
  previewSteps: PreviewSteps;
}

/** What was started, and what is to be put on record of it. */
export interface StartedRun {
  run: Run;
  /** Names of the nodes that take part. */
  nodes: string[];
  /** Sha256 of the document. */
  hash: string;
}

/**
 * Runs that people start. What a caller may do is asked for with their own
 * credentials, at each step anew.
 */
export class Runs {
  readonly #options: RunsOptions;

  static create(options: RunsOptions): Runs {
    return new Runs(options);
  }

  private constructor(options: RunsOptions) {
    this.#options = options;
  }

  /**
   * What a run would do now. Changes nothing.
   *
   * @throws as {@link RunPlanner.plan} does.
   */
  async preview(
    request: PreviewRun,
    credentials: BackstageCredentials,
  ): Promise<RunPreview> {
    const plan = await this.#options.planner.plan(request, credentials);
    const { accounts, previewSteps } = this.#options;
    return presentPreview(
      plan,
      await previewSteps(plan),
      account => accounts.get(account)?.name ?? null,
    );
  }

  /**
   * Starts what the caller saw in a preview, or asks for its approval.
   *
   * @throws NotAllowedError when the caller is no human, or may run it on none
   * of the nodes.
   * @throws ConflictError when it would not do what the preview said any more,
   * or something else takes one of the nodes at this moment.
   * @throws InputError when there are too many nodes, or none, or their number
   * is not confirmed, or they were no part of the run to try again.
   */
  async start(
    request: StartRun,
    credentials: BackstageCredentials,
  ): Promise<StartedRun> {
    const { planner, store, views, runs, notices } = this.#options;
    const startedBy = requireUser(credentials);
    const before = await store.findByKey(startedBy, request.idempotencyKey);
    if (before) {
      return this.#startedBefore(before.id, request, credentials);
    }
    const plan = await planner.plan(request, credentials);
    checkStart(request, plan);
    const names = plan.taking.map(({ row }) => row.name);
    if (request.retryOf) {
      await this.#checkRetry(request.retryOf, plan, names, credentials);
    }
    const { publication, document } = plan.runbook;
    const rates = {
      maxConcurrency: request.maxConcurrency ?? publication.maxConcurrency,
      maxErrors: request.maxErrors ?? publication.maxErrors,
    };
    const nodes = plan.taking.map(({ row }) => ({
      name: row.name,
      node_id: row.node_id,
      account: row.account,
      region: row.region,
      title: row.title,
      platform_type: row.platform_type,
      bucket_before: null,
      missing_before: null,
    }));
    const now = Date.now();
    const { id, isNew } = await store.create(
      {
        kind: RUN_KIND,
        action: 'run',
        transport: document.content.content.kind,
        document: publication.document.name,
        version: document.version,
        nodesParameter: publication.nodesParameter ?? null,
        parameters: plan.parameters,
        startedBy,
        idempotencyKey: request.idempotencyKey,
        digest: plan.digest,
        note: request.note || null,
        ...rates,
        skipped: countSkipped(plan.candidates),
        retryOf: request.retryOf ?? null,
        nodes,
      },
      plan.places.length
        ? plan.places.map((place, index) => ({
            ...place,
            number: index + 1,
            nodes: [],
            ...rates,
          }))
        : groupNodes(nodes, rates),
      now,
      {
        held: plan.approval !== null,
        also: (trx, operationId) =>
          runs.insert(
            trx,
            operationId,
            {
              runbook: publication.id,
              title: publication.title,
              hash: document.hash,
              shown: shownParameters(
                plan.values,
                publication.nodesParameter,
                nodes.map(node => node.node_id),
              ),
              given: request.parameters,
              results: publication.results,
              approval: plan.approval
                ? {
                    ...plan.approval,
                    expiresAt: now + (publication.approval?.expiresAfter ?? 0),
                  }
                : undefined,
            },
            now,
          ),
      },
    );
    if (!isNew) {
      return this.#startedBefore(id, request, credentials);
    }
    if (plan.approval) {
      notices.asked(await this.#row(id), names.length);
    } else {
      await this.#send(id, plan, credentials);
    }
    return {
      run: await views.get(id, credentials),
      nodes: names,
      hash: document.hash,
    };
  }

  /**
   * Starts a run that was approved. All of it is looked at again.
   *
   * @throws NotFoundError when there is none that the caller may see.
   * @throws NotAllowedError when the caller did not ask for it, or may not run
   * it on these nodes any more.
   * @throws ConflictError when it is not approved, or would not do what was
   * approved any more.
   */
  async launch(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<StartedRun> {
    const { planner, store, views, runs } = this.#options;
    const user = requireUser(credentials);
    await views.get(id, credentials);
    const row = await this.#row(id);
    if (row.started_by !== user) {
      throw new NotAllowedError('Only whoever asked for a run may start it');
    }
    if (row.state !== 'held' || row.approval !== 'approved') {
      throw new ConflictError('This run is not waiting to be started');
    }
    if (Number(row.approval_expires_at) <= Date.now()) {
      throw new ConflictError('The approval of this run has expired');
    }
    const names = await views.allNodes(id);
    const plan = await planner.plan(
      {
        runbook: row.runbook,
        parameters: JSON.parse(row.given_parameters),
        ...(names.length && { selection: { nodes: names } }),
      },
      credentials,
    );
    const [skipped] = plan.candidates.filter(({ skip }) => skip);
    if (skipped) {
      throw new ConflictError(
        `This is not what was approved any more: ${skipped.node.title}: ${skipped.skip?.detail}`,
      );
    }
    if (plan.digest !== row.digest) {
      throw new ConflictError(
        'This is not what was approved any more: the runbook or its parameters changed; ask again',
      );
    }
    const now = Date.now();
    const launched = await store.launch(id, now, trx =>
      runs.launched(trx, id, now),
    );
    if (!launched) {
      throw new ConflictError('This run was started already');
    }
    await this.#send(id, plan, credentials);
    return {
      run: await views.get(id, credentials),
      nodes: names,
      hash: plan.runbook.document.hash,
    };
  }

  async #send(
    id: string,
    plan: RunPlan,
    credentials: BackstageCredentials,
  ): Promise<void> {
    this.#options.sender.start(await this.#row(id), {
      recheck: this.#recheck(id, plan, credentials),
      // Automation tells a request that comes twice by its token; of a
      // command nobody knows whether it does harm to do it twice.
      repeatable: plan.runbook.document.content.content.kind === 'automation',
      statements: sessionStatements(plan.runbook.document.text, {
        parameters: plan.parameters,
        onNodes: plan.taking.length > 0,
      }),
    });
  }

  /** Asked before each command or execution: the document and the caller's rights may not be what they were. */
  #recheck(
    id: string,
    { runbook, places }: RunPlan,
    credentials: BackstageCredentials,
  ): Recheck {
    const { planner, candidates } = this.#options;
    return async names => {
      const now = planner.ready(runbook.publication.id);
      if (now.document.hash !== runbook.document.hash) {
        const why = 'The document was changed meanwhile';
        return new Map((names.length ? names : ['']).map(key => [key, why]));
      }
      if (places.length) {
        await planner.requireFleet(now, credentials);
        return new Map();
      }
      return candidates.recheck(
        now,
        names,
        id,
        await planner.rights(credentials),
        Date.now(),
      );
    };
  }

  async #checkRetry(
    id: string,
    { runbook }: RunPlan,
    names: string[],
    credentials: BackstageCredentials,
  ): Promise<void> {
    const before = await this.#options.views.get(id, credentials);
    if (before.runbook !== runbook.publication.id) {
      throw new InputError(`retryOf: run ${id} is one of another runbook`);
    }
    if (!before.endedAt) {
      throw new ConflictError('The run to try again has not ended');
    }
    const retriable = new Set(
      await this.#options.views.retriable(id, credentials),
    );
    const others = names.filter(name => !retriable.has(name)).length;
    if (others) {
      throw new InputError(
        `retryOf: ${others} of the nodes did not fail in run ${id}`,
      );
    }
  }

  /** A request that came twice. */
  async #startedBefore(
    id: string,
    request: StartRun,
    credentials: BackstageCredentials,
  ): Promise<StartedRun> {
    const row = await this.#options.runs.get(id);
    if (row?.digest !== request.digest || row.runbook !== request.runbook) {
      throw new ConflictError(
        'idempotencyKey: something else was started with this one',
      );
    }
    return {
      run: await this.#options.views.get(id, credentials),
      nodes: [],
      hash: row.hash,
    };
  }

  async #row(id: string): Promise<RunWithOperation> {
    const row = await this.#options.runs.get(id);
    if (!row) {
      throw new NotFoundError(`No run ${id}`);
    }
    return row;
  }
}
