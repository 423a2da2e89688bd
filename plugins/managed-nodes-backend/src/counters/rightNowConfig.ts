import { z } from 'zod';

/** `managedNodes.rightNow` as it is written. */
export const rightNowSchema = z.strictObject({
  enabled: z.boolean().default(true),
});

/** What config says of counters that are read on the spot. */
export type RightNowConfig = z.infer<typeof rightNowSchema>;
