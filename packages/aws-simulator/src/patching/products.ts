import { PLATFORMS } from '../fleet/platforms';
import { Platform } from '../fleet/types';
import { Product } from './types';

type Details = Pick<
  Product,
  'product' | 'productFamily' | 'vendor' | 'repository' | 'dist' | 'advisory'
>;

function rpm(
  productFamily: string,
  product: string,
  dist: string,
  advisory: string,
  repository: string,
  vendor = productFamily,
): Details {
  return { product, productFamily, vendor, repository, dist, advisory };
}

function deb(name: string, version: string, dist: string): Details {
  return {
    product: `${name}${version}`,
    productFamily: name,
    vendor: name,
    repository: `${dist}-security`,
    dist: name === 'Ubuntu' ? `ubuntu0.${version}` : `deb${version}u`,
    advisory: name === 'Ubuntu' ? 'USN-' : 'DSA-',
  };
}

function windows(edition: string): Details {
  return {
    product: `WindowsServer${edition}`,
    productFamily: 'Windows',
    vendor: 'Microsoft',
    repository: '',
    dist: `Windows Server ${edition}`,
    advisory: '',
  };
}

const DETAILS: Record<keyof typeof PLATFORMS, Details> = {
  amazonLinux2023: rpm(
    'Amazon Linux',
    'AmazonLinux2023',
    'amzn2023.0',
    'ALAS2023-',
    'amazonlinux',
    'amazon.com',
  ),
  amazonLinux2: rpm(
    'Amazon Linux',
    'AmazonLinux2',
    'amzn2.0',
    'ALAS2-',
    'amzn2-core',
    'amazon.com',
  ),
  ubuntu2404: deb('Ubuntu', '24.04', 'noble'),
  ubuntu2204: deb('Ubuntu', '22.04', 'jammy'),
  ubuntu2004: deb('Ubuntu', '20.04', 'focal'),
  debian12: deb('Debian', '12', 'bookworm'),
  debian11: deb('Debian', '11', 'bullseye'),
  redHat9: rpm(
    'Redhat',
    'RedhatEnterpriseLinux9.4',
    'el9_4',
    'RHSA-',
    'rhel-9-baseos-rhui-rpms',
    'Red Hat, Inc.',
  ),
  redHat8: rpm(
    'Redhat',
    'RedhatEnterpriseLinux8.10',
    'el8_10',
    'RHSA-',
    'rhel-8-baseos-rhui-rpms',
    'Red Hat, Inc.',
  ),
  rocky9: rpm('Rocky Linux', 'RockyLinux9.4', 'el9_4', 'RLSA-', 'baseos'),
  oracle8: rpm(
    'Oracle Linux',
    'OracleLinux8.10',
    'el8_10',
    'ELSA-',
    'ol8_baseos_latest',
    'Oracle America',
  ),
  suse15: rpm(
    'Suse',
    'SuseLinuxEnterpriseServer15.6',
    '150600',
    'SUSE-SU-',
    'SLES15-SP6-Updates',
    'SUSE LLC',
  ),
  windows2016: windows('2016'),
  windows2019: windows('2019'),
  windows2022: windows('2022'),
  windows2025: windows('2025'),
};

function keyOf(platform: Platform): string {
  return `${platform.name} ${platform.version}`;
}

function familyOf({ type, operatingSystem }: Platform): Product['family'] {
  if (type === 'Windows') {
    return 'windows';
  }
  return ['UBUNTU', 'DEBIAN'].includes(operatingSystem) ? 'deb' : 'rpm';
}

/** Every product that a machine of the fleet may run. */
export const PRODUCTS: readonly Product[] = (
  Object.keys(DETAILS) as Array<keyof typeof PLATFORMS>
).map((name, index) => {
  const platform: Platform = PLATFORMS[name];
  const family = familyOf(platform);
  return {
    ...DETAILS[name],
    key: keyOf(platform),
    family,
    operatingSystem: platform.operatingSystem,
    arch: family === 'deb' ? 'amd64' : 'x86_64',
    index,
  };
});

const BY_KEY = new Map(PRODUCTS.map(product => [product.key, product]));

/** The product that a platform is. */
export function productOf(platform: Platform): Product {
  const product = BY_KEY.get(keyOf(platform));
  if (!product) {
    throw new Error(`Nothing is known of patches for ${keyOf(platform)}`);
  }
  return product;
}

/** Operating systems there are patches for. */
export const OPERATING_SYSTEMS: readonly string[] = [
  ...new Set(PRODUCTS.map(product => product.operatingSystem)),
];
