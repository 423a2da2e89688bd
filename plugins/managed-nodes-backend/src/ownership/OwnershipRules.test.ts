import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { NodeOwnershipResolver } from '@managed-nodes/plugin-managed-nodes-node';
import {
  AccountDirectory,
  configuredAccounts,
} from '../accounts/AccountDirectory';
import { readManagedNodesConfig } from '../config';
import { OwnershipSubject } from '../nodes/types';
import { Directory } from './CatalogDirectory';
import { OwnershipRules } from './OwnershipRules';

const directory: Directory = {
  owners: new Set([
    'group:default/payments-team',
    'group:default/storefront-team',
    'user:default/priya',
  ]),
  systems: new Set(['system:default/payments']),
  components: new Map([
    ['component:default/payments-api', 'system:default/payments'],
    ['component:default/lonely', null],
  ]),
  fingerprint: 'x',
};

function rulesOf(
  managedNodes: JsonObject,
  resolvers?: NodeOwnershipResolver[],
): OwnershipRules {
  const config = readManagedNodesConfig(new ConfigReader({ managedNodes }));
  return OwnershipRules.fromConfig(
    config,
    AccountDirectory.create(configuredAccounts(config.targets)),
    resolvers,
  );
}

const rules = rulesOf({
  targets: {
    regions: ['eu-central-1'],
    accounts: [
      {
        id: '111122223333',
        name: 'commerce-prod',
        allowedOwners: [
          'group:default/payments-team',
          'group:default/storefront-team',
        ],
        tags: { team: 'storefront-team' },
      },
      {
        id: '666677778888',
        name: 'sandbox',
        allowedOwners: ['group:default/storefront-team'],
      },
      { id: '222233334444' },
    ],
  },
  ownership: {
    defaultOwner: 'group:default/platform-team',
    rules: [
      {
        name: 'tags',
        match: { tag: 'Owner' },
        owner: 'group:default/{{ tags.Owner }}',
        system: 'system:default/{{ tags.Application }}',
        component: 'component:default/{{ tags.Service }}',
      },
      {
        name: 'names',
        match: { namePattern: '^pay-' },
        owner: 'group:default/payments-team',
        system: 'system:default/payments',
      },
      {
        name: 'account',
        match: { accountTag: 'team', environment: 'vmware' },
        owner: 'group:default/{{ accountTags.team }}',
      },
    ],
  },
});

function decide(node: Partial<OwnershipSubject>) {
  return rules.decide(
    {
      account: '111122223333',
      region: 'eu-central-1',
      title: 'web-1',
      computerName: null,
      environment: 'aws',
      activationId: null,
      tags: {},
      ...node,
    },
    directory,
  );
}

const unclaimed = (reason: string) => ({
  ownerRef: 'group:default/platform-team',
  claimed: false,
  unclaimedReason: reason,
  systemRef: null,
  componentRef: null,
});

describe('OwnershipRules', () => {
  it('takes owner and application from tags', () => {
    expect(
      decide({
        tags: {
          Owner: 'Payments-Team',
          Application: 'payments',
          Service: 'payments-api',
        },
      }),
    ).toEqual({
      ownerRef: 'group:default/payments-team',
      claimed: true,
      unclaimedReason: null,
      systemRef: 'system:default/payments',
      componentRef: 'component:default/payments-api',
    });
  });

  it('takes the system from the component when no tag says it', () => {
    expect(
      decide({ tags: { Owner: 'payments-team', Service: 'payments-api' } }),
    ).toMatchObject({ systemRef: 'system:default/payments' });
    expect(
      decide({ tags: { Owner: 'payments-team', Service: 'lonely' } }),
    ).toMatchObject({
      systemRef: null,
      componentRef: 'component:default/lonely',
    });
  });

  it('drops an application the catalog does not have', () => {
    expect(
      decide({
        tags: { Owner: 'payments-team', Application: 'nope', Service: 'nope' },
      }),
    ).toMatchObject({ claimed: true, systemRef: null, componentRef: null });
  });

  it.each([
    [
      'paymants-team',
      "Rule 'tags': group:default/paymants-team is not in the catalog",
    ],
    [
      'Payments Team',
      "Rule 'tags': 'group:default/Payments Team' is not an entity ref",
    ],
    ['', "Rule 'tags': it has no tag Owner"],
    [
      '../../user:default/priya',
      "Rule 'tags': 'group:default/../../user:default/priya' is not an entity ref",
    ],
    ['<script>', "Rule 'tags': 'group:default/<script>' is not an entity ref"],
  ])(
    'leaves a node with the owner tag %j unclaimed, and says why',
    (Owner, reason) => {
      expect(decide({ tags: { Owner } })).toEqual(unclaimed(reason));
    },
  );

  it('does not let a tag choose an owner the account does not allow', () => {
    expect(
      decide({ account: '666677778888', tags: { Owner: 'payments-team' } }),
    ).toEqual(
      unclaimed(
        "Rule 'tags': group:default/payments-team may not own nodes in account sandbox",
      ),
    );
    expect(
      decide({ account: '222233334444', tags: { Owner: 'payments-team' } }),
    ).toMatchObject({ claimed: true });
  });

  it('goes on to the next rule when one gives no valid owner', () => {
    expect(
      decide({ title: 'pay-7', tags: { Owner: 'paymants-team' } }),
    ).toMatchObject({
      ownerRef: 'group:default/payments-team',
      systemRef: 'system:default/payments',
      claimed: true,
    });
    expect(decide({ computerName: 'pay-8' })).toMatchObject({ claimed: true });
  });

  it('matches on environment and account tags', () => {
    expect(decide({ environment: 'vmware' })).toMatchObject({
      ownerRef: 'group:default/storefront-team',
    });
    expect(decide({})).toEqual(unclaimed('No ownership rule applies to it'));
  });

  it('asks resolvers first, and holds their answers against the catalog too', () => {
    const withResolver = rulesOf(
      {
        ownership: {
          defaultOwner: 'group:default/platform-team',
          rules: [{ owner: 'group:default/payments-team' }],
        },
      },
      [
        {
          name: 'CMDB',
          resolve: ({ tags }) => (tags.Cmdb ? { owner: tags.Cmdb } : undefined),
        },
      ],
    );
    const owner = (tags: Record<string, string>) =>
      withResolver.decide(
        {
          account: '111122223333',
          region: 'eu-central-1',
          title: 'web-1',
          computerName: null,
          environment: 'aws',
          activationId: null,
          tags,
        },
        directory,
      ).ownerRef;
    expect(owner({ Cmdb: 'user:default/priya' })).toBe('user:default/priya');
    expect(owner({ Cmdb: 'user:default/nobody' })).toBe(
      'group:default/payments-team',
    );
    expect(owner({})).toBe('group:default/payments-team');
  });

  it('does not find inherited properties among tags', () => {
    const tags = Object.fromEntries([['Owner', 'constructor']]);
    expect(decide({ tags })).toMatchObject({ claimed: false });
  });
});
