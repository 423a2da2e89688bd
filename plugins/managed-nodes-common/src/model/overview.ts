import { z } from 'zod';
import { environmentSchema, patchBucketSchema } from './vocabulary';

const count = z.number().int().nonnegative();

/**
 * The headline counts of the nodes the caller may see, under a filter. Nodes
 * that left are not counted.
 *
 * @public
 */
export const nodeOverviewSchema = z.object({
  total: count,
  online: count,
  connectionLost: count,
  stopped: count,
  missing: count,
  ec2: count,
  hybrid: count,
  agentOutdated: count,
  /** Nodes whose CloudWatch agent reports. */
  monitored: count,
  /** Nodes whose agent does not, or no longer. */
  unmonitored: count,
  /** Nodes with an alarm that rings. */
  alarming: count,
  unclaimed: count,
  environments: z.array(z.object({ environment: environmentSchema, count })),
  platforms: z.array(
    z.object({
      platform: z.string(),
      version: z.string(),
      count,
    }),
  ),
  patch: z.array(z.object({ bucket: patchBucketSchema, count })),
  /** The oldest last complete listing among the accounts and Regions the counted nodes are in: how stale the counts can be. Null when there is none. */
  asOf: z.string().datetime({ offset: true }).nullable(),
});

/** @public */
export type NodeOverview = z.infer<typeof nodeOverviewSchema>;
