import {
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  managedNodesFleetRunbookExecutePermission,
  managedNodesRunbookExecutePermission,
  NodeSelection,
  PreviewRun,
} from '@managed-nodes/plugin-managed-nodes-common';
import { AccountDirectory } from '../../accounts/AccountDirectory';
import { NodeAccess } from '../../api/NodeAccess';
import { AwsParameters, toAwsParameters } from '../../documents/awsParameters';
import { ResolvedValue, resolveValues } from '../../documents/resolveValues';
import { Publication } from '../../documents/publicationSchema';
import { EntityScope } from '../../nodes/EntityScope';
import { ResolvedSelection } from '../../nodes/SelectedNodes';
import { StandingPolicy } from '../../nodes/standing';
import { TargetKey } from '../../nodes/types';
import { AccountTags } from '../../ownership/freezes';
import { approvalFor } from '../library/approval';
import { isOnNodes } from '../library/presentRunbook';
import {
  RunCandidate,
  RunCandidates,
  RunRights,
} from '../library/RunCandidates';
import { PublishedRunbook, RunbookLibrary } from '../library/RunbookLibrary';
import { digestOf, valuesToSend } from './runTerms';

/** A runbook that can be run: nothing is wrong with its publication. */
export type ReadyRunbook = PublishedRunbook & {
  document: NonNullable<PublishedRunbook['document']>;
};

/** What a run would be, worked out for one caller at one moment. */
export interface RunPlan {
  runbook: ReadyRunbook;
  candidates: RunCandidate[];
  /** Those of them that take part. */
  taking: RunCandidate[];
  /** Where a runbook that takes no nodes is run; empty for others. */
  places: TargetKey[];
  values: ResolvedValue[];
  /** As AWS gets them, without the one that takes the nodes. */
  parameters: AwsParameters;
  approval: { reasons: string[]; approvers: string[] } | null;
  digest: string;
}

interface RunPlannerOptions {
  access: NodeAccess;
  userInfo: UserInfoService;
  scope: EntityScope;
  library: RunbookLibrary;
  accounts: AccountTags & Pick<AccountDirectory, 'targets'>;
  candidates: RunCandidates;
  patchPolicy: StandingPolicy;
}

/**
 * Works out what a run would be. Preview, start and launch all ask anew, with
 * the caller's own credentials.
 */
export class RunPlanner {
  readonly #options: RunPlannerOptions;

  static create(options: RunPlannerOptions): RunPlanner {
    return new RunPlanner(options);
  }

  private constructor(options: RunPlannerOptions) {
    this.#options = options;
  }

  /**
   * @throws NotFoundError when there is no such runbook, or the caller names
   * nodes they cannot see.
   * @throws NotAllowedError when the runbook cannot be run, or the caller may
   * not run it anywhere.
   * @throws InputError naming a parameter that is not as it has to be.
   */
  async plan(
    { runbook: id, selection, parameters: given }: PreviewRun,
    credentials: BackstageCredentials,
  ): Promise<RunPlan> {
    const runbook = this.ready(id);
    const { publication, document } = runbook;
    const values = resolveValues(publication, document.content, given);
    const { kind, parameters: known } = document.content.content;
    const parameters = toAwsParameters(kind, known, valuesToSend(values));
    const onNodes = isOnNodes(runbook);
    if (onNodes !== (selection !== undefined)) {
      throw new InputError(
        onNodes
          ? 'selection: this runbook is run on nodes'
          : 'selection: this runbook takes no nodes',
      );
    }
    const candidates = selection
      ? await this.#onNodes(runbook, selection, credentials)
      : [];
    if (!onNodes) {
      await this.requireFleet(runbook, credentials);
    }
    const taking = candidates.filter(({ skip }) => !skip);
    const places = onNodes ? [] : this.#places(publication);
    return {
      runbook,
      candidates,
      taking,
      places,
      values,
      parameters,
      approval: approvalFor(
        publication,
        taking.map(({ row }) => row),
        this.#options.accounts,
      ),
      digest: digestOf({
        runbook: id,
        document: publication.document.name,
        version: document.version,
        hash: document.hash,
        nodes: taking.map(({ row }) => row.name),
        places,
        parameters,
      }),
    };
  }

  /**
   * A runbook that can be run.
   *
   * @throws NotFoundError when there is none.
   * @throws NotAllowedError when something is wrong with it.
   */
  ready(id: string): ReadyRunbook {
    const runbook = this.#options.library.get(id);
    if (!runbook) {
      throw new NotFoundError(`There is no runbook ${id}`);
    }
    const { document, problem } = runbook;
    if (problem !== null || !document) {
      throw new NotAllowedError(
        'This runbook cannot be run now; the operators of the portal see why',
      );
    }
    return { ...runbook, document };
  }

  /** What a caller may do with a runbook on nodes, asked for just now. */
  async rights(credentials: BackstageCredentials): Promise<RunRights> {
    const { access } = this.#options;
    const [visible, allowed, refs] = await Promise.all([
      access.visibility(credentials),
      access.allowed(managedNodesRunbookExecutePermission, credentials),
      this.refs(credentials),
    ]);
    return { visible, allowed, refs };
  }

  /** The entity refs a caller goes by. */
  async refs(credentials: BackstageCredentials): Promise<string[]> {
    const { ownershipEntityRefs } = await this.#options.userInfo.getUserInfo(
      credentials,
    );
    return ownershipEntityRefs;
  }

  /**
   * Makes sure that the caller may run a runbook that takes no nodes, where
   * nothing but the publication and this one permission say who may.
   */
  async requireFleet(
    { publication }: ReadyRunbook,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { access } = this.#options;
    await access.require(
      managedNodesFleetRunbookExecutePermission,
      credentials,
    );
    const refs = await this.refs(credentials);
    const { groups, users } = publication.who;
    if (![...groups, ...users].some(ref => refs.includes(ref))) {
      throw new NotAllowedError('This runbook is not published to you');
    }
  }

  #places({ places }: Publication): TargetKey[] {
    if (places !== 'all') {
      return places;
    }
    return this.#options.accounts
      .targets()
      .map(({ account, region }) => ({ account, region }))
      .sort((a, b) =>
        `${a.account}/${a.region}`.localeCompare(`${b.account}/${b.region}`),
      );
  }

  async #onNodes(
    runbook: ReadyRunbook,
    selection: NodeSelection,
    credentials: BackstageCredentials,
  ): Promise<RunCandidate[]> {
    const now = Date.now();
    return this.#options.candidates.find(
      runbook,
      await this.#resolve(selection, credentials, now),
      await this.rights(credentials),
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
}
