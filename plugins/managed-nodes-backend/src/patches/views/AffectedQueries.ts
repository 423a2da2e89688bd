import { PatchState } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { applyFilter, ResolvedFilter, Visibility } from '../../nodes/filters';
import { NodeRow } from '../../nodes/rows';
import {
  PatchRow,
  PatchSelection,
  timeOf,
  toPatch,
  wherePatch,
} from './patchRows';

/** Nodes whose patches are read at a time. */
const PAGE = 200;

/** A patch on a node that lacks it. */
export type AffectedNode = Pick<
  ReturnType<typeof toPatch>,
  'kbId' | 'title' | 'classification' | 'severity' | 'kind' | 'cves'
> & {
  state: PatchState;
  firstReportedAt: string;
  dueAt: string | null;
  excepted: boolean;
  name: string;
  node: string;
  nodeId: string;
  account: string;
  region: string;
  environment: string;
  ownerRef: string;
  systemRef: string | null;
  componentRef: string | null;
};

type AffectedNodeRow = Pick<
  NodeRow,
  | 'id'
  | 'name'
  | 'title'
  | 'node_id'
  | 'account'
  | 'region'
  | 'environment'
  | 'owner_ref'
  | 'system_ref'
  | 'component_ref'
>;

type LackingRow = PatchRow & {
  lacking_node: number;
  state: PatchState;
  first_at: number | string;
  due_at: number | string | null;
  exception_id: string | null;
};

function toAffected(node: AffectedNodeRow, row: LackingRow): AffectedNode {
  const { kbId, title, classification, severity, kind, cves } = toPatch(row);
  return {
    kbId,
    title,
    classification,
    severity,
    kind,
    cves,
    state: row.state,
    firstReportedAt: timeOf(row.first_at),
    dueAt: row.due_at === null ? null : timeOf(row.due_at),
    excepted: row.exception_id !== null,
    name: node.name,
    node: node.title,
    nodeId: node.node_id,
    account: node.account,
    region: node.region,
    environment: node.environment,
    ownerRef: node.owner_ref,
    systemRef: node.system_ref,
    componentRef: node.component_ref,
  };
}

/** Reads each patch that lacks on each node, always on nodes the caller may see. */
export class AffectedQueries {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): AffectedQueries {
    return new AffectedQueries(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Everything that lacks, node by node, read while it is consumed. */
  async *stream(
    selection: PatchSelection,
    filter: ResolvedFilter,
    visibility: Visibility,
  ): AsyncGenerator<AffectedNode[]> {
    let after = 0;
    for (;;) {
      const nodes = await this.#nodes(after, filter, visibility);
      if (!nodes.length) {
        return;
      }
      after = nodes[nodes.length - 1].id;
      const byId = new Map(nodes.map(node => [node.id, node]));
      const rows = await this.#lacking([...byId.keys()], selection);
      yield rows.flatMap(row => {
        const node = byId.get(row.lacking_node);
        return node ? [toAffected(node, row)] : [];
      });
    }
  }

  async #nodes(
    after: number,
    filter: ResolvedFilter,
    visibility: Visibility,
  ): Promise<AffectedNodeRow[]> {
    const query = this.#knex('nodes')
      .where('nodes.id', '>', after)
      .whereRaw("nodes.status <> 'left'")
      .whereExists(
        this.#knex({ lacks: 'node_patches' })
          .select(this.#knex.raw('1'))
          .whereRaw('lacks.node_id = nodes.id'),
      )
      .orderBy('nodes.id')
      .limit(PAGE)
      .select(
        'nodes.id',
        'nodes.name',
        'nodes.title',
        'nodes.node_id',
        'nodes.account',
        'nodes.region',
        'nodes.environment',
        'nodes.owner_ref',
        'nodes.system_ref',
        'nodes.component_ref',
      );
    applyFilter(this.#knex, query, filter, visibility);
    return query;
  }

  async #lacking(
    nodes: number[],
    selection: PatchSelection,
  ): Promise<LackingRow[]> {
    const query = this.#knex({ lacks: 'node_patches' })
      .join('patches', 'patches.id', 'lacks.patch_id')
      .whereIn('lacks.node_id', nodes)
      .orderBy(['lacks.node_id', 'lacks.patch_id'])
      .select(
        'patches.*',
        'lacks.node_id AS lacking_node',
        'lacks.state',
        'lacks.first_at',
        'lacks.due_at',
        'lacks.exception_id',
      );
    wherePatch(query, selection);
    if (selection.state?.length) {
      query.whereIn('lacks.state', selection.state);
    }
    return query;
  }
}
