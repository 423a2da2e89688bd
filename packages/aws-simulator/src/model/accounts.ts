import { Tag } from '../fleet/types';
import { sharedTag } from '../fleet/tags';

/** Where an account is in its life; only an active one can be worked in. */
export type AccountState =
  | 'PENDING_ACTIVATION'
  | 'ACTIVE'
  | 'SUSPENDED'
  | 'PENDING_CLOSURE'
  | 'CLOSED';

/** An account of the simulated organization. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly joinedMethod: 'INVITED' | 'CREATED';
  /** Epoch milliseconds. */
  readonly joinedAt: number;
  state: AccountState;
  /** Id of the organizational unit, or of the root. */
  unit: string;
  tags: readonly Tag[];
}

/** An account as it is written down here: its unit by name, e.g. `Workloads/Staging`. */
export interface AccountPlan {
  id: string;
  name: string;
  unit: string;
  tags: Record<string, string>;
}

const JOINED = Date.UTC(2022, 2, 1);

function plan(
  id: string,
  name: string,
  unit: string,
  environment: string,
  owner: string,
  costCenter: string,
): AccountPlan {
  return {
    id,
    name,
    unit,
    tags: { 'cost-center': costCenter, environment, owner },
  };
}

/** Management account of the organization and owner of the demo's access key. */
export const MANAGEMENT: AccountPlan = plan(
  '999900001111',
  'management',
  '',
  'production',
  'corporate-it',
  '7000',
);

/** The member account that the organization's administration is delegated to. */
export const DELEGATED_ADMINISTRATOR = '555566667777';

const DEMO: readonly AccountPlan[] = [
  plan(
    '111122223333',
    'commerce-prod',
    'Workloads/Production/Commerce',
    'production',
    'payments-team',
    '4100',
  ),
  plan(
    '222233334444',
    'commerce-staging',
    'Workloads/Staging',
    'staging',
    'payments-team',
    '4100',
  ),
  plan(
    '333344445555',
    'data-prod',
    'Workloads/Production/Data',
    'production',
    'data-team',
    '5100',
  ),
  plan(
    '444455556666',
    'operations-prod',
    'Workloads/Production/Operations',
    'production',
    'logistics-team',
    '6100',
  ),
  plan(
    DELEGATED_ADMINISTRATOR,
    'shared-services',
    'Infrastructure',
    'production',
    'platform-team',
    '8100',
  ),
  plan(
    '666677778888',
    'sandbox',
    'Sandbox',
    'sandbox',
    'platform-team',
    '9999',
  ),
];

/** Accounts of the demo organization, without the management account. */
export const DEMO_ACCOUNTS = DEMO.length;

/** Where the accounts of a larger organization are, of ten after one another. */
const PLACES: ReadonlyArray<readonly [unit: string, environment: string]> = [
  ['Workloads/Production/Commerce', 'production'],
  ['Workloads/Production/Data', 'production'],
  ['Workloads/Production/Operations', 'production'],
  ['Workloads/Staging', 'staging'],
  ['Workloads/Production/Commerce', 'production'],
  ['Workloads/Production/Data', 'production'],
  ['Workloads/Staging', 'staging'],
  ['Infrastructure', 'production'],
  ['Workloads/Production/Operations', 'production'],
  ['Sandbox', 'sandbox'],
];
const OWNERS = [
  ['payments-team', '4100'],
  ['storefront-team', '4200'],
  ['data-team', '5100'],
  ['logistics-team', '6100'],
  ['corporate-it', '7100'],
  ['platform-team', '8100'],
] as const;

/** The member account at a position; those beyond the demo's are `workload-07` and so on. */
export function memberAt(index: number): AccountPlan {
  if (index < DEMO_ACCOUNTS) {
    return DEMO[index];
  }
  const [unit, environment] = PLACES[index % PLACES.length];
  const [owner, costCenter] = OWNERS[index % OWNERS.length];
  return plan(
    String(700_000_000_000 + index + 1),
    `workload-${String(index + 1).padStart(2, '0')}`,
    unit,
    environment,
    owner,
    costCenter,
  );
}

/** Tags as AWS lists them. */
export function accountTags(tags: Record<string, string>): readonly Tag[] {
  return Object.entries(tags).map(([key, value]) => sharedTag(key, value));
}

/** An active account as planned. `unit` is its unit's id. */
export function createAccount(
  { id, name, tags }: AccountPlan,
  unit: string,
  joined: { at?: number; email?: string } = {},
): Account {
  return {
    id,
    name,
    email: joined.email ?? `aws+${name}@example.com`,
    joinedMethod: id === MANAGEMENT.id ? 'INVITED' : 'CREATED',
    joinedAt: joined.at ?? JOINED,
    state: 'ACTIVE',
    unit,
    tags: accountTags(tags),
  };
}
