import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Knex } from 'knex';
import {
  ACCOUNT,
  observation,
  openTestDatabase,
  store,
} from '../__testUtils__/nodes';
import {
  AccountDirectory,
  configuredAccounts,
} from '../accounts/AccountDirectory';
import { readManagedNodesConfig } from '../config';
import { CatalogDirectory } from './CatalogDirectory';
import { OwnershipService } from './OwnershipService';

const entity = (kind: string, name: string, spec = {}): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default' },
  spec,
});

const ORG = [
  entity('Group', 'payments-team'),
  entity('System', 'payments'),
  entity('Component', 'payments-api', { system: 'payments' }),
];

const config = (owner = 'group:default/{{ tags.Owner }}') =>
  readManagedNodesConfig(
    new ConfigReader({
      managedNodes: {
        targets: {
          accounts: [
            { id: ACCOUNT, name: 'commerce-prod', regions: ['eu-central-1'] },
          ],
        },
        ownership: {
          defaultOwner: 'group:default/platform-team',
          rules: [
            {
              match: { tag: 'Owner' },
              owner,
              component: 'component:default/{{ tags.Service }}',
            },
          ],
        },
      },
    }),
  );

describe('OwnershipService', () => {
  let knex: Knex;
  let entities: Entity[];
  let down: boolean;

  const service = (settings = config()) => {
    const catalog = catalogServiceMock.mock({
      streamEntities: () => {
        if (down) {
          throw new Error('the catalog is down');
        }
        return catalogServiceMock({ entities }).streamEntities(undefined, {
          credentials: {
            $$type: '@backstage/BackstageCredentials',
            principal: {},
          },
        });
      },
    });
    return OwnershipService.create({
      directory: CatalogDirectory.create({
        catalog,
        auth: mockServices.auth(),
        maxAgeMs: 60_000,
      }),
      accounts: AccountDirectory.create(configuredAccounts(settings.targets)),
      config: settings,
      knex,
      logger: mockServices.logger.mock(),
    });
  };

  const node = {
    account: ACCOUNT,
    region: 'eu-central-1',
    title: 'n',
    computerName: null,
    environment: 'aws' as const,
    activationId: null,
    tags: { Owner: 'payments-team', Service: 'payments-api' },
  };

  beforeEach(async () => {
    knex = await openTestDatabase('SQLITE_3');
    entities = ORG;
    down = false;
  });

  it('decides by what the catalog has', async () => {
    const decide = await service().decider();
    expect(decide(node)).toMatchObject({
      ownerRef: 'group:default/payments-team',
      componentRef: 'component:default/payments-api',
      systemRef: 'system:default/payments',
    });
  });

  it('decides nothing while the catalog is down or empty', async () => {
    down = true;
    expect((await service().decider())(node)).toBeUndefined();
    down = false;
    entities = [entity('System', 'payments')];
    expect((await service().decider())(node)).toBeUndefined();
  });

  it('reassigns when somebody appears in the catalog or a rule changes, and only then', async () => {
    await store(knex, [observation(1, { tags: { Owner: 'payments-team' } })], {
      decideOwnership: () => undefined,
    });
    const owner = async () =>
      (await knex('nodes').first('owner_ref', 'claimed')).owner_ref;
    entities = [entity('Group', 'somebody')];
    await service().refresh();
    expect(await owner()).toBe('group:default/platform-team');

    entities = ORG;
    await service().refresh();
    expect(await owner()).toBe('group:default/payments-team');

    await knex('nodes').update({ owner_ref: 'group:default/touched' });
    await service().refresh();
    expect(await owner()).toBe('group:default/touched');

    entities = [...ORG, entity('Group', 'new-team')];
    await service(config('group:default/new-team')).refresh();
    expect(await owner()).toBe('group:default/new-team');
  });

  it('leaves owners alone when the catalog fails or loses everybody', async () => {
    await store(knex, [observation(1, { tags: { Owner: 'payments-team' } })]);
    down = true;
    await expect(service().refresh()).rejects.toThrow('the catalog is down');
    down = false;
    entities = [];
    await service().refresh();
    expect((await knex('nodes').first('owner_ref')).owner_ref).toBe(
      'group:default/payments-team',
    );
  });
});
