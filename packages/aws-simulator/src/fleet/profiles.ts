import { Weighted } from '../model/random';
import { PLATFORMS } from './platforms';
import { Environment, Platform } from './types';

/** What a group of machines runs, for whom and on what. */
export interface Profile {
  /** Tag values; the catalog of the demo knows these names. */
  owner: string;
  application: string;
  service: string;
  costCenter: string;
  /** Account name and stage, by weight. */
  homes: Weighted<{ account: string; stage: string }>;
  environments: Weighted<Environment>;
  platforms: Weighted<Platform>;
  /** Start of its computer names. */
  prefix: string;
}

function weights<T extends string>(shares: Partial<Record<T, number>>) {
  return Object.entries(shares) as Array<[T, number]>;
}

function running(shares: Partial<Record<keyof typeof PLATFORMS, number>>) {
  return weights(shares).map(
    ([name, weight]) => [PLATFORMS[name], weight] as const,
  );
}

function home(account: string, stage = 'prod') {
  return { account, stage };
}

const COMMERCE: Profile['homes'] = [
  [home('commerce-prod'), 7],
  [home('commerce-staging', 'staging'), 2],
  [home('commerce-staging', 'test'), 1],
];
const DATA: Profile['homes'] = [[home('data-prod'), 1]];
const OPERATIONS: Profile['homes'] = [[home('operations-prod'), 1]];
const SHARED: Profile['homes'] = [[home('shared-services'), 1]];

/** The demo organization's machines, by weight. */
export const PROFILES: Weighted<Profile> = [
  [
    {
      owner: 'payments-team',
      application: 'payments',
      service: 'payments-api',
      costCenter: '4100',
      homes: COMMERCE,
      environments: weights<Environment>({
        aws: 60,
        azure: 20,
        gcp: 12,
        vmware: 8,
      }),
      platforms: running({ amazonLinux2023: 5, ubuntu2204: 3, redHat9: 2 }),
      prefix: 'pay-api',
    },
    13,
  ],
  [
    {
      owner: 'payments-team',
      application: 'payments',
      service: 'payments-ledger',
      costCenter: '4100',
      homes: COMMERCE,
      environments: weights<Environment>({
        vmware: 45,
        'on-premises': 30,
        aws: 25,
      }),
      platforms: running({ oracle8: 4, redHat8: 4, redHat9: 2 }),
      prefix: 'pay-ldg',
    },
    6,
  ],
  [
    {
      owner: 'payments-team',
      application: 'payments',
      service: 'payments-batch',
      costCenter: '4110',
      homes: COMMERCE,
      environments: weights<Environment>({ aws: 50, vmware: 50 }),
      platforms: running({ windows2019: 5, windows2022: 3, windows2016: 2 }),
      prefix: 'pay-bat',
    },
    5,
  ],
  [
    {
      owner: 'storefront-team',
      application: 'storefront',
      service: 'storefront-web',
      costCenter: '4200',
      homes: COMMERCE,
      environments: weights<Environment>({ aws: 70, gcp: 20, azure: 10 }),
      platforms: running({
        amazonLinux2023: 5,
        ubuntu2404: 4,
        amazonLinux2: 2,
      }),
      prefix: 'web',
    },
    13,
  ],
  [
    {
      owner: 'storefront-team',
      application: 'storefront',
      service: 'storefront-search',
      costCenter: '4210',
      homes: COMMERCE,
      environments: weights<Environment>({ aws: 50, gcp: 50 }),
      platforms: running({ debian12: 6, debian11: 2, ubuntu2204: 2 }),
      prefix: 'srch',
    },
    6,
  ],
  [
    {
      owner: 'data-team',
      application: 'data-lake',
      service: 'lake-ingest',
      costCenter: '5100',
      homes: DATA,
      environments: weights<Environment>({ aws: 60, azure: 40 }),
      platforms: running({ amazonLinux2: 4, ubuntu2204: 4, rocky9: 2 }),
      prefix: 'ingest',
    },
    9,
  ],
  [
    {
      owner: 'data-team',
      application: 'data-lake',
      service: 'lake-query',
      costCenter: '5100',
      homes: DATA,
      environments: weights<Environment>({
        aws: 40,
        gcp: 50,
        'on-premises': 10,
      }),
      platforms: running({ ubuntu2404: 5, suse15: 3, rocky9: 2 }),
      prefix: 'query',
    },
    8,
  ],
  [
    {
      owner: 'logistics-team',
      application: 'warehouse',
      service: 'warehouse-scanner',
      costCenter: '6100',
      homes: OPERATIONS,
      environments: weights<Environment>({ edge: 55, 'on-premises': 45 }),
      platforms: running({ debian12: 4, ubuntu2004: 4, debian11: 2 }),
      prefix: 'scan',
    },
    9,
  ],
  [
    {
      owner: 'logistics-team',
      application: 'warehouse',
      service: 'warehouse-planner',
      costCenter: '6100',
      homes: OPERATIONS,
      environments: weights<Environment>({ vmware: 50, azure: 30, aws: 20 }),
      platforms: running({ windows2022: 5, windows2019: 3, redHat9: 2 }),
      prefix: 'plan',
    },
    6,
  ],
  [
    {
      owner: 'corporate-it',
      application: 'intranet',
      service: 'intranet-files',
      costCenter: '7100',
      homes: OPERATIONS,
      environments: weights<Environment>({ vmware: 50, 'on-premises': 50 }),
      platforms: running({ windows2016: 4, windows2019: 4, windows2022: 2 }),
      prefix: 'FS',
    },
    6,
  ],
  [
    {
      owner: 'corporate-it',
      application: 'intranet',
      service: 'intranet-mail',
      costCenter: '7110',
      homes: OPERATIONS,
      environments: weights<Environment>({ azure: 60, vmware: 40 }),
      platforms: running({ windows2019: 6, windows2022: 4 }),
      prefix: 'MAIL',
    },
    5,
  ],
  [
    {
      owner: 'platform-team',
      application: 'identity',
      service: 'identity-directory',
      costCenter: '8100',
      homes: SHARED,
      environments: weights<Environment>({
        aws: 40,
        azure: 25,
        vmware: 25,
        'on-premises': 10,
      }),
      platforms: running({ windows2022: 5, windows2025: 3, windows2019: 2 }),
      prefix: 'DC',
    },
    7,
  ],
  [
    {
      // Sandbox machines claim an owner that has nothing to say there.
      owner: 'payments-team',
      application: 'payments',
      service: 'payments-api',
      costCenter: '9999',
      homes: [[home('sandbox', 'test'), 1]],
      environments: weights<Environment>({ aws: 80, gcp: 20 }),
      platforms: running({ amazonLinux2023: 5, ubuntu2404: 5 }),
      prefix: 'sbx-pay',
    },
    2,
  ],
  [
    {
      owner: 'platform-team',
      application: 'identity',
      service: 'identity-directory',
      costCenter: '9999',
      homes: [[home('sandbox', 'test'), 1]],
      environments: weights<Environment>({ aws: 90, azure: 10 }),
      platforms: running({ ubuntu2404: 5, windows2025: 2 }),
      prefix: 'sbx',
    },
    5,
  ],
];
