import { Queue, QueueSettings } from './Queue';

/** Where a queue is. */
export interface QueuePlace {
  account: string;
  region: string;
  name: string;
}

export const DEFAULT_SETTINGS: QueueSettings = {
  visibilityTimeout: 30,
  delay: 0,
  receiveWait: 0,
};

/** Name of the queue that EventBridge delivers to. */
export const EVENT_QUEUE = 'managed-nodes-events';
/** Region of the queue that EventBridge delivers to. */
export const EVENT_QUEUE_REGION = 'eu-central-1';

function keyOf({ account, region, name }: QueuePlace): string {
  return `${account}/${region}/${name}`;
}

/** The queues there are, from the start one for events in the management account. */
export class QueueStore {
  /** Where events are delivered to. */
  readonly events: Queue;
  readonly #eventsKey: string;
  readonly #queues = new Map<string, Queue>();

  /** @param account - the management account */
  static create(account: string): QueueStore {
    return new QueueStore(account);
  }

  private constructor(account: string) {
    const place = { account, region: EVENT_QUEUE_REGION, name: EVENT_QUEUE };
    this.#eventsKey = keyOf(place);
    this.events = Queue.create(EVENT_QUEUE, { ...DEFAULT_SETTINGS });
    this.#queues.set(this.#eventsKey, this.events);
  }

  find(place: QueuePlace): Queue | undefined {
    return this.#queues.get(keyOf(place));
  }

  add(place: QueuePlace, queue: Queue): void {
    this.#queues.set(keyOf(place), queue);
  }

  /** Empties the queue for events, which clients may be polling, and forgets all others. */
  reset(): void {
    for (const key of this.#queues.keys()) {
      if (key !== this.#eventsKey) {
        this.#queues.delete(key);
      }
    }
    this.events.clear();
  }
}
