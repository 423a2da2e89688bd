import { DEMO_ACCOUNTS } from './accounts';
import { DEFAULT_REGIONS } from './places';

/** A fleet of a certain size, under a name. */
export interface FleetProfile {
  /** Managed nodes. */
  nodes: number;
  /** Member accounts. */
  accounts: number;
  /** How many Regions it lives in. */
  regions: number;
}

/** Fleets that can be asked for by name. */
export const FLEET_PROFILES: ReadonlyMap<string, FleetProfile> = new Map([
  [
    'demo',
    {
      nodes: 1200,
      accounts: DEMO_ACCOUNTS,
      regions: DEFAULT_REGIONS.length,
    },
  ],
  // What the largest organizations look like: 1,200 targets of 250 nodes
  // on average.
  ['organization-300k', { nodes: 300_000, accounts: 300, regions: 4 }],
]);
