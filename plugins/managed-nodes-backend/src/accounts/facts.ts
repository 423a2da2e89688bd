/**
 * What Organizations says of one of its accounts. What could not be read yet
 * is null; that is not the same as none.
 */
export interface AccountFacts {
  id: string;
  name: string;
  /** As Organizations calls it, e.g. `ACTIVE`, `SUSPENDED`, `CLOSED`. */
  state: string;
  /** Ids from the root down, the root's first. */
  unitIds: string[] | null;
  /** Names of the organizational units from the root down; empty at the root. */
  units: string[] | null;
  /** Tags of the account; only read where config asks for any. */
  tags: Record<string, string> | null;
  /** The Regions that are enabled; only read where config asks for them. */
  regions: string[] | null;
}

/** Whether its nodes can be listed: nobody can work in any other account. */
export function isActive({ state }: Pick<AccountFacts, 'state'>): boolean {
  return state === 'ACTIVE';
}

/** The states in which an account's machines are gone for good, or as good as. */
export const CLOSED_STATES = ['CLOSED', 'SUSPENDED'];
