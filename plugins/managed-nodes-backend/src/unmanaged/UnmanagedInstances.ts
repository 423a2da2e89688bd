import { Knex } from 'knex';
import { ListingContext } from '../nodes/NodeWriter';
import { UnmanagedObservation } from './observe';

/** Rows per statement, as SQLite takes them. */
const CHUNK = 500;

/** Keeps the EC2 instances that are no managed nodes. */
export class UnmanagedInstances {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): UnmanagedInstances {
    return new UnmanagedInstances(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Brings a target in line with a complete listing of its instances: those it
   * does not show are managed by now, or gone.
   */
  async replace(
    listing: ListingContext,
    instances: UnmanagedObservation[],
    now: number,
  ): Promise<void> {
    const { account, region, generation } = listing;
    const rows = instances.map(instance => this.#toRow(listing, instance, now));
    await this.#knex.transaction(async trx => {
      for (let start = 0; start < rows.length; start += CHUNK) {
        const chunk = rows.slice(start, start + CHUNK);
        const { first_seen_at: _, ...updatable } = chunk[0];
        await trx('unmanaged_instances')
          .insert(chunk)
          .onConflict(['account', 'region', 'instance_id'])
          .merge(Object.keys(updatable));
      }
      await trx('unmanaged_instances')
        .where({ account, region })
        .where('seen_generation', '<', generation)
        .delete();
    });
  }

  #toRow(listing: ListingContext, instance: UnmanagedObservation, now: number) {
    const { account, region, accountName, generation } = listing;
    const { title, tags } = instance;
    const subject = {
      title,
      computerName: null,
      environment: 'aws' as const,
      activationId: null,
      tags,
      account,
      region,
    };
    const owner = listing.decideOwnership(subject) ?? listing.undecided;
    return {
      account,
      region,
      instance_id: instance.instanceId,
      title,
      sort_title: title.toLowerCase().slice(0, 256),
      reason: instance.reason,
      environment: 'aws',
      platform_name: instance.platformName,
      owner_ref: owner.ownerRef,
      claimed: owner.claimed,
      system_ref: owner.systemRef,
      component_ref: owner.componentRef,
      tags: JSON.stringify(tags),
      details: JSON.stringify(instance.details),
      search_text: [
        title,
        instance.instanceId,
        account,
        accountName,
        owner.ownerRef,
      ]
        .join(' ')
        .toLowerCase(),
      first_seen_at: now,
      last_seen_at: now,
      seen_generation: generation,
    };
  }
}
