import { z } from 'zod';
import { accountId } from '../../../configValues';

/** What `managedNodes.resourceDataSync` may hold. */
export const resourceDataSyncSchema = z.strictObject({
  bucket: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      'expected the name of an S3 bucket',
    ),
  prefix: z
    .string()
    .default('')
    .transform(prefix => prefix.replace(/^\/+|\/+$/g, '')),
  region: z.string().min(1),
  account: accountId.optional(),
  accounts: z
    .union([z.literal('all'), z.array(accountId).min(1)], {
      error: "expected 'all', or a list of 12-digit account ids in quotes",
    })
    .default('all'),
});

/** `managedNodes.resourceDataSync`, checked and with its defaults. */
export type ResourceDataSyncConfig = z.infer<typeof resourceDataSyncSchema>;

/**
 * Which source lists the nodes of an account: the bucket when it is configured
 * to hold them, else Systems Manager itself.
 */
export function accountSource(
  config: ResourceDataSyncConfig | undefined,
  account: string,
): 's3' | 'ssm' {
  return config &&
    (config.accounts === 'all' || config.accounts.includes(account))
    ? 's3'
    : 'ssm';
}
