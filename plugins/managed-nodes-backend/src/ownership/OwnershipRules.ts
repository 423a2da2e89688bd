import { NodeOwnershipResolver } from '@managed-nodes/plugin-managed-nodes-node';
import { Account } from '../accounts/types';
import { ManagedNodesConfig, OwnershipRule } from '../config';
import { Ownership, OwnershipSubject } from '../nodes/types';
import { Directory } from './CatalogDirectory';
import { matches, MatchSubject } from './match';
import { renderRef } from './template';

/** Looks accounts up. */
interface AccountSource {
  get(id: string): Account | undefined;
}

type Subject = MatchSubject & { accountName: string };

/** Where an answer comes from, and its refs as templates. */
type Candidate = Pick<OwnershipRule, 'owner' | 'system' | 'component'> & {
  source: string | undefined;
};

/**
 * Decides who owns a node by the rules of config. Tags are input from whoever
 * can tag a machine: a rule only counts when its owner exists in the catalog
 * and is allowed in the node's account.
 */
export class OwnershipRules {
  readonly #resolvers: NodeOwnershipResolver[];
  readonly #rules: OwnershipRule[];
  readonly #defaultOwner: string;
  readonly #accounts: AccountSource;

  static fromConfig(
    config: Pick<ManagedNodesConfig, 'ownership'>,
    accounts: AccountSource,
    resolvers: NodeOwnershipResolver[] = [],
  ): OwnershipRules {
    return new OwnershipRules(config, accounts, resolvers);
  }

  private constructor(
    config: Pick<ManagedNodesConfig, 'ownership'>,
    accounts: AccountSource,
    resolvers: NodeOwnershipResolver[],
  ) {
    this.#resolvers = resolvers;
    this.#accounts = accounts;
    this.#rules = config.ownership.rules;
    this.#defaultOwner = config.ownership.defaultOwner;
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
    for (const rule of this.#candidates(node, subject)) {
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
      reason ??= rule.source ? `${rule.source}: ${owner.reason}` : owner.reason;
    }
    return this.unclaimed(reason ?? 'No ownership rule applies to it');
  }

  *#candidates(node: OwnershipSubject, subject: Subject): Generator<Candidate> {
    for (const resolver of this.#resolvers) {
      const answer = resolver.resolve(node);
      if (answer) {
        yield { ...answer, source: resolver.name };
      }
    }
    for (const rule of this.#rules) {
      if (matches(rule.match, subject)) {
        yield { ...rule, source: rule.name && `Rule '${rule.name}'` };
      }
    }
  }

  #owner(
    rule: Candidate,
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
    if (account?.allowedOwners && !account.allowedOwners.includes(owner.ref)) {
      return {
        reason: `${owner.ref} may not own nodes in account ${subject.accountName}`,
      };
    }
    return owner;
  }

  /** The application, as far as the catalog has it; a component brings its system along. */
  #application(
    rule: Candidate,
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
