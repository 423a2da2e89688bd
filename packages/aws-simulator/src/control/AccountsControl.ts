import {
  AccountChange,
  accountListSchema,
  AccountRegions,
  JoinAccount,
  ModelAccount,
  modelAccountSchema,
} from './accountSchemas';
import { ControlClient } from './ControlClient';

/**
 * Changes the organization's accounts.
 *
 * @public
 */
export class AccountsControl {
  readonly #client: ControlClient;

  /** @internal */
  static create(client: ControlClient): AccountsControl {
    return new AccountsControl(client);
  }

  private constructor(client: ControlClient) {
    this.#client = client;
  }

  /** All accounts, the management account first. */
  async list(): Promise<ModelAccount[]> {
    const { accounts } = await this.#client.call(accountListSchema, 'GET', [
      'accounts',
    ]);
    return accounts;
  }

  /** Lets an account join. It has the roles, and no machines yet. */
  async join(account: JoinAccount): Promise<ModelAccount> {
    return this.#client.call(modelAccountSchema, 'POST', ['accounts'], account);
  }

  /** Closes, suspends, reopens, moves or tags an account. */
  async change(id: string, change: AccountChange): Promise<ModelAccount> {
    return this.#client.call(
      modelAccountSchema,
      'PATCH',
      ['accounts', id],
      change,
    );
  }

  /** Lets an account leave the organization, with all its machines. */
  async leave(id: string): Promise<ModelAccount> {
    return this.#client.call(modelAccountSchema, 'DELETE', ['accounts', id]);
  }

  /** Sets an account's opt-in status of some Regions; without any, gives back what it started with. */
  async setRegions(
    id: string,
    regions?: AccountRegions,
  ): Promise<ModelAccount> {
    return this.#client.call(
      modelAccountSchema,
      'PUT',
      ['accounts', id, 'regions'],
      { regions },
    );
  }
}
