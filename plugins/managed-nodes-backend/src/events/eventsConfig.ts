import { z } from 'zod';

/** `managedNodes.events` as it is written. */
export const eventsSchema = z.strictObject({
  topics: z.array(z.string().min(1)).min(1).default(['managed-nodes']),
  deadLetters: z
    .strictObject({
      queueUrl: z.url({ protocol: /^https?$/ }),
      region: z.string().min(1),
    })
    .optional(),
});

/** Where events come from. */
export type EventsConfig = z.infer<typeof eventsSchema>;
