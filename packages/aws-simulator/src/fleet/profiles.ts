import { Weighted } from '../model/random';
import { PLATFORMS as os } from './platforms';
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
      environments: [
        ['aws', 60],
        ['azure', 20],
        ['gcp', 12],
        ['vmware', 8],
      ],
      platforms: [
        [os.amazonLinux2023, 5],
        [os.ubuntu2204, 3],
        [os.redHat9, 2],
      ],
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
      environments: [
        ['vmware', 45],
        ['on-premises', 30],
        ['aws', 25],
      ],
      platforms: [
        [os.oracle8, 4],
        [os.redHat8, 4],
        [os.redHat9, 2],
      ],
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
      environments: [
        ['aws', 50],
        ['vmware', 50],
      ],
      platforms: [
        [os.windows2019, 5],
        [os.windows2022, 3],
        [os.windows2016, 2],
      ],
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
      environments: [
        ['aws', 70],
        ['gcp', 20],
        ['azure', 10],
      ],
      platforms: [
        [os.amazonLinux2023, 5],
        [os.ubuntu2404, 4],
        [os.amazonLinux2, 2],
      ],
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
      environments: [
        ['aws', 50],
        ['gcp', 50],
      ],
      platforms: [
        [os.debian12, 6],
        [os.debian11, 2],
        [os.ubuntu2204, 2],
      ],
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
      environments: [
        ['aws', 60],
        ['azure', 40],
      ],
      platforms: [
        [os.amazonLinux2, 4],
        [os.ubuntu2204, 4],
        [os.rocky9, 2],
      ],
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
      environments: [
        ['aws', 40],
        ['gcp', 50],
        ['on-premises', 10],
      ],
      platforms: [
        [os.ubuntu2404, 5],
        [os.suse15, 3],
        [os.rocky9, 2],
      ],
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
      environments: [
        ['edge', 55],
        ['on-premises', 45],
      ],
      platforms: [
        [os.debian12, 4],
        [os.ubuntu2004, 4],
        [os.debian11, 2],
      ],
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
      environments: [
        ['vmware', 50],
        ['azure', 30],
        ['aws', 20],
      ],
      platforms: [
        [os.windows2022, 5],
        [os.windows2019, 3],
        [os.redHat9, 2],
      ],
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
      environments: [
        ['vmware', 50],
        ['on-premises', 50],
      ],
      platforms: [
        [os.windows2016, 4],
        [os.windows2019, 4],
        [os.windows2022, 2],
      ],
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
      environments: [
        ['azure', 60],
        ['vmware', 40],
      ],
      platforms: [
        [os.windows2019, 6],
        [os.windows2022, 4],
      ],
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
      environments: [
        ['aws', 40],
        ['azure', 25],
        ['vmware', 25],
        ['on-premises', 10],
      ],
      platforms: [
        [os.windows2022, 5],
        [os.windows2025, 3],
        [os.windows2019, 2],
      ],
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
      environments: [
        ['aws', 80],
        ['gcp', 20],
      ],
      platforms: [
        [os.amazonLinux2023, 5],
        [os.ubuntu2404, 5],
      ],
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
      environments: [
        ['aws', 90],
        ['azure', 10],
      ],
      platforms: [
        [os.ubuntu2404, 5],
        [os.windows2025, 2],
      ],
      prefix: 'sbx',
    },
    5,
  ],
];
