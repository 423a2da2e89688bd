import { z } from 'zod';
import { DETAIL_TYPES } from '../events/envelopes';

export const eventSettingsSchema = z.strictObject({
  /** Whether what happens to the fleet makes events by itself. */
  enabled: z.boolean().optional(),
  /** How likely an event is delivered twice, from 0 to 1. */
  duplicate: z.number().min(0).max(1).optional(),
  /** Whether events are held up by up to 500 ms, so that they overtake one another. */
  reorder: z.boolean().optional(),
});

/** @public */
export type EventSettingsInput = z.infer<typeof eventSettingsSchema>;

/** How events are delivered, and what of them is in the queue. */
export const eventStatusSchema = z.object({
  enabled: z.boolean(),
  duplicate: z.number(),
  reorder: z.boolean(),
  /** Events so far, duplicates and raw messages not counted. */
  published: z.number().int(),
  queue: z.object({
    account: z.string(),
    region: z.string(),
    name: z.string(),
    visible: z.number().int(),
    inFlight: z.number().int(),
    delayed: z.number().int(),
    /** Messages that had to give way because there were too many. */
    dropped: z.number().int(),
  }),
});

/** @public */
export type EventStatus = z.infer<typeof eventStatusSchema>;

export const publishEventSchema = z.strictObject({
  detailType: z.enum(DETAIL_TYPES),
  /** Id of the node the event is about. */
  node: z.string(),
  /** What is to be different in its detail, e.g. `{status: 'Failed'}`. */
  detail: z.record(z.string(), z.unknown()).optional(),
  /** ISO 8601. Default: now. An earlier one makes an event that comes late. */
  time: z.iso.datetime().optional(),
});

/** @public */
export type PublishEvent = z.infer<typeof publishEventSchema>;

/** An event as EventBridge hands it on. */
export const eventEnvelopeSchema = z.object({
  version: z.literal('0'),
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});

/** @public */
export type EventBridgeEvent = z.infer<typeof eventEnvelopeSchema>;

export const rawEventSchema = z.strictObject({
  /** Any text, JSON or not. */
  body: z.string().max(262_144),
});

export const messageIdSchema = z.object({ messageId: z.string() });
