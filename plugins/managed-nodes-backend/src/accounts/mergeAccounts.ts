import { ManagedNodesConfig } from '../config';
import { configuredAccounts, SourceOf } from './AccountDirectory';
import { AccountSelection } from './AccountSelection';
import { AccountFacts, isActive } from './facts';
import { OrganizationConfig, renderRoleName } from './organizationConfig';
import { Account } from './types';

/** An account as it is kept: with whether it is still in the organization. */
export interface KnownAccount extends AccountFacts {
  /** Whether so many listings did not show it that it is believed gone. */
  gone: boolean;
}

type Targets = ManagedNodesConfig['targets'];
type Entry = Targets['accounts'][number];

/**
 * The accounts to sync: those of the organization that config selects and
 * that are active, and those that config names itself. What config says of an
 * account goes before what Organizations says, but for its being closed.
 */
export function mergeAccounts(
  known: KnownAccount[],
  organization: OrganizationConfig,
  targets: Targets,
  sourceOf?: SourceOf,
): Account[] {
  const selection = AccountSelection.create(organization);
  const entries = new Map(targets.accounts.map(entry => [entry.id, entry]));
  const present = new Map(
    known.filter(({ gone }) => !gone).map(facts => [facts.id, facts]),
  );
  const named = targets.accounts
    .filter(({ id }) => !present.has(id))
    .map(entry => ({
      ...entry,
      regions: entry.regions ?? regionsWithout(organization, targets),
    }));
  const found = [...present.values()]
    .filter(
      facts =>
        isActive(facts) && (entries.has(facts.id) || selection.includes(facts)),
    )
    .map(facts =>
      merge(facts, entries.get(facts.id), organization, targets, selection),
    );
  const accounts = [...found, ...named].sort((a, b) => (a.id < b.id ? -1 : 1));
  return configuredAccounts({ ...targets, accounts }, sourceOf).map(
    account => ({
      ...account,
      units: present.get(account.id)?.units ?? [],
    }),
  );
}

function merge(
  facts: AccountFacts,
  entry: Entry | undefined,
  organization: OrganizationConfig,
  targets: Targets,
  selection: AccountSelection,
): Entry {
  const pattern = organization.roleName;
  return {
    ...entry,
    id: facts.id,
    name: entry?.name ?? facts.name,
    tags: { ...facts.tags, ...entry?.tags },
    regions: entry?.regions ?? regionsOf(facts, organization, targets),
    roleName:
      entry?.roleName ?? (pattern ? renderRoleName(pattern, facts) : undefined),
    externalId: entry?.externalId ?? organization.externalId,
    allowedOwners: entry?.allowedOwners ?? selection.allowedOwners(facts),
  };
}

function regionsOf(
  facts: AccountFacts,
  organization: OrganizationConfig,
  targets: Targets,
): string[] {
  if (organization.regions === 'enabled' && facts.regions) {
    return facts.regions;
  }
  return regionsWithout(organization, targets);
}

/**
 * Regions where nobody could say which are enabled: some at least, so that
 * sync health shows the account and what is wrong with it.
 */
function regionsWithout(
  organization: OrganizationConfig,
  targets: Targets,
): string[] {
  return organization.regions === 'enabled'
    ? targets.regions ?? [organization.region]
    : organization.regions;
}
