import { z } from 'zod';
import { accountId } from '../configValues';

/** `managedNodes.organizationListing` as it is written. */
export const organizationListingSchema = z.strictObject({
  account: accountId,
  region: z.string().min(1),
  syncName: z.string().min(1).default('AWS-QuickSetup-ManagedNode'),
  callsPerSecond: z.number().positive().default(10),
  interval: z.unknown().optional(),
});

/** How all nodes of the organization are listed at once. */
export interface OrganizationListingConfig {
  account: string;
  region: string;
  syncName: string;
  callsPerSecond: number;
  intervalMs: number;
}
