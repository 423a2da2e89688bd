import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  HeldDecision,
  HeldDecisionResult,
  HeldNodes,
  HeldRemovals as HeldRemovalsView,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { AbsentNodes } from '../nodes/AbsentNodes';
import { TargetKey } from '../nodes/types';
import { Held, readHeld, TargetRow } from './TargetStore';

/** Nodes of a held removal that are shown at the most. */
const SHOWN = 1000;

/** What is held, as the API tells it. */
export function presentHeld(held: Held): HeldRemovalsView {
  const { dismissedMissing: _, since, dismissedAt, ...rest } = held;
  return {
    ...rest,
    since: new Date(since).toISOString(),
    dismissedAt:
      dismissedAt === null ? null : new Date(dismissedAt).toISOString(),
  };
}

/** Lets operators look at removals that were held back, and decide. */
export class HeldRemovals {
  readonly #knex: Knex;
  readonly #absent: AbsentNodes;

  static create(options: { knex: Knex; absent: AbsentNodes }): HeldRemovals {
    return new HeldRemovals(options.knex, options.absent);
  }

  private constructor(knex: Knex, absent: AbsentNodes) {
    this.#knex = knex;
    this.#absent = absent;
  }

  /**
   * The nodes that are kept although a complete listing did not show them.
   *
   * @throws NotFoundError when nothing is held in the target.
   */
  async inspect(target: TargetKey): Promise<HeldNodes> {
    const held = await this.#read(this.#knex, target);
    const { account, region } = target;
    const nodes = await this.#absent.list(
      { account, region, generation: held.generation },
      SHOWN,
    );
    return {
      account,
      region,
      held: presentHeld(held),
      nodes: nodes.map(node => ({
        name: node.name,
        title: node.title,
        nodeId: node.node_id,
        ownerRef: node.owner_ref,
        lastSeenAt: new Date(Number(node.last_seen_at)).toISOString(),
      })),
    };
  }

  /**
   * Lets the nodes go, or keeps them.
   *
   * @param by - entity ref of the human who decides
   * @throws NotFoundError when nothing is held in the target.
   * @throws ConflictError when the decision is about an earlier listing than
   * the one that is held now.
   */
  async decide(
    target: TargetKey,
    { generation, decision }: HeldDecision,
    by: string,
    now: number,
  ): Promise<HeldDecisionResult> {
    const { account, region } = target;
    return this.#knex.transaction(async trx => {
      const held = await this.#read(trx, target);
      if (held.generation !== generation) {
        throw new ConflictError(
          `Another listing of ${account} ${region} came since you looked: look again at what it holds`,
        );
      }
      const row = () =>
        trx<TargetRow>('sync_targets').where({ account, region });
      if (decision === 'dismiss') {
        const dismissed: Held = {
          ...held,
          dismissedAt: now,
          dismissedBy: by,
          dismissedMissing: held.missing,
        };
        await row().update({ held: JSON.stringify(dismissed) });
        return { removed: 0 };
      }
      // What a listing that has begun since has shown already is spared.
      const { removed } = await this.#absent.settleAbsent(
        { account, region, generation },
        1,
        now,
        trx,
      );
      await row().update({ held: null });
      await row().where({ state: 'held' }).update({ state: 'ok' });
      return { removed };
    });
  }

  async #read(knex: Knex, { account, region }: TargetKey): Promise<Held> {
    const query = knex<TargetRow>('sync_targets').where({ account, region });
    if (knex.isTransaction) {
      // Against a listing that ends at the same time; SQLite has one writer.
      query.forUpdate();
    }
    const held = readHeld(await query.first());
    if (!held) {
      throw new NotFoundError(
        `No removal is held in account ${account}, Region ${region}`,
      );
    }
    return held;
  }
}
