import { AwsClients } from '../aws/AwsClients';
import { restartExpired } from '../aws/paging';
import { TargetReader } from '../aws/TargetReader';
import { ListingContext } from '../nodes/NodeWriter';
import { SourceRun } from '../sync/sources/types';
import { AfterListing } from '../sync/TargetSync';
import { observeInstance, UnmanagedObservation } from './observe';
import { UnmanagedInstances } from './UnmanagedInstances';

/** Finds the EC2 instances of a target that its listing of nodes did not show. */
export class UnmanagedSync implements AfterListing {
  readonly #clients: AwsClients;
  readonly #store: UnmanagedInstances;

  static create(options: {
    clients: AwsClients;
    store: UnmanagedInstances;
  }): UnmanagedSync {
    return new UnmanagedSync(options.clients, options.store);
  }

  private constructor(clients: AwsClients, store: UnmanagedInstances) {
    this.#clients = clients;
    this.#store = store;
  }

  /**
   * Looks for unmanaged instances. When EC2 does not answer, what is known of
   * them stays, and the run warns of it.
   *
   * @param managed - ids of the nodes that a complete listing of the target
   *   showed
   */
  async run(
    listing: ListingContext,
    managed: ReadonlySet<string>,
    run: SourceRun,
  ): Promise<void> {
    const { meter, signal } = run;
    const found = await run.warnings.attempt('instances', async () => {
      const clients = await this.#clients.forTarget(listing);
      const reader = TargetReader.create({ clients, meter, signal });
      return restartExpired(async () => {
        const instances = new Map<string, UnmanagedObservation>();
        for await (const page of reader.instances()) {
          for (const instance of page) {
            const observed = observeInstance(instance);
            if (observed && !managed.has(observed.instanceId)) {
              instances.set(observed.instanceId, observed);
            }
          }
        }
        return [...instances.values()];
      });
    });
    if (found) {
      await this.#store.replace(listing, found, Date.now());
    }
  }
}
