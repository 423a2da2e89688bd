import { Platform } from './types';

function linux(
  name: string,
  version: string,
  operatingSystem: string,
  baseline: string,
): Platform {
  return {
    type: 'Linux',
    name,
    version,
    operatingSystem,
    baselineId: `pb-0${baseline.padEnd(16, '0')}`,
  };
}

function windows(edition: string, version: string): Platform {
  return {
    type: 'Windows',
    name: `Microsoft Windows Server ${edition} Datacenter`,
    version,
    operatingSystem: 'WINDOWS',
    baselineId: 'pb-0123456789abcdef0',
  };
}

/** Operating systems of the fleet, named as SSM Agent names them. */
export const PLATFORMS = {
  amazonLinux2023: linux(
    'Amazon Linux',
    '2023',
    'AMAZON_LINUX_2023',
    'a10a2023',
  ),
  amazonLinux2: linux('Amazon Linux', '2', 'AMAZON_LINUX_2', 'a10a2'),
  ubuntu2404: linux('Ubuntu', '24.04', 'UBUNTU', 'b0b0'),
  ubuntu2204: linux('Ubuntu', '22.04', 'UBUNTU', 'b0b0'),
  ubuntu2004: linux('Ubuntu', '20.04', 'UBUNTU', 'b0b0'),
  debian12: linux('Debian GNU/Linux', '12', 'DEBIAN', 'deb1a'),
  debian11: linux('Debian GNU/Linux', '11', 'DEBIAN', 'deb1a'),
  redHat9: linux(
    'Red Hat Enterprise Linux',
    '9.4',
    'REDHAT_ENTERPRISE_LINUX',
    'bed9',
  ),
  redHat8: linux(
    'Red Hat Enterprise Linux',
    '8.10',
    'REDHAT_ENTERPRISE_LINUX',
    'bed9',
  ),
  rocky9: linux('Rocky Linux', '9.4', 'ROCKY_LINUX', 'c0c0'),
  oracle8: linux('Oracle Linux Server', '8.10', 'ORACLE_LINUX', '0ac1e'),
  suse15: linux('SLES', '15.6', 'SUSE', '5e5e'),
  windows2016: windows('2016', '10.0.14393'),
  windows2019: windows('2019', '10.0.17763'),
  windows2022: windows('2022', '10.0.20348'),
  windows2025: windows('2025', '10.0.26100'),
} as const satisfies Record<string, Platform>;

/** The newest SSM Agent; every other version is outdated. */
export const LATEST_AGENT = '3.3.3050.0';

export const OUTDATED_AGENTS: readonly string[] = [
  '3.3.2299.0',
  '3.3.1611.0',
  '3.2.2222.0',
  '3.1.1732.0',
];
