import {
  PatchTargetNode,
  RunSkipReason,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import pLimit from 'p-limit';
import { AccountDirectory } from '../../accounts/AccountDirectory';
import { takenNodes } from '../../commands/claims';
import { obstacleOf } from '../../commands/obstacles';
import { Publication } from '../../documents/publicationSchema';
import { Visibility } from '../../nodes/filters';
import { NodeRow } from '../../nodes/rows';
import { ResolvedSelection, SelectedNodes } from '../../nodes/SelectedNodes';
import { toTargetNode } from '../../nodes/targetNode';
import { freezeOf, freezeWords, subjectOf } from '../../ownership/freezes';
import { matches } from '../../ownership/match';
import { PublishedRunbook, RunbookLibrary } from './RunbookLibrary';

/** Places in which a document is looked at at the same time. */
const PLACES_AT_ONCE = 8;

/** What a caller may do, asked for just now. */
export interface RunRights {
  /** The nodes they may see. */
  visible: Visibility;
  /** The nodes they may run runbooks on. */
  allowed: Visibility;
  /** The entity refs they go by. */
  refs: string[];
}

/** A node that somebody means, and why it takes no part, if so. */
export interface RunCandidate {
  row: NodeRow;
  node: PatchTargetNode;
  skip: { reason: RunSkipReason; detail: string } | null;
}

/** Whether a runbook is published to somebody for a node. */
export function isPublishedTo(
  { who }: Publication,
  { owner_ref: owner }: Pick<NodeRow, 'owner_ref'>,
  refs: string[],
): boolean {
  return (
    (who.owners && refs.includes(owner)) ||
    [...who.groups, ...who.users].some(ref => refs.includes(ref))
  );
}

/** Tells which nodes a run would be on, and which not and why. */
export class RunCandidates {
  readonly #knex: Knex;
  readonly #accounts: AccountDirectory;
  readonly #library: RunbookLibrary;
  readonly #selected: SelectedNodes;

  static create(options: {
    knex: Knex;
    accounts: AccountDirectory;
    library: RunbookLibrary;
  }): RunCandidates {
    return new RunCandidates(options);
  }

  private constructor(options: Parameters<typeof RunCandidates.create>[0]) {
    this.#knex = options.knex;
    this.#accounts = options.accounts;
    this.#library = options.library;
    this.#selected = SelectedNodes.create(options);
  }

  /**
   * The nodes somebody means, by title.
   *
   * @throws NotFoundError when they name nodes that are not there, or that
   * they may not see, which is the same to them.
   * @throws InputError when there are too many.
   */
  async find(
    runbook: PublishedRunbook,
    selection: ResolvedSelection,
    rights: RunRights,
    now: number,
  ): Promise<RunCandidate[]> {
    const rows = await this.#selected.find(selection, rights.visible);
    return this.#judge(runbook, rows, rights, now);
  }

  /**
   * Which nodes of a run under way may not take part any more, with why, by
   * name.
   */
  async recheck(
    runbook: PublishedRunbook,
    names: string[],
    operationId: string,
    rights: RunRights,
    now: number,
  ): Promise<Map<string, string>> {
    const rows = await this.#selected.visible(names, rights.visible);
    const judged = await this.#judge(runbook, rows, rights, now, operationId);
    const byName = new Map(judged.map(item => [item.row.name, item]));
    return new Map(
      names.flatMap(name => {
        const item = byName.get(name);
        const why = item
          ? item.skip?.detail
          : 'It is not there any more, or not visible to whoever started this';
        return why ? [[name, why] as const] : [];
      }),
    );
  }

  async #judge(
    runbook: PublishedRunbook,
    rows: NodeRow[],
    { allowed, refs }: RunRights,
    now: number,
    operationId?: string,
  ): Promise<RunCandidate[]> {
    const names = rows.map(({ name }) => name);
    const [permitted, taken] = await Promise.all([
      this.#selected.permitted(names, allowed),
      takenNodes(this.#knex, names, operationId),
    ]);
    const before = rows.map(row => ({
      row,
      skip: this.#beforeDocument(
        runbook,
        row,
        permitted.has(row.name) &&
          isPublishedTo(runbook.publication, row, refs),
        taken,
      ),
    }));
    const places = await this.#places(
      runbook,
      before.flatMap(({ row, skip }) => (skip ? [] : [row])),
    );
    return before.map(({ row, skip }) => ({
      row,
      node: toTargetNode(row, this.#accounts),
      skip:
        skip ??
        this.#inPlace(
          runbook,
          row,
          places.get(`${row.account}/${row.region}`),
          now,
        ),
    }));
  }

  #beforeDocument(
    { publication, document }: PublishedRunbook,
    row: NodeRow,
    mayRun: boolean,
    taken: Set<string>,
  ): RunCandidate['skip'] {
    if (!mayRun) {
      return {
        reason: 'not-permitted',
        detail: 'You may not run this on it',
      };
    }
    if (!this.#isPublishedFor(publication, row)) {
      return {
        reason: 'not-published',
        detail: 'The runbook is not published for it',
      };
    }
    const platforms = document?.platforms ?? [];
    if (
      platforms.length > 0 &&
      row.platform_type !== null &&
      !platforms.includes(row.platform_type)
    ) {
      return {
        reason: 'wrong-platform',
        detail: `The document is for ${platforms.join(' and ')}`,
      };
    }
    return obstacleOf(row, taken);
  }

  #isPublishedFor(publication: Publication, row: NodeRow): boolean {
    const { nodes, platforms, applications } = publication;
    const applied = [row.system_ref, row.component_ref];
    if (
      (platforms &&
        !(row.platform_type && platforms.includes(row.platform_type))) ||
      (applications && !applied.some(ref => ref && applications.includes(ref)))
    ) {
      return false;
    }
    if (!nodes.length) {
      return true;
    }
    const subject = subjectOf(row, this.#accounts);
    return nodes.some(rule => matches(rule, subject));
  }

  #inPlace(
    { publication }: PublishedRunbook,
    row: NodeRow,
    problem: string | undefined,
    now: number,
  ): RunCandidate['skip'] {
    if (problem) {
      return { reason: 'no-document', detail: problem };
    }
    const freeze = freezeOf(row, publication.freezes, this.#accounts, now);
    return freeze ? { reason: 'freeze', detail: freezeWords(freeze) } : null;
  }

  /** Why the runbook cannot be run in some of the places where nodes are. */
  async #places(
    runbook: PublishedRunbook,
    rows: NodeRow[],
  ): Promise<Map<string, string>> {
    const places = new Map(
      rows.map(({ account, region }) => [
        `${account}/${region}`,
        { account, region },
      ]),
    );
    const limit = pLimit(PLACES_AT_ONCE);
    const problems = await Promise.all(
      [...places].map(([key, place]) =>
        limit(async () => {
          const problem = await this.#library.obstacleAt(runbook, place);
          return problem ? [[key, problem] as const] : [];
        }),
      ),
    );
    return new Map(problems.flat());
  }
}
