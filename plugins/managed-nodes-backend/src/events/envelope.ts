import { z } from 'zod';

const name = z.string().min(1).max(200);

/** An event as EventBridge hands it on, of which only what we use is checked. */
export const envelopeSchema = z.object({
  source: name,
  'detail-type': name,
  account: name,
  region: name,
  resources: z.array(z.string().max(2048)).max(1000).default([]),
  detail: z.record(z.string(), z.unknown()),
});

/** An event of EventBridge, not believed yet. */
export type EventBridgeEvent = z.infer<typeof envelopeSchema>;

/** A notification of SNS, between EventBridge and the queue. */
const notificationSchema = z.object({
  Type: z.literal('Notification'),
  TopicArn: z.string(),
  Message: z.string(),
});

/** A message that nobody can make anything of; its text is for operators. */
export class UnreadableMessageError extends Error {
  override name = 'UnreadableMessage';
}

/** Names the first thing that is wrong, of what may be thousands. */
export function whatIsWrong(error: z.ZodError): string {
  const [{ path, message }] = error.issues;
  return path.length
    ? `${path.map(String).join('.').slice(0, 100)}: ${message}`
    : message;
}

/** @throws UnreadableMessageError */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says quotes the message, which is shown cleaned.
    throw new UnreadableMessageError(`${what} is not JSON`);
  }
}

/**
 * Reads a message of the queue, also when SNS wrapped it.
 *
 * @throws UnreadableMessageError
 */
export function readEnvelope(payload: unknown): EventBridgeEvent {
  const wrapped = notificationSchema.safeParse(payload);
  const event = wrapped.success
    ? parseJson(wrapped.data.Message, 'The message in the SNS notification')
    : payload;
  const parsed = envelopeSchema.safeParse(event);
  if (!parsed.success) {
    throw new UnreadableMessageError(
      `Not an event of EventBridge: ${whatIsWrong(parsed.error)}`,
    );
  }
  return parsed.data;
}
