import pLimit from 'p-limit';
import { CallMeter } from '../aws/CallMeter';
import { ManagedNodesConfig } from '../config';
import { StoredAccount } from './accountRows';
import { AccountSelection } from './AccountSelection';
import { ListedFacts } from './AccountStore';
import { DiscoveryClients } from './DiscoveryClients';
import { isActive } from './facts';
import { Lookups } from './Lookups';
import { OrganizationalUnits, Place, Places } from './OrganizationalUnits';
import { OrganizationConfig, renderRoleName } from './organizationConfig';
import { ListedAccount, OrganizationReader } from './OrganizationReader';
import { usesAccountTags } from './tagUse';

/** How long what is not read every time is good. */
const GOOD_FOR_MS = 60 * 60_000;

/** Organizations allows few calls a second, and all of them are one account's. */
const TAG_READERS = 4;
const REGION_READERS = 8;

/** What was known before, and when the units were read. */
export interface Known {
  accounts: StoredAccount[];
  unitsAt: number | null;
}

/** What one listing found. */
export interface Found {
  accounts: ListedFacts[];
  lookups: Lookups;
  /** When the units were read, if they were. */
  unitsAt: number | undefined;
}

interface AccountFinderOptions {
  clients: Pick<DiscoveryClients, 'organizations' | 'enabledRegions'>;
  config: Pick<ManagedNodesConfig, 'environments' | 'ownership' | 'targets'> & {
    organization: OrganizationConfig;
  };
}

/** The circumstances of one run. */
interface Run {
  now: number;
  meter: CallMeter;
  signal: AbortSignal;
  lookups: Lookups;
}

/**
 * Lists the accounts of the organization and finds out about each what config
 * goes by: where it is, its tags, its Regions.
 */
export class AccountFinder {
  readonly #clients: AccountFinderOptions['clients'];
  readonly #config: AccountFinderOptions['config'];
  readonly #selection: AccountSelection;
  readonly #usesTags: boolean;

  static create(options: AccountFinderOptions): AccountFinder {
    return new AccountFinder(options);
  }

  private constructor({ clients, config }: AccountFinderOptions) {
    this.#clients = clients;
    this.#config = config;
    this.#selection = AccountSelection.create(config.organization);
    this.#usesTags = usesAccountTags(config);
  }

  /**
   * @throws what the SDK throws when the accounts cannot be listed to the
   * end; what else cannot be read is told in `lookups`.
   */
  async find(
    known: Known,
    options: { now: number; meter: CallMeter; signal: AbortSignal },
  ): Promise<Found> {
    const { meter, signal } = options;
    const run: Run = { ...options, lookups: Lookups.create({ signal }) };
    const reader = OrganizationReader.create({
      client: await this.#clients.organizations(),
      meter,
      signal,
    });
    const listed = await reader.accounts();
    const before = new Map(known.accounts.map(each => [each.id, each]));
    const units = await this.#placesOf(listed, known, reader, run);
    const accounts = listed.map(account =>
      combine(account, before.get(account.id), units.places.get(account.id)),
    );
    await this.#readTags(accounts, reader, run);
    await this.#readRegions(accounts, run);
    return { accounts, lookups: run.lookups, unitsAt: units.readAt };
  }

  /** Where the accounts are. Names that were read within the hour are good. */
  async #placesOf(
    listed: ListedAccount[],
    { accounts, unitsAt }: Known,
    reader: OrganizationReader,
    { now, lookups }: Run,
  ): Promise<{ places: Places; readAt: number | undefined }> {
    const fresh = unitsAt !== null && now - unitsAt < GOOD_FOR_MS;
    const good = new Map<string, Place>();
    for (const { id, unitIds, units } of fresh ? accounts : []) {
      if (unitIds && units) {
        good.set(id, { unitIds, units });
      }
    }
    const units = OrganizationalUnits.create({ reader, known: good.values() });
    const unplaced = listed.filter(
      ({ id, unitIds }) => unitIds || !good.has(id),
    );
    const read = await lookups.attempt(
      'units',
      { accounts: unplaced.length, shared: true },
      () => units.placesOf(unplaced),
    );
    return {
      places: new Map([...good, ...(read ?? [])]),
      readAt: read && !fresh ? now : undefined,
    };
  }

  async #readTags(
    accounts: ListedFacts[],
    reader: OrganizationReader,
    { now, lookups }: Run,
  ): Promise<void> {
    const limit = pLimit(TAG_READERS);
    await Promise.all(
      accounts
        .filter(
          account =>
            this.#usesTags &&
            isActive(account) &&
            isOld(account.tagsAt, now) &&
            this.#mayBeSynced({ ...account, tags: null }),
        )
        .map(account =>
          limit(async () => {
            const tags = await lookups.attempt(
              'tags',
              { accounts: 1, shared: true },
              () => reader.tagsOf(account.id),
            );
            if (tags) {
              account.tags = tags;
              account.tagsAt = now;
            }
          }),
        ),
    );
  }

  async #readRegions(
    accounts: ListedFacts[],
    { now, meter, signal, lookups }: Run,
  ): Promise<void> {
    const { organization, targets } = this.#config;
    const entries = new Map(targets.accounts.map(entry => [entry.id, entry]));
    const limit = pLimit(REGION_READERS);
    await Promise.all(
      accounts
        .filter(
          account =>
            organization.regions === 'enabled' &&
            isActive(account) &&
            isOld(account.regionsAt, now) &&
            !entries.get(account.id)?.regions &&
            (entries.has(account.id) || this.#selection.includes(account)),
        )
        .map(account =>
          limit(async () => {
            const entry = entries.get(account.id);
            const { roleName } = organization;
            const role = {
              id: account.id,
              roleName:
                entry?.roleName ??
                (roleName ? renderRoleName(roleName, account) : undefined),
              externalId: entry?.externalId ?? organization.externalId,
            };
            // Each account answers for itself: others may well succeed.
            const regions = await lookups.attempt(
              'regions',
              { accounts: 1, shared: false },
              () => this.#clients.enabledRegions(role, { meter, signal }),
            );
            if (regions?.length) {
              account.regions = regions;
              account.regionsAt = now;
            }
          }),
        ),
    );
  }

  /** Whether tags could still decide that the account is synced. */
  #mayBeSynced(account: ListedFacts): boolean {
    return (
      this.#config.targets.accounts.some(({ id }) => id === account.id) ||
      this.#selection.includes(account) !== false
    );
  }
}

function isOld(readAt: number | null, now: number): boolean {
  return readAt === null || now - readAt >= GOOD_FOR_MS;
}

/**
 * What the listing says, with what was known where it says nothing. Ids and
 * names of units are kept together: what goes with what must stay right.
 */
function combine(
  listed: ListedAccount,
  before: StoredAccount | undefined,
  place: Place | undefined,
): ListedFacts {
  const known = place ?? (before?.units ? before : undefined);
  return {
    id: listed.id,
    name: listed.name,
    state: listed.state,
    unitIds: known?.unitIds ?? listed.unitIds ?? null,
    units: known?.units ?? null,
    tags: before?.tags ?? null,
    tagsAt: before?.tagsAt ?? null,
    regions: before?.regions ?? null,
    regionsAt: before?.regionsAt ?? null,
  };
}
