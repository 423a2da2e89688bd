import { matchesTag, parseTag } from '../nodes/predicates';
import { AccountFacts } from './facts';
import {
  AccountChoice,
  AllowedOwnersRule,
  OrganizationConfig,
} from './organizationConfig';

/** Undefined: cannot be told from what is known. */
type Verdict = boolean | undefined;

const UNIT_ID = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/;

/**
 * What config says of accounts by their unit, tags and id. Where something is
 * not known yet that decides, the answer is the careful one: the account is
 * not synced, nobody is an allowed owner.
 */
export class AccountSelection {
  readonly #include: AccountChoice;
  readonly #exclude: AccountChoice;
  readonly #allowedOwners: AllowedOwnersRule[];

  static create(
    config: Pick<OrganizationConfig, 'include' | 'exclude' | 'allowedOwners'>,
  ): AccountSelection {
    return new AccountSelection(config);
  }

  private constructor(
    config: Pick<OrganizationConfig, 'include' | 'exclude' | 'allowedOwners'>,
  ) {
    this.#include = config.include;
    this.#exclude = config.exclude;
    this.#allowedOwners = config.allowedOwners;
  }

  /**
   * Whether the account is to be synced, included and not excluded.
   *
   * @returns undefined when that depends on what is not known yet.
   */
  includes(account: AccountFacts): boolean | undefined {
    const included = isEmpty(this.#include) || isAmong(account, this.#include);
    const excluded = isAmong(account, this.#exclude);
    if (included === false || excluded === true) {
      return false;
    }
    return included === undefined || excluded === undefined ? undefined : true;
  }

  /** Owners that nodes of the account may have; undefined: any. */
  allowedOwners(account: AccountFacts): string[] | undefined {
    for (const { match, owners } of this.#allowedOwners) {
      const verdict = all([
        !match.unit || any(match.unit.map(unit => isIn(account, unit))),
        match.accountTag === undefined || hasTag(account, match.accountTag),
        !match.account || match.account.includes(account.id),
      ]);
      if (verdict !== false) {
        return verdict ? owners : [];
      }
    }
    return undefined;
  }
}

function isEmpty(choice: AccountChoice): boolean {
  return !(choice.units.length || choice.accounts.length || choice.tags.length);
}

function isAmong(account: AccountFacts, choice: AccountChoice): Verdict {
  return any([
    choice.accounts.includes(account.id),
    ...choice.units.map(unit => isIn(account, unit)),
    ...choice.tags.map(tag => hasTag(account, tag)),
  ]);
}

function isIn({ unitIds, units }: AccountFacts, unit: string): Verdict {
  if (UNIT_ID.test(unit)) {
    return unitIds?.includes(unit);
  }
  return units?.some(
    (name, depth) =>
      name === unit || units.slice(0, depth + 1).join('/') === unit,
  );
}

function hasTag({ tags }: AccountFacts, tag: string): Verdict {
  return tags === null ? undefined : matchesTag(tags, parseTag(tag));
}

function any(verdicts: Verdict[]): Verdict {
  if (verdicts.includes(true)) {
    return true;
  }
  return verdicts.includes(undefined) ? undefined : false;
}

function all(verdicts: Verdict[]): Verdict {
  if (verdicts.includes(false)) {
    return false;
  }
  return verdicts.includes(undefined) ? undefined : true;
}
