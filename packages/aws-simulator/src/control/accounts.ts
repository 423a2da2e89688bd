import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { Account } from '../model/accounts';
import { RegionAccess } from '../model/RegionAccess';
import { World } from '../model/World';
import {
  AccountChange,
  AccountRegions,
  JoinAccount,
  ModelAccount,
} from './accountSchemas';

/** Changes to the organization that no AWS API of the simulator makes. */
export class AccountControl {
  readonly #world: World;

  static create(world: World): AccountControl {
    return new AccountControl(world);
  }

  private constructor(world: World) {
    this.#world = world;
  }

  list(): ModelAccount[] {
    return this.#world.organization.accounts.map(each => this.#toModel(each));
  }

  /** @throws ConflictError when there is such an account already. */
  join(input: JoinAccount): ModelAccount {
    const { clock, organization, permissions } = this.#world;
    const account = organization.join({ ...input, at: clock.now() });
    if (!account) {
      throw new ConflictError(
        `There is an account ${input.id ?? `named ${input.name}`} already`,
      );
    }
    permissions.addAccount(account.id);
    return this.#toModel(account);
  }

  /** @throws NotFoundError when there is no such account. */
  change(id: string, change: AccountChange): ModelAccount {
    const { organization } = this.#world;
    if (change.state && id === organization.management.id) {
      throw new InputError('The management account stays active');
    }
    return this.#toModel(this.#get(organization.change(id, change), id));
  }

  /** Lets an account leave, with all that is in it. */
  leave(id: string): ModelAccount {
    const { fleet, organization } = this.#world;
    const account = this.#toModel(this.#get(organization.get(id), id));
    if (!organization.leave(id)) {
      throw new InputError('The management account cannot leave');
    }
    const gone = [...fleet.all()].filter(node => node.account === id);
    fleet.terminate(gone.map(node => node.id));
    return account;
  }

  /** @throws InputError when there is no such Region. */
  setRegions(id: string, statuses: AccountRegions | undefined): ModelAccount {
    const { organization, regions } = this.#world;
    const account = this.#get(organization.get(id), id);
    const stranger = Object.keys(statuses ?? {}).find(
      region => !RegionAccess.exists(region),
    );
    if (stranger !== undefined) {
      throw new InputError(`There is no Region ${stranger}`);
    }
    if (statuses) {
      regions.set(id, statuses);
    } else {
      regions.reset(id);
    }
    return this.#toModel(account);
  }

  #get(account: Account | undefined, id: string): Account {
    if (!account) {
      throw new NotFoundError(`There is no account ${id}`);
    }
    return account;
  }

  #toModel(account: Account): ModelAccount {
    const { organization, regions } = this.#world;
    return {
      id: account.id,
      name: account.name,
      email: account.email,
      state: account.state,
      unit: organization.units.pathOf(account.unit),
      unitId: account.unit,
      tags: Object.fromEntries(account.tags.map(tag => [tag.Key, tag.Value])),
      joinedAt: new Date(account.joinedAt).toISOString(),
      regions: Object.fromEntries(regions.list(account.id)),
    };
  }
}
