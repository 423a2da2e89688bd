import { ControlClient } from './ControlClient';
import {
  EventBridgeEvent,
  eventEnvelopeSchema,
  EventSettingsInput,
  EventStatus,
  eventStatusSchema,
  messageIdSchema,
  PublishEvent,
} from './eventSchemas';

/**
 * Drives the events that EventBridge delivers to the queue
 * `managed-nodes-events` of the management account in eu-central-1.
 *
 * @public
 */
export class EventsControl {
  readonly #client: ControlClient;

  /** @internal */
  static create(client: ControlClient): EventsControl {
    return new EventsControl(client);
  }

  private constructor(client: ControlClient) {
    this.#client = client;
  }

  /** How events are delivered, and what is in the queue. */
  async status(): Promise<EventStatus> {
    return this.#client.call(eventStatusSchema, 'GET', ['events']);
  }

  /** Turns events on or off, has them delivered twice or out of order. */
  async configure(settings: EventSettingsInput): Promise<EventStatus> {
    return this.#client.call(
      eventStatusSchema,
      'PUT',
      ['events', 'settings'],
      settings,
    );
  }

  /** Delivers an event about a node, also when events are not enabled. */
  async publish(event: PublishEvent): Promise<EventBridgeEvent> {
    return this.#client.call(
      eventEnvelopeSchema,
      'POST',
      ['events', 'publish'],
      event,
    );
  }

  /** Delivers any text, such as no event would be. Returns the message's id. */
  async publishRaw(body: string): Promise<string> {
    const { messageId } = await this.#client.call(
      messageIdSchema,
      'POST',
      ['events', 'raw'],
      { body },
    );
    return messageId;
  }
}
