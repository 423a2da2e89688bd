import { ManagedNodesConfig, OwnershipRule } from '../config';
import { Ownership, OwnershipSubject } from '../nodes/types';
import { Directory } from './CatalogDirectory';
import { matches, MatchSubject } from './match';
import { renderRef } from './template';

interface Account {
  name: string;
  tags: Record<string, string>;
  allowedOwners: ReadonlySet<string> | undefined;
}

type Subject = MatchSubject & { accountName: string };

/**
 * Decides who owns a node by the rules of config. Tags are input from whoever
 * can tag a machine: a rule only counts when its owner exists in the catalog
 * and is allowed in the node's account.
 */
export class OwnershipRules {
  readonly #rules: OwnershipRule[];
  readonly #defaultOwner: string;
  readonly #accounts: ReadonlyMap<string, Account>;

  static fromConfig(
    config: Pick<ManagedNodesConfig, 'ownership' | 'targets'>,
  ): OwnershipRules {
    return new OwnershipRules(config);
  }

  private constructor(
    config: Pick<ManagedNodesConfig, 'ownership' | 'targets'>,
  ) {
    this.#rules = config.ownership.rules;
    this.#defaultOwner = config.ownership.defaultOwner;
    this.#accounts = new Map(
      config.targets.accounts.map(account => [
        account.id,
        {
          name: account.name ?? account.id,
          tags: account.tags,
          allowedOwners:
            account.allowedOwners && new Set(account.allowedOwners),
        },
      ]),
    );
  }

  /** Who gets a node that no rule finds an owner for. */
  unclaimed(reason: string): Ownership {
    return {
      ownerRef: this.#defaultOwner,
      claimed: false,
      unclaimedReason: reason,
      systemRef: null,
      componentRef: null,
    };
  }

  /** Decides for one node. */
  decide(node: OwnershipSubject, directory: Directory): Ownership {
    const account = this.#accounts.get(node.account);
    const subject: Subject = {
      ...node,
      accountName: account?.name ?? node.account,
      accountTags: account?.tags ?? {},
    };
    let reason: string | undefined;
    for (const rule of this.#rules) {
      if (!matches(rule.match, subject)) {
        continue;
      }
      const owner = this.#owner(rule, subject, account, directory);
      if ('ref' in owner) {
        return {
          ownerRef: owner.ref,
          claimed: true,
          unclaimedReason: null,
          ...this.#application(rule, subject, directory),
        };
      }
      // The first rule that nearly worked says most about what to mend.
      reason ??= `${rule.name ? `Rule '${rule.name}': ` : ''}${owner.reason}`;
    }
    return this.unclaimed(reason ?? 'No ownership rule applies to it');
  }

  #owner(
    rule: OwnershipRule,
    subject: Subject,
    account: Account | undefined,
    directory: Directory,
  ): { ref: string } | { reason: string } {
    const owner = renderRef(rule.owner, subject);
    if ('reason' in owner) {
      return owner;
    }
    if (!directory.owners.has(owner.ref)) {
      return { reason: `${owner.ref} is not in the catalog` };
    }
    if (account?.allowedOwners && !account.allowedOwners.has(owner.ref)) {
      return {
        reason: `${owner.ref} may not own nodes in account ${subject.accountName}`,
      };
    }
    return owner;
  }

  /** The application, as far as the catalog has it; a component brings its system along. */
  #application(
    rule: OwnershipRule,
    subject: Subject,
    directory: Directory,
  ): Pick<Ownership, 'systemRef' | 'componentRef'> {
    const component = rule.component && renderRef(rule.component, subject);
    const system = rule.system && renderRef(rule.system, subject);
    const componentRef =
      component && 'ref' in component && directory.components.has(component.ref)
        ? component.ref
        : null;
    const systemRef =
      system && 'ref' in system && directory.systems.has(system.ref)
        ? system.ref
        : null;
    return {
      componentRef,
      systemRef:
        systemRef ??
        (componentRef ? directory.components.get(componentRef) ?? null : null),
    };
  }
}
