import {
  Account,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { CallMeter } from '../aws/CallMeter';
import { pagesOf, restartExpired } from '../aws/paging';
import { ExpiredTokenError } from '../aws/problems';
import { cleanText } from '../nodes/text';

/** The most Organizations gives. */
const PAGE_SIZE = 20;

/** An account as Organizations lists it. */
export interface ListedAccount {
  id: string;
  name: string;
  state: string;
  /** Ids of root and units from the root down; undefined where AWS does not say. */
  unitIds: string[] | undefined;
}

/** An organizational unit. */
export interface Unit {
  id: string;
  name: string;
}

interface OrganizationReaderOptions {
  client: OrganizationsClient;
  meter: CallMeter;
  signal: AbortSignal;
}

/** Reads from AWS Organizations, each listing to its end. */
export class OrganizationReader {
  readonly #options: OrganizationReaderOptions;

  static create(options: OrganizationReaderOptions): OrganizationReader {
    return new OrganizationReader(options);
  }

  private constructor(options: OrganizationReaderOptions) {
    this.#options = options;
  }

  /** All accounts, closed ones included. */
  async accounts(): Promise<ListedAccount[]> {
    const { client, meter, signal } = this.#options;
    const accounts = await this.#all(
      NextToken =>
        client.send(
          meter.watch(
            new ListAccountsCommand({ NextToken, MaxResults: PAGE_SIZE }),
          ),
          { abortSignal: signal },
        ),
      page => page.Accounts,
    );
    // One that is listed twice, as another page shifted, counts once.
    return [
      ...new Map(
        accounts
          .filter(account => account.Id)
          .map(account => [account.Id!, toListedAccount(account.Id!, account)]),
      ).values(),
    ];
  }

  /** Ids of the roots; AWS gives one. */
  async roots(): Promise<string[]> {
    const { client, meter, signal } = this.#options;
    const roots = await this.#all(
      NextToken =>
        client.send(meter.watch(new ListRootsCommand({ NextToken })), {
          abortSignal: signal,
        }),
      page => page.Roots,
    );
    return roots.flatMap(({ Id }) => Id ?? []);
  }

  /** The units directly below a unit or root. */
  async unitsIn(parent: string): Promise<Unit[]> {
    const { client, meter, signal } = this.#options;
    const units = await this.#all(
      NextToken =>
        client.send(
          meter.watch(
            new ListOrganizationalUnitsForParentCommand({
              ParentId: parent,
              NextToken,
              MaxResults: PAGE_SIZE,
            }),
          ),
          { abortSignal: signal },
        ),
      page => page.OrganizationalUnits,
    );
    return units.flatMap(({ Id, Name }) =>
      Id ? { id: Id, name: cleanText(Name, 128) ?? Id } : [],
    );
  }

  /** Ids of the accounts directly in a unit or root. */
  async accountsIn(parent: string): Promise<string[]> {
    const { client, meter, signal } = this.#options;
    const accounts = await this.#all(
      NextToken =>
        client.send(
          meter.watch(
            new ListAccountsForParentCommand({
              ParentId: parent,
              NextToken,
              MaxResults: PAGE_SIZE,
            }),
          ),
          { abortSignal: signal },
        ),
      page => page.Accounts,
    );
    return accounts.flatMap(({ Id }) => Id ?? []);
  }

  /** Tags of an account. */
  async tagsOf(account: string): Promise<Record<string, string>> {
    const { client, meter, signal } = this.#options;
    const tags = await this.#all(
      NextToken =>
        client.send(
          meter.watch(
            new ListTagsForResourceCommand({ ResourceId: account, NextToken }),
          ),
          { abortSignal: signal },
        ),
      page => page.Tags,
    );
    return Object.fromEntries(
      tags.flatMap(({ Key, Value }) => (Key ? [[Key, Value ?? '']] : [])),
    );
  }

  #all<TPage extends { NextToken?: string }, TItem>(
    fetchPage: (token: string | undefined) => Promise<TPage>,
    itemsOf: (page: TPage) => TItem[] | undefined,
  ): Promise<TItem[]> {
    return restartExpired(async () => {
      const items: TItem[] = [];
      for await (const page of pagesOf(
        token => sayExpired(token, () => fetchPage(token)),
        ({ NextToken }) => NextToken,
      )) {
        items.push(...(itemsOf(page) ?? []));
      }
      return items;
    });
  }
}

/**
 * Organizations refuses an old token as it does any wrong input. As nothing
 * but the token differs between the pages, it is the token after the first.
 */
async function sayExpired<T>(
  token: string | undefined,
  fetchPage: () => Promise<T>,
): Promise<T> {
  try {
    return await fetchPage();
  } catch (error) {
    if (
      token &&
      error instanceof Error &&
      error.name === 'InvalidInputException'
    ) {
      throw new ExpiredTokenError(
        `AWS no longer accepts the token it gave: ${error.message}`,
      );
    }
    throw error;
  }
}

/** What follows the organization's id in a path such as `o-…/r-…/ou-…/<account>/`. */
const UNIT_OR_ROOT = /^(r|ou)-/;

function toListedAccount(id: string, account: Account): ListedAccount {
  const { Name, State, Status, Paths } = account;
  const unitIds = Paths?.[0]
    ?.split('/')
    .filter(part => UNIT_OR_ROOT.test(part));
  return {
    id,
    name: cleanText(Name, 128) ?? id,
    // Status is what regions of AWS say that do not know State yet.
    state: cleanText(State ?? Status, 32) ?? 'UNKNOWN',
    unitIds: unitIds?.length ? unitIds : undefined,
  };
}
